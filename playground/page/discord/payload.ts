/**
 * What the page reads of Discord's payloads: of each only what it draws, the rest is dropped.
 * A component the page does not know stays a value of its own kind, so that the page can say so.
 */
import * as z from 'zod';
import { component } from './component.ts';

export const member = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string(),
  roles: z.array(z.string()),
  bot: z.boolean(),
  locale: z.string().optional(),
});
export type Member = z.infer<typeof member>;

export const channel = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  kind: z.enum(['text', 'forum', 'dm', 'thread']),
  /** What one may do there, besides reading. */
  may: z.array(z.enum(['write', 'react', 'pin', 'moderate', 'start threads', 'archive'])),
  ageRestricted: z.literal(true).optional(),
  parentId: z.string().optional(),
  archived: z.literal(true).optional(),
  locked: z.literal(true).optional(),
  /** Of threads and posts: who started it, how much was said, when last. */
  ownerId: z.string().optional(),
  messages: z.number().optional(),
  latest: z.string().optional(),
});
export type Channel = z.infer<typeof channel>;

const user = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().nullish(),
});
export type User = z.infer<typeof user>;

const attachment = z.object({
  id: z.string(),
  filename: z.string(),
  description: z.string().nullish(),
  content_type: z.string().nullish(),
  size: z.number().catch(0),
  url: z.string(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  is_spoiler: z.boolean().nullish(),
});
export type Attachment = z.infer<typeof attachment>;

const picture = z.object({ url: z.string(), width: z.number().nullish(), height: z.number().nullish() });
const embed = z.object({
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  color: z.number().nullish(),
  timestamp: z.string().nullish(),
  footer: z.object({ text: z.string() }).nullish(),
  image: picture.nullish(),
  thumbnail: picture.nullish(),
  author: z.object({ name: z.string(), url: z.string().nullish() }).nullish(),
  fields: z.array(z.object({ name: z.string(), value: z.string(), inline: z.boolean().nullish() })).nullish(),
});
export type Embed = z.infer<typeof embed>;

const reaction = z.object({
  count: z.number(),
  me: z.boolean(),
  emoji: z.object({ id: z.string().nullish(), name: z.string().nullable() }),
});

export const message = z.object({
  id: z.string(),
  channel_id: z.string(),
  /** See Discord's message types; 0, 19 and 20 are what people and apps say. */
  type: z.number().catch(0),
  author: user,
  content: z.string(),
  timestamp: z.string(),
  edited_timestamp: z.string().nullish(),
  pinned: z.boolean().catch(false),
  flags: z.number().catch(0),
  mention_everyone: z.boolean().catch(false),
  mentions: z.array(user).catch([]),
  attachments: z.array(attachment),
  embeds: z.array(embed),
  components: z.array(component).catch([]).default([]),
  reactions: z.array(reaction).nullish(),
  interaction: z.object({ name: z.string(), user }).nullish(),
  interaction_metadata: z.object({ type: z.number(), user, name: z.string().nullish() }).nullish(),
  message_reference: z.object({ message_id: z.string().nullish() }).nullish(),
  referenced_message: z.object({ id: z.string(), author: user, content: z.string() }).nullish(),
  /** What grew from it. */
  thread: z.object({ id: z.string(), name: z.string(), message_count: z.number().optional() }).nullish(),
  ephemeral: z.boolean(),
  thinking: z.boolean(),
});
export type Message = z.infer<typeof message>;

export const modal = z.object({ custom_id: z.string(), title: z.string(), components: z.array(component) });
export type Modal = z.infer<typeof modal>;

const choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });
export type Choice = z.infer<typeof choice>;

/** An option that takes a value; subcommands and their groups are options too, see {@link command}. */
const option = z.object({
  /** See Discord's application command option types. */
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  choices: z.array(choice).default([]),
  autocomplete: z.boolean().default(false),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  /** Kinds of files an attachment option takes: `image`, `.json`. */
  file_types: z.array(z.string()).nullish(),
});
export type Option = z.infer<typeof option>;

const subcommand = option.extend({ options: z.array(option).default([]) });

export const command = z.object({
  /** 1 is a slash command; 2 and 3 hang on a person or a message. */
  type: z.number().default(1),
  name: z.string(),
  /** The app's own name for it, where it is shown in another language. */
  own: z.string().optional(),
  description: z.string(),
  options: z.array(option.extend({ options: z.array(subcommand).default([]) })).default([]),
});
export type Command = z.infer<typeof command>;
