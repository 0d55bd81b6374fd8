/** What the list above the composer offers at the place the cursor is in. Pure. */
import type { Channel, Command, Person } from '../../../slack/payload.ts';
import { emojiLike } from '../emoji.ts';
import { isDirect } from '../state.ts';

export type Suggestion =
  | { kind: 'command'; command: Command }
  | { kind: 'person'; person: Person }
  | { kind: 'channel'; channel: Channel }
  | { kind: 'emoji'; name: string; sign: string };

export interface Suggestions {
  /** The piece of text that a line would replace. */
  from: number;
  to: number;
  lines: Suggestion[];
}

interface Surroundings {
  commands: readonly Command[];
  people: readonly Person[];
  channels: readonly Channel[];
}

const MOST_LINES = 20;
const nothingToOffer: Suggestions = { from: 0, to: 0, lines: [] };

export function suggestionsFor(text: string, caret: number, around: Surroundings): Suggestions {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before)?.[1];
  if (command !== undefined) {
    const lines = like(around.commands, command, (one) => one.command.slice(1));
    return { from: 0, to: caret, lines: lines.map((found) => ({ kind: 'command', command: found })) };
  }
  const [, sign = '', word = ''] = /(?:^|[\s(])([@#:])([^\s@#:]*)$/.exec(before) ?? [];
  const place = { from: caret - word.length - 1, to: caret };
  switch (sign) {
    case '@':
      return {
        ...place,
        lines: like(around.people, word, ({ name }) => name).map((person) => ({ kind: 'person', person })),
      };
    case '#':
      return {
        ...place,
        lines: like(
          around.channels.filter((channel) => !isDirect(channel)),
          word,
          ({ name }) => name,
        ).map((channel) => ({ kind: 'channel', channel })),
      };
    case ':':
      if (word.length < 2) return nothingToOffer;
      return {
        ...place,
        lines: emojiLike(word, MOST_LINES).map(([name, emoji]) => ({ kind: 'emoji', name, sign: emoji })),
      };
    default:
      return nothingToOffer;
  }
}

function like<One>(all: readonly One[], typed: string, nameOf: (one: One) => string): One[] {
  const wanted = typed.toLowerCase();
  const begins = all.filter((one) => nameOf(one).toLowerCase().startsWith(wanted));
  const contains = all.filter((one) => !begins.includes(one) && nameOf(one).toLowerCase().includes(wanted));
  return [...begins, ...contains].slice(0, MOST_LINES);
}

/** What a line puts into the text. */
export function written(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'command':
      return `${suggestion.command.command} `;
    case 'person':
      return `@${suggestion.person.name} `;
    case 'channel':
      return `#${suggestion.channel.name} `;
    case 'emoji':
      return `:${suggestion.name}: `;
    default:
      return suggestion satisfies never;
  }
}

/** The command that is being written, once its name is complete. */
export function commandIn(text: string, commands: readonly Command[]): Command | undefined {
  const name = /^\/\S+(?=\s)/.exec(text)?.[0];
  return commands.find(({ command }) => command === name);
}
