/**
 * Blocks as a whole: which of them a surface takes, and what must hold among them. Found in order, they get the ids
 * they came without.
 */
import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { newShortId } from '../ids.ts';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import type { Block } from '../world/types.ts';
import { type Read, read } from './form.ts';
import { imageBlock } from './images.ts';
import {
  actions,
  alert,
  context,
  contextActions,
  divider,
  header,
  input,
  markdown,
  section,
  video,
} from './layout.ts';
import { card, carousel, container, dataTable, plan, table, taskCard } from './new-blocks.ts';
import { richText } from './rich-text.ts';
import { isRecord, walk } from './walk.ts';

export type Surface = 'message' | 'modal' | 'home';

const everywhere = [
  actions,
  card,
  carousel,
  container,
  context,
  divider,
  header,
  imageBlock,
  input,
  richText,
  section,
  video,
] as const;

const lists = {
  message: z
    .array(
      z.discriminatedUnion('type', [
        ...everywhere,
        contextActions,
        dataTable,
        markdown,
        plan,
        table,
        taskCard,
      ]),
    )
    .max(LIMITS.perMessage),
  modal: z.array(z.discriminatedUnion('type', [...everywhere, alert])).max(LIMITS.perView),
  home: z.array(z.discriminatedUnion('type', everywhere)).max(LIMITS.perView),
} as const satisfies Record<Surface, z.ZodType>;

export function readBlocks(surface: Surface, given: unknown, base = '/blocks'): Read<Block[]> {
  const parsed = read(lists[surface], given, base);
  if (!parsed.ok) return parsed;
  const blocks = parsed.value.map(withIds);
  const problems = [...duplicates(blocks, base), ...together(blocks, base)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: blocks };
}

/** Every block has a `block_id`, and everything people can use has an `action_id`. */
function withIds(block: z.output<(typeof lists)[Surface]>[number]): Block {
  const complete: Block = { ...structuredClone(block), block_id: block.block_id ?? newShortId() };
  walk(complete, '', (part) => {
    if (isInteractive(part)) part.action_id ??= newShortId();
    for (const inner of innerBlocks(part)) inner.block_id ??= newShortId();
  });
  return complete;
}

const INTERACTIVE =
  /^(button|workflow_button|overflow|checkboxes|radio_buttons|datepicker|timepicker|datetimepicker|\w+_select|\w+_input|feedback_buttons|icon_button)$/;

export const isInteractive = (part: Record<string, unknown>) =>
  typeof part.type === 'string' && INTERACTIVE.test(part.type);

/** Blocks inside a container or a carousel. */
function innerBlocks(part: Record<string, unknown>): Record<string, unknown>[] {
  const list = part.type === 'carousel' ? part.elements : part.child_blocks;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** A `block_id` is unique in its message or view, an `action_id` in its block. */
function duplicates(blocks: Block[], base: string): Problem[] {
  const problems: Problem[] = [];
  const once = (seen: Set<string>, key: 'block_id' | 'action_id', value: unknown, pointer: string) => {
    if (typeof value !== 'string') return;
    if (seen.has(value)) {
      problems.push({ pointer: `${pointer}/${key}`, message: `\`${key}\` "${value}" already exists` });
    }
    seen.add(value);
  };
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const actionIds = new Set<string>();
    walk(block, `${base}/${index}`, (part, pointer) => {
      once(blockIds, 'block_id', part.block_id, pointer);
      if (isInteractive(part)) once(actionIds, 'action_id', part.action_id, pointer);
    });
  }
  return problems;
}

function together(blocks: Block[], base: string): Problem[] {
  const types = blocks.map(({ type }) => type);
  const problems: Problem[] = [];
  if (types.includes('plan') && types.includes('task_card')) {
    const index = types.indexOf('task_card');
    // Seen by others; Slack's own words for it are not known.
    problems.push({
      pointer: `${base}/${index}/type`,
      message: 'a `task_card` cannot stand beside a `plan`',
    });
  }
  const [, second] = [...blocks.entries()].filter(([, { type }]) => type === 'table');
  if (second) problems.push({ pointer: `${base}/${second[0]}`, message: 'only_one_table_allowed' });
  return [...problems, ...oneFocus(blocks, base)];
}

function oneFocus(blocks: Block[], base: string): Problem[] {
  const focused: string[] = [];
  for (const [index, block] of blocks.entries()) {
    walk(block, `${base}/${index}`, (part, pointer) => {
      if (part.focus_on_load === true) focused.push(`${pointer}/focus_on_load`);
    });
  }
  return focused
    .slice(1)
    .map((pointer) => ({ pointer, message: 'only one element can have `focus_on_load`' }));
}

/** Where pictures are named: the block or element, with its pointer. */
export function picturesIn(
  blocks: readonly Block[],
  base: string,
): { part: Record<string, unknown>; pointer: string }[] {
  const found: { part: Record<string, unknown>; pointer: string }[] = [];
  for (const [index, block] of blocks.entries()) {
    walk(block, `${base}/${index}`, (part, pointer) => {
      if (part.type === 'image' && (isRecord(part.slack_file) || part.image_url !== undefined)) {
        found.push({ part, pointer });
      }
    });
  }
  return found;
}
