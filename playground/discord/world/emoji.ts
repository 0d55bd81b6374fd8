/** Emoji as Discord writes them in paths, events and messages. This world has no emoji of its own, only Unicode's. */

export interface Emoji {
  id: null;
  name: string;
}

const UNICODE_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?|[0-9#*]\uFE0F?\u20E3)$/v;

/** Null for what is no emoji here, `name:id` included; Discord answers 10014 to that. */
export function parseEmoji(written: string): Emoji | null {
  return isUnicodeEmoji(written) ? { id: null, name: written } : null;
}

export function isUnicodeEmoji(name: string): boolean {
  return UNICODE_EMOJI.test(name);
}

/** ⭐ with and without the variation selector is the same star. */
export function sameEmoji(a: Emoji, b: Emoji): boolean {
  return a.name.replaceAll('\uFE0F', '') === b.name.replaceAll('\uFE0F', '');
}
