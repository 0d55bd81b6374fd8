/** /interactions/{id}/{token}/callback: the first answer. No login; the token is the key. */
import {
  InteractionResponseType as Answer,
  type APIModalInteractionResponseCallbackData,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { formError, refuse } from '../errors.ts';
import { autocompleteResult, readAnswer } from '../validate/answer.ts';
import { readForm } from '../validate/form.ts';
import { modal, numberedModal } from '../validate/modal.ts';
import type { Draft } from '../world/compose.ts';
import { mustBePrivate } from '../world/installs.ts';
import { hasSourceMessage } from '../world/interactions.ts';
import { INTERACTION_DEFAULT } from '../world/mentions.ts';
import { createBareMessage, createMessage, editMessage } from '../world/messages.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Channel, Interaction, Message } from '../world/types.ts';
import { botId, guildIdOf, type World } from '../world/world.ts';
import { idParam } from './guards.ts';
import { readDraft } from './messages.ts';
import type { Rest, RestApp } from './types.ts';

const deferral = z.object({ flags: z.int().min(0).nullish() }).nullish();

export function interactionRoutes(app: RestApp, { world, interactions }: Rest): void {
  app.post('/interactions/:id/:token/callback', async (c) => {
    const id = idParam('interaction_id', c.req.param('id'));
    const { interaction, done } = interactions.answer(id, c.req.param('token'));
    const { type, data } = readAnswer(c.get('input').json, interaction.type, hasSourceMessage(interaction));
    const draft =
      type === Answer.ChannelMessageWithSource || type === Answer.UpdateMessage
        ? await readDraft(world, c.get('input'), data, ['data'])
        : undefined;
    const message = answer(world, interaction, type, data, draft, done);
    if (c.req.query('with_response') !== 'true') return c.body(null, 204);
    return c.json(callbackResponse(world, interaction, type, message));
  });
}

type Done = (kind: { hasWebhook: boolean }) => void;

/** Everything from here on happens at once, so that of two answers read side by side only one has any effect. */
function answer(
  world: World,
  interaction: Interaction,
  type: Answer,
  data: unknown,
  draft: Draft | undefined,
  done: Done,
): Message | undefined {
  if (interaction.answeredAfterMs !== undefined) throw refuse('alreadyAcknowledged');
  const channel = world.channels.get(interaction.channelId);
  if (!channel) throw refuse('unknownInteraction');
  switch (type) {
    case Answer.ChannelMessageWithSource: {
      const message = createMessage(world, channel, draft ?? { body: {}, uploads: [] }, {
        ...authoring(world, interaction),
        ...ephemeral(world, interaction, draft?.body.flags ?? 0),
      });
      interaction.originalId = message.id;
      done({ hasWebhook: true });
      return message;
    }
    case Answer.DeferredChannelMessageWithSource:
      return defer(world, interaction, channel, data, done);
    case Answer.DeferredMessageUpdate:
    case Answer.UpdateMessage: {
      const source = world.messages.get(interaction.origin.sourceMessageId ?? '');
      if (!source) throw refuse('unknownMessage');
      if (draft) editMessage(world, source, draft, { mentionDefaults: INTERACTION_DEFAULT });
      interaction.originalId = source.id;
      done({ hasWebhook: true });
      return source;
    }
    case Answer.Modal: {
      const form = numberedModal(readForm(modal, data, ['data']));
      done({ hasWebhook: true });
      world.bus.publish({
        type: 'modal-opened',
        interaction,
        // The schema has just said that this is what the published type describes.
        modal: form as APIModalInteractionResponseCallbackData,
      });
      return undefined;
    }
    case Answer.ApplicationCommandAutocompleteResult: {
      const { choices } = readForm(autocompleteResult, data, ['data']);
      done({ hasWebhook: false });
      world.bus.publish({ type: 'autocomplete-answered', interaction, choices });
      return undefined;
    }
    default:
      throw formError(
        ['type'],
        'BASE_TYPE_CHOICES',
        `The playground's Discord has no answer of type ${type}.`,
      );
  }
}

/** "… is thinking": only EPHEMERAL may be set here; V2 comes with the edit that keeps the promise. */
function defer(world: World, interaction: Interaction, channel: Channel, data: unknown, done: Done): Message {
  const flags = readForm(deferral, data, ['data'])?.flags ?? 0;
  if ((flags & ~MessageFlags.Ephemeral) !== 0) {
    throw formError(
      ['data', 'flags'],
      'BASE_TYPE_CHOICES',
      `Value must be one of {0, ${MessageFlags.Ephemeral}}.`,
    );
  }
  const isPrivate = ephemeral(world, interaction, flags);
  const { authorId, replyTo, ...rest } = authoring(world, interaction);
  const message = createBareMessage(world, channel, {
    authorId,
    ...rest,
    flags: MessageFlags.Loading | flags | (isPrivate.ephemeralFor === undefined ? 0 : MessageFlags.Ephemeral),
    ...isPrivate,
    ...(replyTo ? { reference: { messageId: replyTo.id, channelId: replyTo.channelId } } : {}),
  });
  interaction.originalId = message.id;
  interaction.promised = true;
  done({ hasWebhook: true });
  return message;
}

function authoring(world: World, interaction: Interaction) {
  const { origin } = interaction;
  const source = hasSourceMessage(interaction) ? world.messages.get(origin.sourceMessageId ?? '') : undefined;
  const target = origin.targetMessageId ? world.messages.get(origin.targetMessageId) : undefined;
  const replyTo = source ?? target;
  const type = source
    ? MessageType.Reply
    : origin.targetMessageId || origin.targetUserId
      ? MessageType.ContextMenuCommand
      : MessageType.ChatInputCommand;
  return {
    authorId: botId(world),
    mentionDefaults: INTERACTION_DEFAULT,
    origin,
    type,
    ...(replyTo ? { replyTo } : {}),
  };
}

export function ephemeral(world: World, interaction: Interaction, flags: number): { ephemeralFor?: string } {
  const isPrivate = (flags & MessageFlags.Ephemeral) !== 0 || mustBePrivate(world, interaction);
  return isPrivate ? { ephemeralFor: interaction.userId } : {};
}

function placeOf(world: World, message: Message): { guild_id?: string } {
  const channel = world.channels.get(message.channelId);
  const guildId = channel ? guildIdOf(world, channel) : null;
  return guildId === null ? {} : { guild_id: guildId };
}

function callbackResponse(
  world: World,
  interaction: Interaction,
  type: Answer,
  message: Message | undefined,
): object {
  const isMessage = type !== Answer.Modal && type !== Answer.ApplicationCommandAutocompleteResult;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message && isMessage
        ? {
            response_message_id: message.id,
            response_message_loading: (message.flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: message.ephemeralFor !== undefined,
            channel_id: message.channelId,
            ...placeOf(world, message),
          }
        : {}),
    },
    resource: {
      type,
      ...(message && isMessage ? { message: renderMessage(world, message, botId(world)) } : {}),
    },
  };
}
