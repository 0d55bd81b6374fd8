/** The file the world is kept in, as it is read back: it may have been written by an older playground. */
import { z } from 'zod';

const block = z.looseObject({ type: z.string(), block_id: z.string() });
const reaction = z.object({ name: z.string(), userIds: z.array(z.string()) });

const channel = z.object({
  id: z.string(),
  kind: z.enum(['public', 'private', 'im', 'mpim']),
  name: z.string(),
  topic: z.string(),
  created: z.number(),
  archived: z.boolean(),
  memberIds: z.array(z.string()),
  pins: z.array(z.object({ ts: z.string(), userId: z.string(), at: z.number() })),
});

const message = z.object({
  ts: z.string(),
  channelId: z.string(),
  userId: z.string(),
  text: z.string(),
  blocks: z.array(block),
  attachments: z.array(z.looseObject({ id: z.number() })),
  fileIds: z.array(z.string()),
  reactions: z.array(reaction),
  subtype: z
    .enum(['channel_join', 'channel_leave', 'channel_archive', 'channel_unarchive', 'slackbot', 'tombstone'])
    .optional(),
  clientMsgId: z.string().optional(),
  threadTs: z.string().optional(),
  broadcast: z.boolean().optional(),
  edited: z.object({ userId: z.string(), ts: z.string() }).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});

const file = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimetype: z.string(),
  filetype: z.string(),
  size: z.number(),
  userId: z.string(),
  created: z.number(),
  altText: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  // What was still being processed is over by the next start.
  state: z
    .enum(['uploading', 'processing', 'ready'])
    .transform((state) => (state === 'processing' ? 'ready' : state)),
  secret: z.string(),
  shares: z.array(z.object({ channelId: z.string(), ts: z.string(), threadTs: z.string().optional() })),
  handedToApp: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

const home = z.object({
  id: z.string(),
  type: z.literal('home'),
  userId: z.string(),
  callbackId: z.string(),
  externalId: z.string(),
  privateMetadata: z.string(),
  title: z.null(),
  submit: z.null(),
  close: z.null(),
  clearOnClose: z.boolean(),
  notifyOnClose: z.boolean(),
  blocks: z.array(block),
  state: z.record(z.string(), z.record(z.string(), z.looseObject({ type: z.string() }))),
  hash: z.string(),
  rootViewId: z.string(),
  previousViewId: z.null(),
});

export const kept = z.object({
  version: z.literal(1),
  lastStamp: z.string(),
  channels: z.array(channel),
  messages: z.array(message),
  files: z.array(file),
  homes: z.array(home),
  deletedChannels: z.array(z.string()).optional(),
  locales: z.record(z.string(), z.string()).optional(),
  groups: z.record(z.string(), z.array(z.string())).optional(),
  access: z.enum(['installed', 'revoked', 'uninstalled']).optional(),
});
export type Kept = z.output<typeof kept>;
