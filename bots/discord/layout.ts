/**
 * Makes blocks fit into one message: at most 40 components and 4000 characters of text. What does not fit is said to
 * be missing, so a card is never refused and never silently loses a part.
 */
import type { APIComponentInContainer, APIMediaGalleryItem } from 'discord-api-types/v10';
import { type APIButtonComponent, ComponentType } from 'discord-api-types/v10';
import { limits } from './limits.ts';
import { cut, joined, literal, own, type Piece } from './text.ts';

export type Block =
  | { kind: 'text'; pieces: readonly Piece[] }
  | { kind: 'gallery'; items: readonly APIMediaGalleryItem[] }
  | { kind: 'file'; name: string }
  | { kind: 'row'; buttons: readonly APIButtonComponent[] };

/** The container itself is one of the 40. */
const room = limits.components - 1;

/** `missing` says that something is. */
export function layOut(blocks: readonly Block[], missing: string): APIComponentInContainer[] {
  const visible = blocks.filter((block) => block.kind !== 'text' || joined(block.pieces).trim() !== '');
  const fitting = fitText(fitComponents(visible, missing));
  return fitting.map(toComponent);
}

function cost(block: Block): number {
  return block.kind === 'row' ? 1 + block.buttons.length : 1;
}

function totalCost(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + cost(block), 0);
}

function fitComponents(blocks: readonly Block[], words: string): Block[] {
  if (totalCost(blocks) <= room) return [...blocks];
  const merged = mergeTexts(blocks);
  if (totalCost(merged) <= room) return merged;
  // Buttons first: without them a person can do nothing. One component says that something is missing.
  const inOrderOfNeed = [
    ...merged.filter(({ kind }) => kind === 'row'),
    ...merged.filter(({ kind }) => kind !== 'row'),
  ];
  const kept = new Set<Block>();
  let left = room - 1;
  for (const block of inOrderOfNeed) {
    if (cost(block) > left) continue;
    kept.add(block);
    left -= cost(block);
  }
  const missing: Block = {
    kind: 'text',
    pieces: [own('-# '), ...literal(words, ' ')],
  };
  const shown = merged.filter((block) => kept.has(block));
  const firstRow = shown.findIndex(({ kind }) => kind === 'row');
  return shown.toSpliced(firstRow < 0 ? shown.length : firstRow, 0, missing);
}

/** Neighbouring texts become one, line by line. */
function mergeTexts(blocks: readonly Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks) {
    const before = merged.at(-1);
    if (block.kind === 'text' && before?.kind === 'text') {
      merged[merged.length - 1] = { kind: 'text', pieces: [...before.pieces, own('\n'), ...block.pieces] };
    } else merged.push(block);
  }
  return merged;
}

/** Shortens the longest texts to one common length; headings and small print survive as they are. */
function fitText(blocks: readonly Block[]): Block[] {
  const lengths = blocks.flatMap((block) => (block.kind === 'text' ? [joined(block.pieces).length] : []));
  const most = commonLength(lengths, limits.text);
  return blocks.map((block) =>
    block.kind === 'text' ? { kind: 'text', pieces: [own(cut(block.pieces, most))] } : block,
  );
}

/** The greatest length to which all can be cut so that together they stay within a total. */
function commonLength(lengths: readonly number[], total: number): number {
  let left = total;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return share;
    left -= length;
  }
  return total;
}

function toComponent(block: Block): APIComponentInContainer {
  switch (block.kind) {
    case 'text':
      return { type: ComponentType.TextDisplay, content: joined(block.pieces) };
    case 'gallery':
      return { type: ComponentType.MediaGallery, items: [...block.items] };
    case 'file':
      return { type: ComponentType.File, file: { url: `attachment://${block.name}` } };
    case 'row':
      return { type: ComponentType.ActionRow, components: [...block.buttons] };
    default:
      return block satisfies never;
  }
}
