/** The language files are held against the sources: nothing of ours is left unsaid, and nothing stands there that we do not say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../commands/registry.ts';
import { valuesOf } from '../../core/say.ts';
import {
  authoredAlong,
  demandsIn,
  literalsIn,
  saidIn,
  sources,
  toldOf,
  unsayable,
} from '../support/sentences.ts';

const all = sources();
const said = new Set([
  ...all.flatMap(saidIn),
  ...all.flatMap(demandsIn),
  ...commands.flatMap(toldOf),
  ...authoredAlong(),
]);
// In the bots `say` may also be the way an answer takes; words.ts tells what schemas ask for, of a list of literals.
const spoken = all.filter(
  ({ file }) =>
    /^(core|commands|worker)\//.test(file) && !['core/say.ts', 'commands/words.ts'].includes(file),
);
const file = new URL('../../commands/languages/th.yaml', import.meta.url);
const thai: Record<string, string> = parse(readFileSync(file, 'utf8')).sentences;

describe('Thai', () => {
  it('has every sentence', () => {
    expect([...said].filter((sentence) => thai[sentence] === undefined)).toEqual([]);
  });
  it('has none that nobody says', () => {
    const written = new Set([...all.flatMap(literalsIn), ...said]);
    expect(Object.keys(thai).filter((sentence) => !written.has(sentence))).toEqual([]);
  });
});

describe('what is said', () => {
  it('is a literal', () => {
    expect(spoken.flatMap(unsayable)).toEqual([]);
  });
  it('is ICU MessageFormat', () => {
    for (const sentence of all.flatMap(saidIn)) expect(() => valuesOf(sentence), sentence).not.toThrow();
  });
});
