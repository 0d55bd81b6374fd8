/** Discord's pickers in other languages: names that Discord takes, apart from each other, and within its lengths. */
import { Locale } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { toDiscordCommands, toMenuCommands } from '../../../bots/discord/command-json.ts';
import { limits } from '../../../bots/discord/limits.ts';
import { localized } from '../../../bots/discord/localized.ts';
import { sameCommands } from '../../../bots/discord/register.ts';
import { openLanguages } from '../../../commands/languages.ts';
import { commands } from '../../../commands/registry.ts';

const languages = openLanguages();
const plain = [...toDiscordCommands(commands), ...toMenuCommands(commands)];
const bodies = localized(plain, languages);

interface Node {
  name: string;
  name_localizations?: Record<string, string>;
  description?: string;
  description_localizations?: Record<string, string>;
  options?: Node[];
  choices?: Node[];
}

function* nodes(list: readonly Node[]): Generator<Node> {
  for (const node of list) {
    yield node;
    yield* nodes(node.options ?? []);
  }
}
const all = [...nodes(bodies as Node[])];

describe('in Thai', () => {
  it('every command and option is described', () => {
    const english = all.filter((one) => one.description && !/^\w+: /.test(one.description));
    expect(
      english
        .filter((one) => !one.description_localizations?.[Locale.Thai])
        .map(({ name, description }) => `${name}: ${description}`),
    ).toEqual([]);
  });
  it('every command, option, choice and menu entry has a name, told apart from its neighbours', () => {
    const names = (list: readonly Node[]) =>
      list.map((one) => one.name_localizations?.[Locale.Thai] ?? `no name for ${one.name}`);
    expect(names(all).filter((name) => name.startsWith('no name'))).toEqual([]);
    for (const list of [
      bodies as Node[],
      ...all.flatMap(({ options = [], choices = [] }) => [options, choices]),
    ])
      expect(new Set(names(list)).size).toBe(list.length);
  });
  it('nothing is cut to fit', () => {
    for (const { description_localizations: said = {}, name_localizations: called = {} } of all) {
      for (const text of Object.values(said))
        expect(text.length).toBeLessThanOrEqual(limits.command.description);
      for (const name of Object.values(called)) expect(name.length).toBeLessThanOrEqual(limits.command.name);
      expect(Object.values(said).some((text) => text.endsWith('…'))).toBe(false);
    }
  });
});

describe('registering', () => {
  it('knows what Discord has already, and sees a word that changed', () => {
    expect(sameCommands(structuredClone(bodies), bodies)).toBe(true);
    expect(sameCommands(plain, bodies)).toBe(false);
    const other = structuredClone(bodies);
    const [first] = other;
    if (first) first.name_localizations = { th: 'อื่น' };
    expect(sameCommands(other, bodies)).toBe(false);
  });
});
