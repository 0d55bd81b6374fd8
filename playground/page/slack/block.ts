/** Slack's blocks, as far as the page draws them. One it does not know stays a value of its own kind, so that the page can say so. */
import * as z from 'zod';
import { element, text } from './element.ts';
import { richText } from './rich-text.ts';

const picture = {
  alt_text: z.string().default(''),
  image_url: z.string().optional(),
  slack_file: z.object({ id: z.string().optional(), url: z.string().optional() }).optional(),
};
const image = z.object({ type: z.literal('image'), ...picture, title: text.optional() });
export type Image = z.infer<typeof image>;

const base = { block_id: z.string() };

const section = z.object({
  type: z.literal('section'),
  ...base,
  text: text.optional(),
  fields: z.array(text).optional(),
  accessory: z.union([image, element]).optional(),
});
export type Section = z.infer<typeof section>;

const input = z.object({
  type: z.literal('input'),
  ...base,
  label: text,
  hint: text.optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element,
});
export type Input = z.infer<typeof input>;

const video = z.object({
  type: z.literal('video'),
  ...base,
  title: text,
  title_url: z.string().optional(),
  video_url: z.string(),
  thumbnail_url: z.string(),
  alt_text: z.string(),
  author_name: z.string().optional(),
  provider_name: z.string().optional(),
  description: text.optional(),
});
export type Video = z.infer<typeof video>;

const taskStatus = z.enum(['pending', 'in_progress', 'complete', 'error']);
const task = {
  task_id: z.string().optional(),
  title: z.string(),
  status: taskStatus.default('pending'),
  details: richText.optional().catch(undefined),
  output: richText.optional().catch(undefined),
};
const taskCard = z.object({ type: z.literal('task_card'), ...base, ...task });
export type Task = Omit<z.infer<typeof taskCard>, 'type' | 'block_id'>;
const plan = z.object({
  type: z.literal('plan'),
  ...base,
  title: z.string(),
  tasks: z.array(z.object(task)).default([]),
});
export type Plan = z.infer<typeof plan>;

const cell = z.union([
  richText,
  z.object({ type: z.literal('raw_text'), text: z.string() }),
  z.object({ type: z.literal('raw_number'), text: z.string() }),
]);
const table = z.object({ type: z.literal('table'), ...base, rows: z.array(z.array(cell)) });
export type Table = z.infer<typeof table>;

const unknown = z
  .object({ type: z.string() })
  .transform(({ type }) => ({ type: 'unknown' as const, slackType: type }));

export const block = z.union([
  z.discriminatedUnion('type', [
    section,
    input,
    video,
    taskCard,
    plan,
    table,
    image.extend(base),
    richText.extend(base),
    z.object({ type: z.literal('header'), ...base, text }),
    z.object({ type: z.literal('divider'), ...base }),
    z.object({ type: z.literal('context'), ...base, elements: z.array(z.union([image, text])) }),
    z.object({ type: z.literal('actions'), ...base, elements: z.array(element) }),
    z.object({ type: z.literal('markdown'), ...base, text: z.string() }),
    z.object({ type: z.literal('alert'), ...base, text, level: z.string().default('default') }),
  ]),
  unknown,
]);
export type Block = z.infer<typeof block>;
