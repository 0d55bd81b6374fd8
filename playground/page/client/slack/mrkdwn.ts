/**
 * Slack's markup (mrkdwn) as rich text, so that there is one thing to draw. Pure, and total: whatever is no markup is text.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import type { Piece, RichText, Style } from '../../slack/rich-text.ts';

type Element = RichText['elements'][number];

export function parseMrkdwn(source: string): Element[] {
  return source.split(/(```[\s\S]+?```)/).flatMap((part, index) => {
    if (index % 2 === 0) return quotesAndLines(part);
    const code = part.slice(3, -3).replace(/^\n|\n$/g, '');
    return [{ type: 'rich_text_preformatted' as const, elements: [textPiece(unescaped(code), {})] }];
  });
}

/** Text of kind `plain_text`: nothing but words, and emoji where they are wanted. */
export function parsePlain(source: string, emoji: boolean): Element[] {
  const text = (words: string): Piece => ({ type: 'text', text: words });
  const named = ([, name = '']: RegExpExecArray): Piece[] => [{ type: 'emoji', name }];
  const pieces = emoji ? split(source, EMOJI, named, (words) => [text(words)]) : [text(source)];
  return [{ type: 'rich_text_section', elements: pieces }];
}

const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_ALL = /^(?:&gt;|>){3} ?/;

function quotesAndLines(source: string): Element[] {
  const elements: Element[] = [];
  let lines: string[] = [];
  let quoted = false;
  const flush = () => {
    const text = lines.join('\n');
    lines = [];
    if (text === '' || (!quoted && text.trim() === '')) return;
    const type = quoted ? 'rich_text_quote' : 'rich_text_section';
    elements.push({ type, elements: inline(text, {}) });
  };
  const all = source.replace(/^\n|\n$/g, '').split('\n');
  for (const [index, line] of all.entries()) {
    if (QUOTE_ALL.test(line)) {
      flush();
      quoted = true;
      lines = [line.replace(QUOTE_ALL, ''), ...all.slice(index + 1)];
      break;
    }
    const isQuote = QUOTE.test(line);
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    lines.push(isQuote ? line.replace(QUOTE, '') : line);
  }
  flush();
  return elements;
}

const CODE = /`([^`\n]+)`/;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;
/**
 * A reference, or words between marks. A mark opens behind a space or a sign, and closes before one; a reference between
 * the two is passed over as a whole.
 */
const MARKED =
  /<(?<sign>[@#!]?)(?<target>[^<>|\n]+)(?:\|(?<label>[^<>\n]*))?>|(?<![\p{L}\p{N}*_~])(?<mark>[*_~])(?=\S)(?<inner>(?:<[^<>\n]*>|(?!\k<mark>|<[^<>\n]*>)[^\n])+?)(?<=\S)\k<mark>(?![\p{L}\p{N}])/u;

/** Of people and channels. */
const ID = /^[A-Za-z0-9]+$/;

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** What binds strongest comes first: nothing inside of code means anything. */
function inline(source: string, style: Style): Piece[] {
  const read = ([, code = '']: RegExpExecArray) => [textPiece(unescaped(code), { ...style, code: true })];
  return split(source, CODE, read, (text) => marked(text, style));
}

/** No mark stands inside itself, so this goes no deeper than there are marks. */
function marked(source: string, style: Style): Piece[] {
  const read = (found: RegExpExecArray): Piece[] => {
    const { mark, inner = '' } = found.groups ?? {};
    if (mark === undefined) return [reference(found, style)];
    return marked(inner, { ...style, [MARKS[mark as keyof typeof MARKS]]: true });
  };
  return split(source, MARKED, read, (text) => emoji(text, style));
}

function emoji(source: string, style: Style): Piece[] {
  const read = ([, name = '']: RegExpExecArray): Piece[] => [{ type: 'emoji', name, ...styled(style) }];
  return split(source, EMOJI, read, (text) => [textPiece(unescaped(text), style)]);
}

function split(
  source: string,
  pattern: RegExp,
  read: (found: RegExpExecArray) => Piece[],
  rest: (text: string) => Piece[],
): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of source.matchAll(new RegExp(pattern, `${pattern.flags}g`))) {
    if (found.index > at) pieces.push(...rest(source.slice(at, found.index)));
    pieces.push(...read(found));
    at = found.index + found[0].length;
  }
  if (at < source.length) pieces.push(...rest(source.slice(at)));
  return pieces;
}

function reference({ 0: whole, groups }: RegExpExecArray, style: Style): Piece {
  const { sign, target = '', label } = groups ?? {};
  const plain = () => textPiece(unescaped(whole), style);
  if (sign === '@' || sign === '#') {
    if (!ID.test(target)) return plain();
    return sign === '@'
      ? { type: 'user', user_id: target, ...styled(style) }
      : { type: 'channel', channel_id: target, ...styled(style) };
  }
  if (sign !== '!') {
    if (!/^(?:https?|mailto|slack|tel):/i.test(target)) return plain();
    return {
      type: 'link',
      url: unescaped(target),
      ...(label && { text: unescaped(label) }),
      ...styled(style),
    };
  }
  const [kind, ...rest] = target.split('^');
  if (kind === 'subteam') return { type: 'usergroup', usergroup_id: rest[0] ?? '', ...styled(style) };
  if (kind === 'here' || kind === 'channel' || kind === 'everyone')
    return { type: 'broadcast', range: kind, ...styled(style) };
  const [timestamp, format = '', url] = rest;
  if (kind !== 'date' || !/^\d+$/.test(timestamp ?? ''))
    return label ? textPiece(unescaped(label), style) : plain();
  return {
    type: 'date',
    timestamp: Number(timestamp),
    format: unescaped(format),
    ...(url && { url: unescaped(url) }),
    ...(label && { fallback: unescaped(label) }),
    ...styled(style),
  };
}

const styled = (style: Style) => (Object.keys(style).length > 0 ? { style } : {});
const textPiece = (text: string, style: Style): Piece => ({ type: 'text', text, ...styled(style) });

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
