/** The language files are held against the sources: nothing of ours is left unsaid, and nothing stands there that we do not say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../commands/registry.ts';
import { valuesOf } from '../../core/say.ts';
import { demandsIn, saidIn, sources, toldOf, unsayable } from '../support/sentences.ts';

const all = sources();
const said = new Set([
  ...all.flatMap(saidIn),
  ...all.flatMap(demandsIn),
  ...commands.flatMap(toldOf),
]);
const file = new URL('../../commands/languages/th.yaml', import.meta.url);
const thai: Record<string, string> = parse(readFileSync(file, 'utf8'), { uniqueKeys: false }).sentences;

describe('Thai', () => {
  it('has every sentence', () => {
    expect([...said].filter((sentence) => thai[sentence] === undefined)).toEqual([]);
  });
});

describe('what is said', () => {
  it('is a literal', () => {
    expect(all.filter(({ file }) => file !== 'core/say.ts').flatMap(unsayable)).toEqual([]);
  });
  it('is ICU MessageFormat', () => {
    for (const sentence of all.flatMap(saidIn)) expect(() => valuesOf(sentence), sentence).not.toThrow();
  });
});
