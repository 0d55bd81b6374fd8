/** What the list above the composer offers at the place the cursor is in. */
import type { Choice, Option } from '../../../discord/payload.ts';
import type { Surroundings } from './check.ts';
import { type CommandDraft, type Draft, type Field, type Place, unusedOptions } from './draft.ts';
import { type Invocation, optionType } from './invocation.ts';

export interface Suggesting {
  place?: Place;
  /** Which line is highlighted; -1 for none. */
  active: number;
  /** Put away with Escape until something is typed. */
  closed: boolean;
  /** The app's own proposals for the field the cursor is in. */
  proposals?: { option: string; text: string; choices?: Choice[]; failure?: string };
}

export type Suggestion =
  | { kind: 'command'; invocation: Invocation }
  | { kind: 'value'; option: Option; label: string; value: string | number | boolean }
  | { kind: 'option'; option: Option };

const MOST_LINES = 25;

export function suggestionsFor(
  draft: Draft,
  { place, closed, proposals }: Suggesting,
  invocations: Invocation[],
  around: Surroundings,
): Suggestion[] {
  if (closed) return [];
  if (draft.kind === 'text') return place ? commandsLike(draft.text, invocations) : [];
  if (place?.in === 'tail') return optionsLike(draft);
  if (place?.in !== 'field') return [];
  const field = draft.fields.find(({ option }) => option.name === place.name);
  if (!field || field.picked !== undefined) return [];
  return valuesFor(field, proposals, around).slice(0, MOST_LINES);
}

/** Where Enter should take the first line rather than send: a list was asked for and nothing is chosen yet. */
export function highlightsFirst(suggestions: Suggestion[], draft: Draft): boolean {
  const [first] = suggestions;
  if (draft.kind === 'text') return first !== undefined;
  return first?.kind === 'value' || (first?.kind === 'option' && draft.tail.trim() !== '');
}

function commandsLike(text: string, invocations: Invocation[]): Suggestion[] {
  const typed = /^\/([^\n]*)$/.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  const begins = invocations.filter((invocation) => invocation.typed.startsWith(typed));
  const contains = invocations.filter(
    (invocation) => !begins.includes(invocation) && invocation.typed.includes(typed),
  );
  return [...begins, ...contains].map((invocation) => ({ kind: 'command', invocation }));
}

function optionsLike(draft: CommandDraft): Suggestion[] {
  const typed = draft.tail.trim().toLowerCase();
  return unusedOptions(draft)
    .filter(({ name }) => name.includes(typed))
    .map((option) => ({ kind: 'option', option }));
}

function valuesFor(
  field: Field,
  proposals: Suggesting['proposals'],
  { members, channels }: Surroundings,
): Suggestion[] {
  const { option } = field;
  const typed = field.text.trim().toLowerCase();
  const like = (all: { label: string; value: string | number | boolean }[]): Suggestion[] =>
    all
      .filter(({ label }) => label.toLowerCase().includes(typed))
      .map((offered) => ({ kind: 'value', option, ...offered }));

  if (option.choices.length > 0)
    return like(option.choices.map(({ name, value }) => ({ label: name, value })));
  if (option.autocomplete) {
    // The app has already chosen what fits; older proposals stay until new ones come, so that the list does not flicker.
    const choices = proposals?.option === option.name ? (proposals.choices ?? []) : [];
    return choices.map(({ name, value }) => ({ kind: 'value', option, label: name, value }));
  }
  switch (option.type) {
    case optionType.boolean:
      return like([
        { label: 'True', value: true },
        { label: 'False', value: false },
      ]);
    case optionType.user:
    case optionType.mentionable:
      return like(members.map(({ id, name }) => ({ label: `@${name}`, value: id })));
    case optionType.channel:
      return like(
        channels
          .filter(({ kind }) => kind === 'text')
          .map(({ id, name }) => ({ label: `#${name}`, value: id })),
      );
    default:
      return [];
  }
}
