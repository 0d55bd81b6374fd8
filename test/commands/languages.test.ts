/** Another language is one file; a file that is wrong is told by name at the start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLanguages } from '../../commands/languages.ts';
import { duration } from '../../commands/words.ts';
import { plain } from '../../core/card.ts';
import { SettingsError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'languages-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

describe('the languages', () => {
  it('include Thai, by any tag of it, and English for whatever else', () => {
    const languages = openLanguages();
    expect(languages.of('th').tag).toBe('th');
    expect(languages.of('th-TH').tag).toBe('th');
    for (const tag of [undefined, '', 'en-GB', 'tlh', '-', 'x-th']) expect(languages.of(tag).tag).toBe('en');
    expect(plain(duration(125_000), languages.of('th-TH'))).toBe('2 นาที 5 วินาที');
  });
  it('become one more by a file, which need not be complete', () => {
    const languages = openLanguages(folderWith({ 'pt-BR.yaml': "sentences: { 'Cancel': 'Cancelar' }" }));
    const portuguese = languages.of('pt-BR');
    expect(plain(say('Cancel'), portuguese)).toBe('Cancelar');
    expect(plain(say('Again'), portuguese)).toBe('Again');
    expect(languages.of('pt').tag).toBe('en');
  });
  it.each([
    ['no YAML', { 'de.yaml': "sentences: { 'a" }, 'de.yaml'],
    ['an unknown part', { 'de.yaml': 'words: {}' }, 'words'],
    ['broken braces', { 'de.yaml': "sentences: { '{n} done': '{n fertig' }" }, '“{n fertig”'],
    ['a value that is missing', { 'de.yaml': "sentences: { '{n} done': 'fertig' }" }, 'lacks {n}'],
    ['a value too many', { 'de.yaml': "sentences: { 'done': '{n} fertig' }" }, 'has {n}'],
    ['a name with a space', { 'de.yaml': 'names: { render: ein bild }' }, 'names: render'],
    ['no language', { 'deutsch_land.yaml': '' }, 'deutsch_land'],
  ])('refuse %s with a sentence', (_, files, said) => {
    const open = () => openLanguages(folderWith(files));
    expect(open).toThrow(SettingsError);
    expect(open).toThrow(said);
  });
});
