/**
 * A made-up language: every letter of a sentence of ours is a wide one (Ｃａｎｃｅｌ), and what people wrote stays as it
 * is. So whatever is shown in ordinary letters is somebody's own, or a word of ours that nobody can translate.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Languages } from '../../commands/languages.ts';
import { createLanguage, english, type Language } from '../../core/say.ts';

/** A tag that no platform and no file has; whatever counts in it counts as English does. */
export const madeUp = 'en-XA';

/** From `A` to `Ａ`. */
const apart = 0xff21 - 0x41;
const moved = (by: number) => (letter: string) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + by);
const wide = (text: string) => text.replace(/[A-Za-z]/g, moved(apart));

/** The same, with the letters it is made of, however deep they are. */
export function inEnglish<Shown>(shown: Shown): Shown {
  if (shown === undefined) return shown;
  return JSON.parse(JSON.stringify(shown).replace(/[Ａ-Ｚａ-ｚ]/g, moved(-apart)));
}

type Tree = ReturnType<IntlMessageFormat['getAst']>;

/** Where a message's own words stand in it, apart from what says which values go where. */
function wordsIn(tree: Tree): [from: number, to: number][] {
  return tree.flatMap((element): [number, number][] => {
    if ('options' in element) return Object.values(element.options).flatMap(({ value }) => wordsIn(value));
    const isWords =
      'value' in element && element.location && !/^\{/.test(element.value) && element.type === 0;
    return isWords && element.location ? [[element.location.start.offset, element.location.end.offset]] : [];
  });
}

function translated(message: string): string {
  const options = { ignoreTag: true, captureLocation: true };
  const places = wordsIn(new IntlMessageFormat(message, 'en', undefined, options).getAst());
  return places.reduce(
    (text, [from, to]) => text.slice(0, from) + wide(text.slice(from, to)) + text.slice(to),
    message,
  );
}

const language: Language = createLanguage(madeUp, { sentences: { get: translated, has: () => true } });

export const madeUpLanguages: Languages = {
  all: [english, language],
  of: (tag) => (tag === madeUp ? language : english),
};
