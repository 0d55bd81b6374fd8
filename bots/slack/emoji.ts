/** Slack's names of emoji. They differ from other platforms' and come with aliases and skin tones. */

import type { Reaction } from '../../commands/command.ts';

/** Names under which ⭐ is known: Slack's own, and those it keeps for texts from elsewhere. */
const stars: ReadonlySet<string> = new Set(['star', 'white_medium_star']);

/** `+1::skin-tone-3` is a `+1`. */
export function plainName(name: string): string {
  return name.replace(/^:|:$/g, '').replace(/(::?skin-tone-[2-6])+$/, '');
}

export function isStar(name: string): boolean {
  return stars.has(plainName(name).toLowerCase());
}

/** What it means to give or take away this reaction; null for any other. */
export function meaningOf(name: string): Record<'given' | 'taken', Reaction> | null {
  if (isStar(name)) return { given: 'star', taken: 'unstar' };
  return plainName(name).toLowerCase() === 'pushpin' ? { given: 'pin', taken: 'unpin' } : null;
}
