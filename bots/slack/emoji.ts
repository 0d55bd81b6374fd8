/** Slack's names of emoji. They differ from other platforms' and come with aliases and skin tones. */

/** Names under which ⭐ is known: Slack's own, and those it keeps for texts from elsewhere. */
const stars: ReadonlySet<string> = new Set(['star', 'white_medium_star']);

/** `+1::skin-tone-3` is a `+1`. */
export function plainName(name: string): string {
  return name.replace(/^:|:$/g, '').replace(/(::?skin-tone-[2-6])+$/, '');
}

export function isStar(name: string): boolean {
  return stars.has(plainName(name).toLowerCase());
}
