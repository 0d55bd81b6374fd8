/** The shape of `world.json`. A field added later has to be optional: worlds of yesterday are still on disk. */
import { ChannelType, InteractionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { v2Components } from '../validate/components.ts';
import { embeds } from '../validate/embeds.ts';
import type { Channel, Command, Interaction, Message, MessageOrigin, StoredAttachment } from './types.ts';

const id = z.string();

const channel: z.ZodType<Omit<Channel, 'overwrites'>> = z.object({
  id,
  type: z.literal([ChannelType.DM, ChannelType.PublicThread, ChannelType.GuildText, ChannelType.GuildForum]),
  name: z.string(),
  topic: z.string(),
  recipientId: id.optional(),
  parentId: id.optional(),
  ownerId: id.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  guildId: id.optional(),
  nsfw: z.boolean().optional(),
});

const attachment = z.object({
  id,
  filename: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  contentType: z.string(),
  size: z.number(),
  width: z.number().optional(),
  height: z.number().optional(),
  spoiler: z.boolean().optional(),
}) satisfies z.ZodType<StoredAttachment>;

const origin: z.ZodType<MessageOrigin> = z.object({
  interactionId: id,
  type: z.enum(InteractionType),
  userId: id,
  commandName: z.string().optional(),
  sourceMessageId: id.optional(),
  originalMessageId: id.optional(),
  get opener() {
    return origin.optional();
  },
  targetMessageId: id.optional(),
  targetUserId: id.optional(),
  owners: z.object({ 0: id.optional(), 1: id.optional() }).optional(),
});

const message: z.ZodType<Message> = z.object({
  id,
  channelId: id,
  authorId: id,
  type: z.number(),
  content: z.string(),
  createdAt: z.number(),
  editedAt: z.number().nullable(),
  embeds,
  components: v2Components,
  attachments: z.array(attachment),
  flags: z.number(),
  mentions: z.array(id),
  mentionRoles: z.array(id),
  mentionEveryone: z.boolean(),
  reactions: z.array(z.object({ emoji: z.object({ id: z.null(), name: z.string() }), userIds: z.array(id) })),
  pinnedAt: z.number().nullable(),
  nonce: z.union([z.string(), z.number()]).optional(),
  reference: z.object({ messageId: id, channelId: id }).optional(),
  origin: origin.optional(),
  ephemeralFor: id.optional(),
  dismissed: z.boolean().optional(),
  threadId: id.optional(),
});

/** Judged when it was registered; here only what the playground itself reads is looked at again. */
const command = z.custom<Command>(
  (value) => z.looseObject({ id, name: z.string(), type: z.number() }).safeParse(value).success,
);

const interaction: z.ZodType<Interaction> = z.object({
  id,
  token: z.string(),
  type: z.enum(InteractionType),
  userId: id,
  channelId: id,
  createdAt: z.number(),
  answeredAfterMs: z.number().optional(),
  originalId: id.optional(),
  promised: z.boolean().optional(),
  failed: z.boolean().optional(),
  followUps: z.number().optional(),
  hasWebhook: z.boolean(),
  origin,
});

const bits = z.string().transform((written) => BigInt(written));

/** What has become of the seed's server: its own channels, its people, and whether the bot is in it. */
const changes = z.object({
  deletedChannels: z.array(id),
  channels: z.array(
    z.object({
      id,
      nsfw: z.boolean(),
      overwrites: z.array(z.object({ id, type: z.enum(['role', 'member']), allow: bits, deny: bits })),
    }),
  ),
  members: z.array(z.object({ id, isHere: z.boolean(), roles: z.array(id), locale: z.string().optional() })),
});

export const kept = z.object({
  version: z.literal(1),
  lastId: id,
  signingKey: z.string(),
  channels: z.array(channel),
  messages: z.array(message),
  uploads: z.array(attachment.extend({ channelId: id, userId: id })),
  guildCommands: z.array(command),
  globalCommands: z.array(command),
  interactions: z.array(interaction),
  closedDms: z.array(id),
  changes: changes.optional(),
});

export type Kept = z.output<typeof kept>;
