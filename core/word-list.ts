/**
 * Words and patterns that a server does not want in prompts, looked for in what people write. Pure.
 *
 * Texts are compared without regard to case, width, and letters that are not seen (see `folded`). A word is found as a
 * whole word; in scripts written without spaces between words (Thai, Chinese, Japanese …) wherever it stands, because
 * where such a word ends is a matter of opinion. Patterns run on RE2, whose time grows with the length of the text and
 * nothing else: people write them, and a pattern must not be able to stop the bot.
 */

import { RE2JS, RE2JSException } from 're2js';
import { code } from './card.ts';
import { type Phrase, say } from './say.ts';

export interface WordRule {
  kind: 'word' | 'pattern';
  text: string;
}

/** RE2's own count of what a pattern compiles to: longer ones take their time with every prompt. */
const largestProgram = 300;
/** Patterns that are kept as they were made ready. */
const mostKept = 500;

/** As texts are compared: of one width and case, without letters that are not seen, with single spaces. */
export function folded(text: string): string {
  const plain = visible(text).toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
  return plain.replace(/\s+/gu, ' ').trim();
}

function visible(text: string): string {
  return text.normalize('NFKC').replace(/[\p{Cf}\p{DI}]/gu, '');
}

/** Finds what of a text meets a rule, as it is compared; null when nothing does. */
export type Find = (rule: WordRule, text: string) => string | null;

/** Keeps the patterns it has made ready, because every prompt is tried with all of them. */
export function createFind(): Find {
  const ready = new Map<string, RE2JS>();

  function compiled(pattern: string): RE2JS {
    const known = ready.get(pattern);
    if (known) return known;
    const made = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    if (ready.size >= mostKept) ready.clear();
    ready.set(pattern, made);
    return made;
  }

  return ({ kind, text: wanted }, text) => {
    if (kind === 'word') return foundWord(folded(wanted), folded(text));
    const matcher = compiled(wanted).matcher(visible(text));
    return matcher.find() ? (matcher.group() ?? '') : null;
  };
}

function foundWord(word: string, text: string): string | null {
  if (word === '') return null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (parts(before(text, at), after(text, at)) && parts(before(text, end), after(text, end))) return word;
  }
  return null;
}

const letter = /^[\p{L}\p{N}\p{M}]$/u;
const mark = /^\p{M}$/u;
/** Scripts in which no space stands between two words. */
const unspaced =
  /^[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]$/u;

/** Whether a word may end between two characters. */
function parts(left: string, right: string): boolean {
  if (!letter.test(left) || !letter.test(right)) return true;
  return !mark.test(right) && (unspaced.test(left) || unspaced.test(right));
}

const after = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 32);

function before(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff;
  return at === 0 ? ' ' : after(text, isLow && at > 1 ? at - 2 : at - 1);
}

const shownPattern = 100;

/** What is wrong with a pattern; null when nothing is. */
export function faultOfPattern(written: string): Phrase | null {
  const pattern = code(written.length > shownPattern ? `${written.slice(0, shownPattern - 1)}…` : written);
  try {
    const made = RE2JS.compile(written, RE2JS.CASE_INSENSITIVE);
    if (made.programSize() > largestProgram)
      return say('{pattern} stands for too much: repeat less in it.', { pattern });
    return made.matcher('').find() ? say('{pattern} fits every prompt.', { pattern }) : null;
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
    const why = thrown.message.replace(/^error parsing regexp: /, '');
    return say('{pattern} is no pattern that RE2 reads ({why}).', { pattern, why });
  }
}
