/** A card as Slack's blocks. Pure and total: every card gives something Slack accepts. */
import type { ContextBlock, KnownBlock, RichTextBlock, RichTextBlockElement } from '@slack/types';
import { type Card, type CardFile, type Element, plain, type Text } from '../../core/card.ts';
import { type Language, say, type Words } from '../../core/say.ts';
import { fileName } from '../card-file.ts';
import { progressBar } from '../progress-bar.ts';
import { altText, beginning, oneLine, shortened } from '../words.ts';
import { mrkdwn as escaped } from './escape.ts';
import { layOut } from './layout.ts';
import { limits, type Room } from './limits.ts';
import { renderButtons } from './render-buttons.ts';
import { cut, type Inline, isPlain, mrkdwn, plainText, richText } from './text.ts';

/** What became of a file. */
export type Placed =
  /** An uploaded picture that a block can show. */
  | { as: 'picture'; id: string }
  /** Offered as a file in the thread of the post. */
  | { as: 'in-thread' }
  /** Sent to the person alone, because the answer is private. */
  | { as: 'sent-apart' }
  | { as: 'left-out'; reason: Words }
  /** Not there yet, and not missed. */
  | { as: 'nothing' };

export type Place = (file: CardFile) => Placed;

/** How long one text may be, tried one after the other until all of the card fits. */
const caps = [2500, 1200, 500, 200] as const;

export function renderCard(card: Card, place: Place, room: Room = limits.message): KnownBlock[] {
  const { language } = card;
  const attempts = caps.map(
    (cap) => () => card.elements.flatMap((element) => renderElement(element, { place, cap, language })),
  );
  const missing = plain(say('… and more, which does not fit into one message'), language);
  const blocks = layOut(attempts, room, missing);
  // A message must show something; a card without elements still has its summary.
  return blocks.length > 0 ? blocks : section(richText(plainText(card.summary) === '' ? '…' : card.summary));
}

interface How {
  place: Place;
  /** How long one text may be. */
  cap: number;
  language: Language | undefined;
}

function renderElement(element: Element, how: How): KnownBlock[] {
  const { cap, language } = how;
  switch (element.type) {
    case 'heading':
      return heading(element.text, language);
    case 'text':
      return section(cut(richText(element.text, language), cap));
    case 'quote':
      return rich('rich_text_quote', cut(richText(beginning(element.text)), cap));
    case 'fields':
      return section(cut(fields(element.fields, language), cap));
    case 'progress':
      return section(cut(progress(element.fraction, plain(element.label)), cap));
    case 'media':
      return element.items.flatMap(({ file, alt }) => renderPicture(file, plain(alt), how));
    case 'files':
      return element.files.flatMap((file) => renderFile(file, how));
    case 'list':
      return list(element.items, how);
    case 'note':
      return note(element.text, how);
    case 'buttons': {
      const { blocks, inWords } = renderButtons(element.buttons);
      return [...inWords.flatMap((label) => note(label, how)), ...blocks];
    }
    default:
      return element satisfies never;
  }
}

function heading(text: Text, language: Language | undefined): KnownBlock[] {
  const words = shortened(oneLine(plainText(text, language)), limits.headerText);
  return words === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text: words, emoji: false } }];
}

function rich(type: 'rich_text_section' | 'rich_text_quote', inlines: Inline[]): RichTextBlock[] {
  if (inlines.every((inline) => inline.type === 'text' && inline.text.trim() === '')) return [];
  const element: RichTextBlockElement = { type, elements: inlines };
  return [{ type: 'rich_text', elements: [element] }];
}

function section(inlines: Inline[]): RichTextBlock[] {
  return rich('rich_text_section', inlines);
}

function fields(all: readonly { label: Words; value: Text }[], language: Language | undefined): Inline[] {
  return all.flatMap(({ label, value }, index) => [
    ...richText([index > 0 ? '  ·  ' : '', { type: 'bold', text: label }, ' ']),
    ...richText(value, language),
  ]);
}

function progress(fraction: number, label: string): Inline[] {
  const { drawn, percent } = progressBar(fraction);
  const words = oneLine(label);
  return richText([`${drawn} `, { type: 'bold', text: percent }, words ? `  ·  ${words}` : '']);
}

function list(items: readonly Text[], { cap, language }: How): KnownBlock[] {
  const shown = items
    .map((item) => cut(richText(item, language), cap))
    .filter((inlines) => inlines.length > 0);
  if (shown.length === 0) return [];
  const elements = shown.map((inlines) => ({ type: 'rich_text_section' as const, elements: inlines }));
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements }] }];
}

/** Small print knows no rich text: words alone go as plain text, anything else as markup. */
function note(text: Text, { cap, language }: Omit<How, 'place'>): ContextBlock[] {
  const words = isPlain(text) ? shortened(plainText(text).trim(), cap) : '';
  if (words) return [{ type: 'context', elements: [{ type: 'plain_text', text: words, emoji: false }] }];
  if (isPlain(text)) return [];
  const marked = mrkdwn(text, language).trim();
  if (marked === '') return [];
  // Markup cut anywhere could lose its closing mark.
  const fitting = marked.length <= cap ? marked : escaped(shortened(plainText(text, language), cap));
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: fitting, verbatim: true }] }];
}

function renderPicture(file: CardFile, alt: string, how: How): KnownBlock[] {
  const placed = how.place(file);
  if (placed.as !== 'picture') return renderFile(file, how);
  const words = altText(alt, limits.altText) || fileName(file);
  return [{ type: 'image', slack_file: { id: placed.id }, alt_text: words }];
}

function renderFile(file: CardFile, { place, language }: How): KnownBlock[] {
  const placed = place(file);
  const name = oneLine(fileName(file));
  const told = (words: Words) => note(plain(words, language), { cap: limits.text, language });
  switch (placed.as) {
    case 'nothing':
      return [];
    case 'picture':
      return [{ type: 'image', slack_file: { id: placed.id }, alt_text: name }];
    case 'in-thread':
      return told(say('{name} is in the thread of this post.', { name }));
    case 'sent-apart':
      return told(say('I sent you {name} as a direct message.', { name }));
    case 'left-out':
      return told(placed.reason);
    default:
      return placed satisfies never;
  }
}
