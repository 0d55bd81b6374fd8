/** Modals and Home tabs. https://docs.slack.dev/reference/views */
import { z } from 'zod';
import { VIEW_LIMITS as LIMITS } from '../limits.ts';
import type { Block } from '../world/types.ts';
import { readBlocks } from './blocks.ts';
import { chars, type Read, read } from './form.ts';
import { plainText } from './text.ts';
import { walk } from './walk.ts';

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: chars(LIMITS.privateMetadata).optional(),
  callback_id: chars(LIMITS.callbackId).optional(),
  external_id: chars(LIMITS.externalId).optional(),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(LIMITS.title),
  submit: plainText(LIMITS.button).nullish(),
  close: plainText(LIMITS.button).nullish(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});
const home = z.strictObject({ type: z.literal('home'), ...common });
const viewSchema = z.discriminatedUnion('type', [modal, home]);

type WithBlocks<T> = Omit<T, 'blocks'> & { blocks: Block[] };
export type ViewBody = WithBlocks<z.output<typeof modal>> | WithBlocks<z.output<typeof home>>;

export function readView(given: unknown, base = '/view'): Read<ViewBody> {
  const parsed = read(viewSchema, given, base);
  if (!parsed.ok) return parsed;
  const view = parsed.value;
  const blocks = readBlocks(view.type, view.blocks, `${base}/blocks`);
  if (!blocks.ok) return blocks;
  if (view.type === 'modal' && !view.submit) {
    const pointer = inputWithoutSubmit(blocks.value, base);
    if (pointer !== undefined) {
      const message = 'must define `submit` to use an `input` block in modals';
      return { ok: false, problems: [{ pointer, message }] };
    }
  }
  return { ok: true, value: { ...view, blocks: blocks.value } };
}

function inputWithoutSubmit(blocks: Block[], base: string): string | undefined {
  let found: string | undefined;
  for (const [index, block] of blocks.entries()) {
    walk(block, `${base}/blocks/${index}`, (part, pointer) => {
      if (part.type === 'input') found ??= `${pointer}/input`;
    });
  }
  return found;
}
