/** What the page asks as a member of the Discord server, what it is answered, and what it is told. */
import * as z from 'zod';
import { channel, command, member, message, modal } from './payload.ts';

const id = z.string().regex(/^\d{1,20}$/);
const customId = z.string().min(1).max(100);
const emoji = z.string().min(1).max(64);
const call = z.object({
  channelId: id,
  name: z.string().min(1).max(32),
  subcommand: z.string().max(65).optional(),
  /** The message a command of its context menu is used on. */
  targetId: id.optional(),
  options: z
    .array(
      z.object({ name: z.string().max(32), value: z.union([z.string().max(6000), z.number(), z.boolean()]) }),
    )
    .max(25),
});

export const discordRequests = [
  z.object({ do: z.literal('act-as'), memberId: id }),
  z.object({ do: z.literal('look-around'), channelId: id.optional() }),
  z.object({ do: z.literal('messages'), channelId: id, before: id.optional() }),
  z.object({ do: z.literal('pins'), channelId: id }),
  z.object({
    do: z.literal('send'),
    channelId: id,
    content: z.string(),
    uploadIds: z.array(id).max(10).optional(),
    /** The message it answers. */
    replyTo: id.optional(),
  }),
  z.object({ do: z.literal('set-archived'), threadId: id, on: z.boolean() }),
  z.object({ do: z.literal('start-thread'), messageId: id, name: z.string().max(200) }),
  z.object({
    do: z.literal('start-post'),
    forumId: id,
    name: z.string().max(200),
    content: z.string(),
    uploadIds: z.array(id).max(10).optional(),
  }),
  z.object({ do: z.literal('run'), call }),
  z.object({ do: z.literal('autocomplete'), call, focused: z.string().max(32) }),
  z.object({ do: z.literal('press'), messageId: id, customId }),
  z.object({
    do: z.literal('choose'),
    messageId: id,
    customId,
    values: z.array(z.string().max(100)).max(25),
  }),
  z.object({
    do: z.literal('submit-modal'),
    interactionId: id,
    values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  z.object({ do: z.literal('react'), messageId: id, emoji }),
  z.object({ do: z.literal('unreact'), messageId: id, emoji }),
  z.object({ do: z.literal('remove'), messageId: id }),
  z.object({ do: z.literal('pin'), messageId: id }),
  z.object({ do: z.literal('unpin'), messageId: id }),
  z.object({ do: z.literal('open-dm') }),
] as const;
export type DiscordRequest = z.infer<(typeof discordRequests)[number]>;

const guild = z.object({
  id: z.string(),
  name: z.string(),
  hasBot: z.boolean(),
  members: z.array(member),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Threads and posts come behind the channel they are in. */
  channels: z.array(channel),
});
export type Guild = z.infer<typeof guild>;

/** What a member sees of the servers, without messages; the commands are those of the channel asked about. */
const surroundings = z.object({
  me: member,
  guilds: z.array(guild).min(1),
  commands: z.array(command),
});
export type Surroundings = z.infer<typeof surroundings>;

const started = z.object({ interactionId: z.string() });
const nothing = z.null();

/** The shape of each reply, by what was asked. */
export const discordReplies = {
  'act-as': surroundings,
  'look-around': surroundings,
  messages: z.array(message),
  pins: z.array(message),
  send: nothing,
  'set-archived': nothing,
  'start-thread': channel,
  'start-post': channel,
  run: started,
  autocomplete: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })),
  press: started,
  choose: started,
  'submit-modal': started,
  react: nothing,
  unreact: nothing,
  remove: nothing,
  pin: nothing,
  unpin: nothing,
  'open-dm': channel,
} as const satisfies Record<DiscordRequest['do'], z.ZodType>;

export const discordEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message }),
  z.object({ type: z.literal('message-deleted'), channelId: z.string(), messageId: z.string() }),
  z.object({ type: z.literal('modal'), interactionId: z.string(), modal }),
  z.object({
    type: z.literal('interaction-failed'),
    interactionId: z.string(),
    channelId: z.string(),
    reason: z.string(),
  }),
  z.object({ type: z.literal('interaction-answered'), interactionId: z.string(), afterMs: z.number() }),
  z.object({ type: z.literal('commands-changed') }),
  z.object({ type: z.literal('surroundings-changed') }),
]);
export type SeenEvent = z.infer<typeof discordEvent>;
