/**
 * Sentences name commands by a span, never by a word with a slash: how a command is typed is the platform's business.
 * What stands in the sources is looked at, so that no sentence is missed because nothing made it be said.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';

const sources = ['commands', 'core', 'bots'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const names = commands.filter(({ gestures }) => gestures.includes('slash')).map(({ name }) => name);
const raw = new RegExp(`(?<=['"\`\\s(])/(${names.join('|')})\\b(?![/.])`, 'g');

/** What is not said: comments, and what is to be typed on the other platform as it stands. */
const unsaid = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$|code\(`\/link \$\{\w+\}`\)/gm;

const found = (source: string) => source.replace(unsaid, '').match(raw) ?? [];

describe('sentences', () => {
  it('hold no command in words of their own', () => {
    const wrong = sources.flatMap((path) =>
      found(readFileSync(path, 'utf8')).map((name) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
  it('would be found if they did', () => {
    expect(found("text: 'Type /render and see'")).toEqual(['/render']);
    expect(found('`/gallery stop takes that back`')).toEqual(['/gallery stop']);
  });
});
