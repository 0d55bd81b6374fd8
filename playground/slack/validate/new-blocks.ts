/** Tables, plans, cards and containers: the blocks of 2025 and 2026. */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { button } from './elements.ts';
import { chars, problem } from './form.ts';
import { imageBlock, imageElement } from './images.ts';
import { actions, base, context, divider, header, input, section, video } from './layout.ts';
import { richText } from './rich-text.ts';
import { anyText, mrkdwn, plainText } from './text.ts';

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: chars(Number.POSITIVE_INFINITY, 1) }),
  z.strictObject({
    type: z.literal('raw_number'),
    value: z.number(),
    text: chars(Number.POSITIVE_INFINITY, 1),
  }),
]);
const rows = z.array(z.array(cell).min(1).max(LIMITS.tableColumns)).min(1).max(LIMITS.tableRows);

export const table = z.strictObject({
  type: z.literal('table'),
  ...base,
  rows,
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(LIMITS.tableColumns)
    .optional(),
});

export const dataTable = z.strictObject({
  type: z.literal('data_table'),
  ...base,
  rows,
  caption: chars(Number.POSITIVE_INFINITY, 1),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

export const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...base,
  task_id: chars(LIMITS.id, 1),
  title: chars(Number.POSITIVE_INFINITY, 1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

export const plan = z.strictObject({
  type: z.literal('plan'),
  ...base,
  title: chars(Number.POSITIVE_INFINITY, 1),
  tasks: z.array(taskCard).optional(),
});

export const card = z
  .strictObject({
    type: z.literal('card'),
    ...base,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: mrkdwn(LIMITS.cardTitle).optional(),
    subtitle: mrkdwn(LIMITS.cardTitle).optional(),
    body: mrkdwn(LIMITS.cardBody).optional(),
    actions: z.array(button).min(1).optional(),
  })
  .check((ctx) => {
    const { hero_image: hero, title, actions: buttons, body } = ctx.value;
    if (hero || title || buttons || body) return;
    const message = 'must define at least one of `hero_image`, `title`, `actions` or `body`';
    ctx.issues.push(problem(message, ctx.value, ['type']));
  });

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...base,
  elements: z.array(card).min(1).max(LIMITS.carouselCards),
});

export const container = z
  .strictObject({
    type: z.literal('container'),
    ...base,
    title: plainText(LIMITS.cardTitle).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(LIMITS.cardTitle).optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          actions,
          context,
          divider,
          header,
          imageBlock,
          input,
          richText,
          section,
          table,
          video,
        ]),
      )
      .min(1)
      .max(LIMITS.containerBlocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .check((ctx) => {
    const { title, rich_text_title: rich, default_collapsed: collapsed, is_collapsible: can } = ctx.value;
    if (!title && !rich) {
      ctx.issues.push(problem('must define either `title` or `rich_text_title`', ctx.value, ['type']));
    }
    if (collapsed && !can) {
      ctx.issues.push(problem('requires `is_collapsible`', collapsed, ['default_collapsed']));
    }
  });
