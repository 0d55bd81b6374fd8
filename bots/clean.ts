/** People's words without what cannot be seen: the same on every platform, before each escapes them in its own way. */

/**
 * Invisible and control characters, among them those that reorder what stands around them, ours included. Joiners,
 * direction marks and variation selectors stay: emoji and several scripts need them.
 */
const invisible = /[[\p{Cc}\p{DI}\ufff9-\ufffb]--[\u061c\u200c-\u200f\ufe00-\ufe0f\u{e0020}-\u{e007f}]]/gv;
/** Tag characters spell out flags behind a black flag; anywhere else they are invisible text. */
const strayTags = /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0020}-\u{e007f}]+/gu;
const tooManyMarks = /(\p{M}{6})\p{M}+/gu;

/** What is left of a text once everything that cannot be seen is gone. Lines end in `\n`, at most one is empty in a row. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(invisible, (character) => (character === '\n' ? '\n' : ''))
    .replace(strayTags, '')
    .replace(tooManyMarks, '$1')
    .replace(/\n{3,}/g, '\n\n');
}
