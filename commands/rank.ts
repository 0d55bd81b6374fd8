/** Which of very many names somebody means who has typed a part of one, the likeliest first. Pure. */
import { distance } from 'fastest-levenshtein';

const between = /[\s_\-./\\]+/;

/** Models come as `folder/name_v1.safetensors`: folder and ending are hardly what one looks for first. */
const bare = (name: string) => name.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]{2,11}$/, '');

/** 0 is what was meant for certain; null when it is nothing like it. */
function unlikeness(name: string, wanted: string, words: readonly string[]): number | null {
  const whole = name.toLowerCase();
  const own = bare(whole);
  if (whole === wanted || own === wanted) return 0;
  if (own.startsWith(wanted)) return 1;
  const parts = whole.split(between);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  if (whole.includes(wanted)) return 3;
  if (words.every((word) => whole.includes(word))) return 4;
  // A letter wrong, too many or too few, in words long enough to tell.
  const isNear = (word: string) =>
    word.length > 3 && parts.some((part) => distance(part.slice(0, word.length), word) <= 1);
  return words.every((word) => isNear(word) || whole.includes(word)) ? 5 : null;
}

/** @returns those that fit what is typed; all of them, as they come, when nothing is. */
export function ranked(names: readonly string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const words = wanted.split(between).filter(Boolean);
  if (words.length === 0) return [...names];
  return names
    .flatMap((name) => {
      const order = unlikeness(name, wanted, words);
      return order === null ? [] : [{ name, order }];
    })
    .sort((a, b) => a.order - b.order || a.name.length - b.name.length || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}
