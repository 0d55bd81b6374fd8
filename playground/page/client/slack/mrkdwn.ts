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
  const pieces = emoji
    ? split(source, EMOJI, ([, name = '']) => emojiPiece(name, {}), {})
    : [textPiece(source, {})];
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
  const all = source.replace(/^\n/, '').split('\n');
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

const REFERENCE = /<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>/;
const CODE = /`([^`\n]+)`/;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;
/** A mark opens behind a space or a sign, and closes before one. */
const MARKED = /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\1)[^\n])*?\S)\1(?![\p{L}\p{N}])/u;

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** What binds strongest comes first: nothing inside a reference or inside code means anything. */
function inline(source: string, style: Style): Piece[] {
  return split(
    source,
    CODE,
    ([, code = '']) => [textPiece(unescaped(code), { ...style, code: true })],
    style,
    (text) => references(text, style),
  );
}

function references(source: string, style: Style): Piece[] {
  // Marks may stand around references, so those are looked for between the marks.
  const marked = MARKED.exec(source);
  if (!marked || isInsideReference(source, marked.index)) {
    return split(
      source,
      REFERENCE,
      (found) => [reference(found, style)],
      style,
      (text) => emoji(text, style),
    );
  }
  const [whole, mark, inner = ''] = marked;
  const name = MARKS[mark as keyof typeof MARKS];
  return [
    ...references(source.slice(0, marked.index), style),
    ...references(inner, { ...style, [name]: true }),
    ...references(source.slice(marked.index + whole.length), style),
  ];
}

function isInsideReference(source: string, index: number): boolean {
  return [...source.matchAll(new RegExp(REFERENCE, 'g'))].some(
    (found) => found.index < index && index < found.index + found[0].length,
  );
}

function emoji(source: string, style: Style): Piece[] {
  return split(source, EMOJI, ([, name = '']) => emojiPiece(name, style), style);
}

function split(
  source: string,
  pattern: RegExp,
  read: (found: RegExpExecArray) => Piece[],
  style: Style,
  rest: (text: string) => Piece[] = (text) => [textPiece(unescaped(text), style)],
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

function reference([whole, sign, target = '', label]: RegExpExecArray, style: Style): Piece {
  const plain = () => textPiece(unescaped(whole), style);
  if (sign === '@') return { type: 'user', user_id: target, ...styled(style) };
  if (sign === '#') return { type: 'channel', channel_id: target, ...styled(style) };
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
const emojiPiece = (name: string, style: Style): Piece[] => [{ type: 'emoji', name, ...styled(style) }];

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
