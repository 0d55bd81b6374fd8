/** What the page reads of Slack's payloads: of each only what it draws, the rest is dropped. */
import * as z from 'zod';
import { block } from './block.ts';
import { text } from './element.ts';

/** Somebody one may act as, or the app. */
export const person = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string(),
  bot: z.boolean(),
  admin: z.boolean(),
  groups: z.array(z.string()).optional(),
  locale: z.string().optional(),
});
export type Person = z.infer<typeof person>;

export const channel = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  kind: z.enum(['public', 'private', 'im', 'mpim']),
  archived: z.boolean(),
  hasBot: z.boolean(),
  joined: z.boolean().optional(),
});
export type Channel = z.infer<typeof channel>;

const file = z.object({
  id: z.string(),
  /** `tombstone` where it was deleted. */
  mode: z.string().optional(),
  name: z.string().default(''),
  title: z.string().default(''),
  mimetype: z.string().default(''),
  pretty_type: z.string().default(''),
  size: z.number().default(0),
  alt_txt: z.string().optional(),
  original_w: z.number().optional(),
  original_h: z.number().optional(),
});
export type File = z.infer<typeof file>;

const attachment = z.object({
  id: z.number(),
  color: z.string().optional(),
  pretext: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  text: z.string().optional(),
  fallback: z.string().optional(),
  blocks: z.array(block).default([]),
});
export type Attachment = z.infer<typeof attachment>;

export const message = z.object({
  /** When it was sent, and its id. */
  ts: z.string(),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  /** What Slack itself says, such as that somebody joined; absent for what people and apps say. */
  subtype: z.string().optional(),
  blocks: z.array(block).default([]),
  attachments: z.array(attachment).default([]),
  files: z.array(file).default([]),
  thread_ts: z.string().optional(),
  reply_count: z.number().default(0),
  reply_users: z.array(z.string()).default([]),
  latest_reply: z.string().optional(),
  reactions: z
    .array(z.object({ name: z.string(), users: z.array(z.string()), count: z.number() }))
    .default([]),
  edited: z.object({ ts: z.string() }).optional(),
  pinned_to: z.array(z.string()).default([]),
  ephemeral: z.boolean(),
});
export type Message = z.infer<typeof message>;

const stateEntry = z.looseObject({ type: z.string() });
export type StateEntry = z.infer<typeof stateEntry>;

export const view = z.object({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  title: text.nullish(),
  submit: text.nullish(),
  close: text.nullish(),
  blocks: z.array(block),
  previous_view_id: z.string().nullish(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), stateEntry)) }),
});
export type View = z.infer<typeof view>;

export const command = z.object({ command: z.string(), description: z.string(), usageHint: z.string() });
export type Command = z.infer<typeof command>;

export const shortcut = z.object({
  callbackId: z.string(),
  name: z.string(),
  kind: z.enum(['global', 'message']),
});
export type Shortcut = z.infer<typeof shortcut>;

export const suggested = z.object({ label: z.string(), value: z.string(), group: z.string().optional() });
export type Suggested = z.infer<typeof suggested>;
