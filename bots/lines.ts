/**
 * Many fields in one, as lines `name=value`: for platforms whose forms have room for few. A value goes on in the next
 * lines until one begins another; one that would not be read back as it was is put in quotes. Pure.
 */
import type { Field } from '../commands/form.ts';

const begins = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=/u;
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

/** What a field is called in its line: `inputs.frames` is `frames`. */
export const nameInLine = ({ name }: Pick<Field, 'name'>) => name.slice(name.indexOf('.') + 1);

/** Null for what would be read back as something else. */
export function lineOf(name: string, value: string): string | null {
  const text = value.replace(/\r\n?/g, '\n');
  for (const line of [`${name}=${text}`, `${name}="${text}"`])
    if (readLines(line).get(name) === text) return line;
  return null;
}

/** Where a name comes twice, the last counts: it was added below. */
export function readLines(text: string): ReadonlyMap<string, string> {
  const lines: [name: string, value: string][] = [];
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const found = begins.exec(line);
    const last = lines.at(-1);
    if (found?.[1] !== undefined) lines.push([found[1].toLowerCase(), line.slice(found[0].length)]);
    else if (last) last[1] += `\n${line}`;
    // What is no line of that form has to be named when it is refused.
    else if (line.trim() !== '') lines.push([line.trim(), '']);
  }
  return new Map(lines.map(([name, value]) => [name, unquoted(value.trim())]));
}

function unquoted(value: string): string {
  const closing = quotes[value[0] ?? ''];
  const isQuoted = closing !== undefined && value.length > 1 && value.endsWith(closing);
  return isQuoted ? value.slice(1, -1) : value;
}
