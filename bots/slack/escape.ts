/**
 * Literal text in Slack. In most places a card's text travels as rich text or plain text, where nothing has to be
 * escaped; `mrkdwn` is for the few places that have nothing better. And the way back: what a person typed, from the
 * way Slack writes it down.
 */
import type { Mentioned } from '../../commands/mentioned.ts';
import { clean } from '../clean.ts';

/** Look-alikes of the marks for which Slack's markup knows no escape. */
const lookAlikes: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ', ':': '∶' };

/** Literal text in Slack's markup: it mentions nobody, links nowhere and draws no layout. */
export function mrkdwn(text: string): string {
  return (
    clean(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Between two letters a mark is no mark: file_names stay as they are.
      .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu, (mark) => lookAlikes[mark] ?? mark)
      .replace(/:(?=[\w+'-]+:)/g, lookAlikes[':'] ?? ':')
      .replace(/^(?:&gt;)+/gm, (marks) => '›'.repeat(marks.length / 4))
  );
}

const reference = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;
/** What Slack makes links of. Commands arrive as they were typed, so other things in angle brackets are somebody's own. */
const address = /^(?:https?|ftp|mailto|tel|slack):/i;

/** What a person typed, from the way Slack writes it down: references become words again, entities characters. */
export function typedText(text: string): string {
  return text
    .replace(reference, (whole, sign: string, target: string, label?: string) => {
      if (sign === '') return address.test(target) ? label || target.replace(/^mailto:/, '') : whole;
      return referenceWord(sign, target, label);
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function referenceWord(sign: string, target: string, label?: string): string {
  const name = label || target.replace(/^subteam\^|\^.*$/g, '');
  const mark = sign === '#' ? '#' : '@';
  return name.startsWith(mark) ? name : mark + name;
}

/** People and channels that a typed text refers to, by the words that {@link typedText} makes of them. */
export type References = ReadonlyMap<string, Mentioned>;

export function referencesIn(text: string): References {
  const found = [...text.matchAll(reference)].flatMap(([, sign = '', id = '', label]) => {
    const word = referenceWord(sign, id, label);
    return sign === '@' || sign === '#' ? [[word, { id, name: word.slice(1) }] as const] : [];
  });
  return new Map(found);
}
