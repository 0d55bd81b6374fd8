/**
 * What we say, in the reader's language. A sentence is written in English, as a literal, where it is said; a language
 * file holds the others against it (see `commands/languages/`). It is put into a language when it is shown, so that
 * one record can be read by people of several.
 *
 * Messages are ICU MessageFormat. Nothing in them is markup: what has to stand out is a value, a span of its own.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Span, Spoken, Text } from './card.ts';

/** A sentence of ours that is put into the reader's language when it is shown. English is the key. */
export interface Phrase {
  type: 'phrase';
  message: string;
  values?: Values;
}

/** Numbers are written as the reader's language writes them; a number that is a name (a seed) goes in as a string. */
export type Values = Readonly<Record<string, Text | number>>;

/** Plain words, where no marks can stand: labels, alt texts. */
export type Words = string | Phrase;

export interface Language {
  /** BCP 47, such as `th`. */
  tag: string;
  /** What commands and options are called where they are typed. */
  names: ReadonlyMap<string, string>;
  /** Of a sentence that stands alone: in English, and in this language (in English where it is not known). */
  sentence(english: string): string;
  spans(phrase: Phrase): readonly Spoken[];
}

export function say(message: string, values?: Values): Phrase {
  return { type: 'phrase', message, ...(values && { values }) };
}

/** A sentence that is written elsewhere, as a literal too: the summary of a command, what a choice is called. */
export const told = (written: string): Phrase => say(written);

export interface Sentences {
  sentences?: Pick<ReadonlyMap<string, string>, 'get' | 'has'>;
  names?: ReadonlyMap<string, string>;
}

export function createLanguage(
  tag: string,
  { sentences = new Map(), names = new Map() }: Sentences = {},
): Language {
  const compiled = new Map<string, Format>();
  const numbers = new Intl.NumberFormat(tag);
  const sentence = (english: string) => sentences.get(english) ?? english;

  function formatOf(message: string): Format {
    const known = compiled.get(message);
    if (known) return known;
    // A sentence without a translation keeps to English, its plurals included.
    const format = formatFor(sentence(message), sentences.has(message) ? tag : english.tag);
    compiled.set(message, format);
    return format;
  }

  const language: Language = {
    tag,
    names,
    sentence,
    spans({ message, values = {} }) {
      const given: Record<string, Text | number | Shown> = {};
      for (const [name, value] of Object.entries(values)) {
        given[name] = value;
        const spans = typeof value === 'number' ? [numbers.format(value)] : spoken(value, language);
        given[shownAs(name)] = { spans };
      }
      try {
        const parts = formatOf(message)(given);
        return joined(parts.flatMap((part) => (typeof part === 'string' ? [part] : part.spans)));
      } catch {
        // A record may hold a sentence that an older or newer version of us said with other values.
        return [sentence(message)];
      }
    },
  };
  return language;
}

/** Texts as the spans that renderers draw, with every sentence in a language. */
export function spoken(text: Text, language: Language = english): readonly Spoken[] {
  const all = spansIn(text).flatMap((span): readonly Spoken[] => {
    if (typeof span === 'string') return [span];
    if (span.type === 'phrase') return language.spans(span);
    if (span.type === 'bold' || span.type === 'link')
      return [{ ...span, text: inWords(span.text, language) }];
    return [span];
  });
  return joined(all);
}

/** Words without marks, in a language. */
export function inWords(text: Text, language: Language = english): string {
  return spoken(text, language)
    .map((span) => {
      if (typeof span === 'string') return span;
      switch (span.type) {
        case 'bold':
        case 'code':
        case 'link':
          return span.text;
        case 'time':
          return new Date(span.at).toISOString();
        case 'person':
          return span.name;
        case 'channel':
          return span.id;
        case 'command':
          return `/${span.name}`;
        default:
          return span satisfies never;
      }
    })
    .join('');
}

/** What a plain `{name}` shows, apart from the number that `{name, plural, …}` counts with. */
interface Shown {
  spans: readonly Spoken[];
}
const shownAs = (name: string) => `shown ${name}`;

type Format = (given: Record<string, Text | number | Shown>) => readonly (string | Shown)[];
type Tree = ReturnType<IntlMessageFormat['getAst']>;

/** @throws where the message is no ICU MessageFormat. */
function formatFor(message: string, tag: string): Format {
  const tree = new IntlMessageFormat(message, tag, undefined, { ignoreTag: true }).getAst();
  const format = new IntlMessageFormat(tree.map(showing), tag);
  return (given) =>
    format.formatToParts<string | Shown>(given as Record<string, string | Shown>).map(({ value }) => value);
}

/** Kinds of a message's elements, by the numbers the parser gives them. */
const kinds = { literal: 0, argument: 1, select: 5, plural: 6 } as const;

/** Reads plain `{name}` from what is shown for the value. */
function showing(element: Tree[number]): Tree[number] {
  if (element.type === kinds.argument) return { ...element, value: shownAs(element.value) };
  if (element.type !== kinds.select && element.type !== kinds.plural) return element;
  const options = Object.entries(element.options).map(([name, option]) => [
    name,
    { ...option, value: option.value.map(showing) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
}

/** Several of something, with what stands between two of them. */
export function between(items: readonly Text[], separator: Span): Span[] {
  return items.flatMap((item, at) => [...(at > 0 ? [separator] : []), ...spansIn(item)]);
}

/** A text as the spans it is written in. */
function spansIn(text: Text): readonly Span[] {
  return typeof text === 'string' || 'type' in text ? [text] : text;
}

/** Strings beside each other as one. */
function joined(all: readonly Spoken[]): Spoken[] {
  const spans: Spoken[] = [];
  for (const span of all) {
    const last = spans.at(-1);
    if (typeof span === 'string' && typeof last === 'string') spans[spans.length - 1] = last + span;
    else spans.push(span);
  }
  return spans;
}

/** Names of the values a message asks for, in no order. @throws where it is no ICU MessageFormat. */
export function valuesOf(message: string): ReadonlySet<string> {
  const names = new Set<string>();
  const gather = (tree: Tree): void => {
    for (const element of tree) {
      if ('value' in element && element.type !== kinds.literal) names.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) gather(option.value);
    }
  };
  gather(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
  return names;
}

export const english: Language = createLanguage('en');
