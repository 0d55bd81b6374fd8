/** The blocks there have long been. https://docs.slack.dev/reference/block-kit/blocks */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { accessories, actionsElement, contextAction, inputElement } from './elements.ts';
import { chars, problem } from './form.ts';
import { imageElement } from './images.ts';
import { anyText, mrkdwn, plainText } from './text.ts';

export const base = { block_id: chars(LIMITS.id, 1).optional() };

export const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: anyText().optional(),
    fields: z.array(anyText(LIMITS.fieldText)).min(1).max(LIMITS.fields).optional(),
    accessory: z.discriminatedUnion('type', [imageElement, ...accessories]).optional(),
    expand: z.boolean().optional(),
  })
  .check((ctx) => {
    if (ctx.value.text || ctx.value.fields) return;
    ctx.issues.push(problem('must define either `text` or `fields`', ctx.value, ['type']));
  });

export const actions = z.strictObject({
  type: z.literal('actions'),
  ...base,
  elements: z.array(actionsElement).min(1).max(LIMITS.actions),
});

export const context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(), mrkdwn()]))
    .min(1)
    .max(LIMITS.contextElements),
});

export const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...base,
  elements: z.array(contextAction).min(1).max(LIMITS.contextActions),
});

export const divider = z.strictObject({ type: z.literal('divider'), ...base });

export const header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: plainText(LIMITS.headerText),
});

export const input = z.strictObject({
  type: z.literal('input'),
  ...base,
  label: plainText(LIMITS.inputLabel),
  hint: plainText(LIMITS.inputLabel).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

export const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...base,
  text: chars(LIMITS.markdown, 1),
});

export const video = z.strictObject({
  type: z.literal('video'),
  ...base,
  video_url: z.string().startsWith('https://', 'must be an https url'),
  thumbnail_url: z.string(),
  alt_text: z.string(),
  title: plainText(199),
  title_url: z.string().startsWith('https://', 'must be an https url').optional(),
  author_name: chars(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: z.string().optional(),
  description: plainText().optional(),
});

export const alert = z.strictObject({
  type: z.literal('alert'),
  ...base,
  text: anyText(),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});
