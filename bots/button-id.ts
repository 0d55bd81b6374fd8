/**
 * What a button carries: `<command>:<job id>`, `<command>:<job id>:<picture>`, `<command>:<option>=<value>`,
 * `<command>:<job id>:<option>=<value>`, or `<command>:` where it is about nothing in particular. Nothing is remembered about a button, so it works for as long as its message stands, whatever was
 * restarted in between; and nothing it says is believed: the command's schema reads it, and the command asks whether
 * this person may.
 */
import type { Button } from '../core/card.ts';

/** What the narrowest platform takes. */
const longest = 100;

export interface Pressed {
  command: string;
  options: Readonly<Record<string, string | number>>;
}

export function buttonIdOf({
  command,
  jobId = '',
  picture,
  given,
}: Pick<Button & { type: 'action' }, 'command' | 'jobId' | 'picture' | 'given'>): string {
  const more = given ? `${given.option}=${given.value}` : (picture ?? '');
  return `${command}:${[jobId, more].filter((part) => part !== '').join(':')}`.slice(0, longest);
}

/** Null for a button that is none of ours. */
export function readButtonId(id: string): Pressed | null {
  const found = /^([\p{L}\p{N}][\p{L}\p{N} _-]{0,65}):(?:([a-z_]{1,32})=)?(\S{0,64})$/u.exec(id);
  if (!found?.[1]) return null;
  const [, command, option, value = ''] = found;
  if (value === '') return { command, options: {} };
  if (option !== undefined) return { command, options: { [option]: value } };
  const [, job = value, picture, name, of] = /^([^:]+):(?:(\d{1,3})|([a-z_]{1,32})=(\S+))$/.exec(value) ?? [];
  const numbered = picture !== undefined && { picture: Number(picture) };
  return { command, options: { job, ...numbered, ...(name !== undefined && { [name]: of ?? '' }) } };
}
