/**
 * Makes blocks fit into one message or view: their number, and their size as JSON. What does not fit is said to be
 * missing, so a card is never refused and never silently loses a part.
 */
import type { KnownBlock } from '@slack/types';
import type { Room } from './limits.ts';

/**
 * `attempts` give the same blocks with shorter and shorter texts; the first that fits is taken. `words` say that
 * something is missing.
 */
export function layOut(attempts: readonly (() => KnownBlock[])[], room: Room, words: string): KnownBlock[] {
  let blocks: KnownBlock[] = [];
  for (const attempt of attempts) {
    blocks = attempt();
    if (fits(blocks, room)) return blocks;
  }
  const missing: KnownBlock = {
    type: 'context',
    elements: [{ type: 'plain_text', text: words, emoji: false }],
  };
  return selected(blocks, room, missing);
}

function fits(blocks: readonly KnownBlock[], room: Room): boolean {
  return blocks.length <= room.blocks && sizeOf(blocks) <= room.json;
}

function sizeOf(blocks: unknown): number {
  return Buffer.byteLength(JSON.stringify(blocks));
}

/** Buttons first: without them a person can do nothing. Then pictures, then the rest, from the top. */
function selected(blocks: readonly KnownBlock[], room: Room, missing: KnownBlock): KnownBlock[] {
  const need = (type: string) => ['actions', 'image'].indexOf(type) + 1 || 3;
  const byNeed = blocks.toSorted((a, b) => need(a.type) - need(b.type));
  const kept = new Set<KnownBlock>();
  let left = room.json - sizeOf(missing) - 2;
  for (const block of byNeed) {
    const size = sizeOf(block) + 1;
    if (kept.size >= room.blocks - 1 || size > left) continue;
    kept.add(block);
    left -= size;
  }
  const shown = blocks.filter((block) => kept.has(block));
  const firstButtons = shown.findIndex(({ type }) => type === 'actions');
  return shown.toSpliced(firstButtons < 0 ? shown.length : firstButtons, 0, missing);
}
