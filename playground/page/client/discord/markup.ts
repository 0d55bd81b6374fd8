/**
 * Discord's markdown as data. The grammar is discord-markdown-parser's; lists, which it lacks, are added here,
 * and its untyped tree becomes a closed union, so that the view can be checked to draw all of it.
 */
import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import * as z from 'zod';

export type Inline =
  | { type: 'text'; content: string }
  | { type: 'br' }
  | { type: 'strong' | 'em' | 'underline' | 'strikethrough' | 'spoiler'; content: Markup[] }
  | { type: 'inlineCode'; content: string }
  | { type: 'link'; target: string; content: Markup[] }
  | { type: 'user' | 'channel' | 'role'; id: string }
  | { type: 'everyone'; name: string }
  | { type: 'emoji'; name: string }
  | { type: 'command'; name: string }
  | { type: 'timestamp'; seconds: number; style: string };

export type Block =
  | { type: 'heading'; level: number; content: Markup[] }
  | { type: 'subtext' | 'quote'; content: Markup[] }
  | { type: 'codeBlock'; language: string; content: string }
  | { type: 'list'; start: number | null; items: Markup[][] };

export type Markup = Inline | Block;

const LIST = /^( *)(?:[-*]|\d{1,9}\.) [^\n]+(?:\n *(?:[-*]|\d{1,9}\.) [^\n]+)*(?:\n|$)/;
const ITEM = /^( *)([-*]|\d{1,9}\.) (.+)$/;

const list = {
  order: rulesExtended.blockQuote?.order ?? 0,
  match(source: string, state: { prevCapture?: string[] | null }) {
    const before = state.prevCapture?.[0];
    const atLineStart = before === undefined || before === '' || before.endsWith('\n');
    return atLineStart ? LIST.exec(source) : null;
  },
  parse: (capture: string[]) => ({ source: capture[0] }),
};

const parse = SimpleMarkdown.parserFor({ ...rulesExtended, list });

export function parseMarkup(text: string): Markup[] {
  return read(parse(text, { inline: true }));
}

const node = z.looseObject({ type: z.string(), content: z.unknown().optional() });
const named = z.object({ name: z.string() });
const identified = z.object({ id: z.string() });

function read(nodes: unknown): Markup[] {
  return joinText(z.array(node).parse(nodes).flatMap(readNode));
}

function readNode(found: z.infer<typeof node>): Markup[] {
  switch (found.type) {
    case 'text':
      return [{ type: 'text', content: String(found.content) }];
    case 'br':
    case 'newline':
      return [{ type: 'br' }];
    case 'strong':
    case 'em':
    case 'underline':
    case 'strikethrough':
    case 'spoiler':
    case 'subtext':
      return [{ type: found.type, content: read(found.content) }];
    case 'blockQuote':
      return [{ type: 'quote', content: withoutLastBreak(read(found.content)) }];
    case 'heading':
      return [{ type: 'heading', level: z.number().parse(found.level), content: read(found.content) }];
    case 'inlineCode':
      return [{ type: 'inlineCode', content: String(found.content) }];
    case 'codeBlock':
      return [{ type: 'codeBlock', language: String(found.lang ?? ''), content: String(found.content) }];
    case 'link':
    case 'url':
    case 'autolink':
      return [{ type: 'link', target: String(found.target), content: read(found.content) }];
    case 'user':
    case 'channel':
    case 'role':
      return [{ type: found.type, id: identified.parse(found).id }];
    case 'everyone':
    case 'here':
      return [{ type: 'everyone', name: `@${found.type}` }];
    case 'emoji':
      return [{ type: 'emoji', name: `:${named.parse(found).name}:` }];
    case 'twemoji':
      return [{ type: 'text', content: named.parse(found).name }];
    case 'slashCommand':
      return [{ type: 'command', name: z.object({ fullName: z.string() }).parse(found).fullName }];
    case 'guildNavigation':
      return [{ type: 'emoji', name: String(found.navigation) }];
    case 'timestamp':
      return [{ type: 'timestamp', seconds: Number(found.timestamp), style: String(found.format ?? 'f') }];
    case 'list':
      return readList(String(found.source).split('\n').filter(Boolean));
    default:
      return [{ type: 'text', content: String(found.content ?? '') }];
  }
}

/** Lines of one list; a line indented further than the first of its list belongs to the item above it. */
function readList(lines: string[]): Markup[] {
  const first = ITEM.exec(lines[0] ?? '');
  if (!first) return [];
  const indent = first[1]?.length ?? 0;
  const ordered = /\d/.test(first[2] ?? '');
  const items: { text: string; below: string[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const [, spaces = '', mark = '', text = ''] = ITEM.exec(line) ?? [];
    const current = items.at(-1);
    if (current && spaces.length > indent) {
      current.below.push(line);
    } else if (/\d/.test(mark) === ordered) {
      items.push({ text, below: [] });
    } else {
      return [listOf(items, ordered, first[2]), ...readList(lines.slice(index))];
    }
  }
  return [listOf(items, ordered, first[2])];
}

function listOf(items: { text: string; below: string[] }[], ordered: boolean, mark = ''): Markup {
  return {
    type: 'list',
    start: ordered ? Number.parseInt(mark, 10) : null,
    items: items.map(({ text, below }) => [
      ...read(parse(text, { inline: true, prevCapture: ['-'] })),
      ...readList(below),
    ]),
  };
}

/**
 * The grammar cuts plain text into small pieces; one piece is easier to read, to test and to select.
 * The line break that ends a code block is the block's own.
 */
function joinText(nodes: Markup[]): Markup[] {
  const joined: Markup[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', content: last.content + node.content };
    } else if (node.type !== 'br' || last?.type !== 'codeBlock') {
      joined.push(node);
    }
  }
  return joined;
}

function withoutLastBreak(nodes: Markup[]): Markup[] {
  return nodes.at(-1)?.type === 'br' ? nodes.slice(0, -1) : nodes;
}

/** The words alone: for a title, a label, a line that quotes another message. */
export function plainText(nodes: Markup[]): string {
  return nodes
    .map((node): string => {
      switch (node.type) {
        case 'text':
        case 'inlineCode':
        case 'codeBlock':
          return node.content;
        case 'br':
          return ' ';
        case 'list':
          return node.items.map(plainText).join(' ');
        case 'emoji':
        case 'everyone':
          return node.name;
        case 'command':
          return `/${node.name}`;
        case 'user':
        case 'channel':
        case 'role':
        case 'timestamp':
          return '…';
        default:
          return plainText(node.content);
      }
    })
    .join('');
}
