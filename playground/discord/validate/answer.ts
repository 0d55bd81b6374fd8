/** The body of an interaction's first answer: which kinds fit which gesture, and the data of those without a message. */
import { InteractionResponseType as Answer, InteractionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { formError } from '../errors.ts';
import { COMMAND_LIMITS } from '../limits.ts';
import { list, readForm, text } from './form.ts';

const answer = z.object({ type: z.int(), data: z.unknown().optional() });

const FITTING: Record<InteractionType, readonly Answer[]> = {
  [InteractionType.Ping]: [Answer.Pong],
  [InteractionType.ApplicationCommand]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.Modal,
  ],
  [InteractionType.MessageComponent]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.DeferredMessageUpdate,
    Answer.UpdateMessage,
    Answer.Modal,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [Answer.ApplicationCommandAutocompleteResult],
  [InteractionType.ModalSubmit]: [
    Answer.ChannelMessageWithSource,
    Answer.DeferredChannelMessageWithSource,
    Answer.DeferredMessageUpdate,
    Answer.UpdateMessage,
  ],
};

/** `hasMessage`: the gesture came from a message, so there is something to update. */
export function readAnswer(
  body: unknown,
  interaction: InteractionType,
  hasMessage: boolean,
): { type: Answer; data: unknown } {
  const { type, data } = readForm(answer, body);
  const updates: readonly Answer[] = [Answer.DeferredMessageUpdate, Answer.UpdateMessage];
  const fitting = FITTING[interaction].filter((kind) => hasMessage || !updates.includes(kind));
  const found = fitting.find((kind) => kind === type);
  if (found === undefined) {
    throw formError(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${fitting.join(', ')}}.`);
  }
  return { type: found, data };
}

const choice = z.object({
  name: text(COMMAND_LIMITS.choiceName, 1),
  name_localizations: z.record(z.string(), z.string()).nullish(),
  value: z.union([text(COMMAND_LIMITS.choiceValue), z.number()]),
});

export const autocompleteResult = z.object({ choices: list(choice, COMMAND_LIMITS.autocompleteResults) });

export type AutocompleteResult = z.output<typeof autocompleteResult>;
