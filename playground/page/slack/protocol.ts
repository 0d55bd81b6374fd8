/** What the page asks as a member of the Slack workspace, what it is answered, and what it is told. */
import * as z from 'zod';
import { channel, command, message, person, shortcut, suggested, view } from './payload.ts';

const id = z.string().regex(/^[A-Z0-9]{1,32}$/);
const ts = z.string().regex(/^\d{1,12}\.\d{1,8}$/);
/** The `ts` of a message or the id of a view. */
const where = z.union([id, ts]);
const actionId = z.string().min(1).max(255);
const text = z.string().max(100_000);
const inputValue = z.union([z.string().max(4000), z.array(z.string().max(255)).max(100), z.null()]);
export type InputValue = z.infer<typeof inputValue>;
const emojiName = z.string().min(1).max(100);

export const slackRequests = [
  z.object({ do: z.literal('slack/act-as'), personId: id }),
  z.object({ do: z.literal('slack/look-around') }),
  z.object({ do: z.literal('slack/messages'), channelId: id, before: ts.optional() }),
  z.object({ do: z.literal('slack/thread'), ts }),
  z.object({ do: z.literal('slack/pins'), channelId: id }),
  z.object({
    do: z.literal('slack/send'),
    channelId: id,
    text,
    threadTs: ts.optional(),
    broadcast: z.boolean().default(false),
    fileIds: z.array(id).max(10).default([]),
  }),
  z.object({ do: z.literal('slack/edit'), ts, text }),
  z.object({ do: z.literal('slack/remove'), ts }),
  z.object({ do: z.literal('slack/react'), ts, name: emojiName }),
  z.object({ do: z.literal('slack/unreact'), ts, name: emojiName }),
  z.object({ do: z.literal('slack/pin'), ts }),
  z.object({ do: z.literal('slack/unpin'), ts }),
  z.object({
    do: z.literal('slack/run'),
    channelId: id,
    command: z.string().max(64),
    text,
    threadTs: ts.optional(),
  }),
  z.object({ do: z.literal('slack/shortcut'), callbackId: z.string().max(255), ts: ts.optional() }),
  z.object({ do: z.literal('slack/press'), where, actionId, value: z.string().max(2000).optional() }),
  z.object({ do: z.literal('slack/choose'), where, actionId, value: inputValue }),
  z.object({ do: z.literal('slack/suggest'), where, actionId, typed: z.string().max(500) }),
  z.object({ do: z.literal('slack/submit'), viewId: id, values: z.record(z.string(), inputValue) }),
  z.object({ do: z.literal('slack/close'), viewId: id, all: z.boolean().default(false) }),
  z.object({ do: z.literal('slack/open-home') }),
  z.object({ do: z.literal('slack/open-dm') }),
  z.object({ do: z.literal('slack/open-group'), userIds: z.array(id).max(9) }),
  z.object({ do: z.literal('slack/invite-bot'), channelId: id }),
  z.object({ do: z.literal('slack/remove-bot'), channelId: id }),
  z.object({ do: z.literal('slack/archive'), channelId: id, on: z.boolean() }),
  z.object({ do: z.literal('slack/join'), channelId: id }),
  z.object({ do: z.literal('slack/leave'), channelId: id }),
] as const;
export type SlackRequest = z.infer<(typeof slackRequests)[number]>;

const surroundings = z.object({
  me: person,
  workspace: z.object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    members: z.array(person),
    channels: z.array(channel),
  }),
  commands: z.array(command),
  shortcuts: z.array(shortcut),
  /** The forms this person has open, from bottom to top. */
  views: z.array(view),
});
export type SlackSurroundings = z.infer<typeof surroundings>;

const started = z.object({ interactionId: z.string() });
const nothing = z.null();

export const slackReplies = {
  'slack/act-as': surroundings,
  'slack/look-around': surroundings,
  'slack/messages': z.array(message),
  'slack/thread': z.array(message),
  'slack/pins': z.array(message),
  'slack/send': nothing,
  'slack/edit': nothing,
  'slack/remove': nothing,
  'slack/react': nothing,
  'slack/unreact': nothing,
  'slack/pin': nothing,
  'slack/unpin': nothing,
  'slack/run': started,
  'slack/shortcut': started,
  'slack/press': started,
  'slack/choose': started.nullable(),
  'slack/suggest': z.array(suggested),
  'slack/submit': started,
  'slack/close': nothing,
  'slack/open-home': view.nullable(),
  'slack/open-dm': channel,
  'slack/open-group': channel,
  'slack/invite-bot': nothing,
  'slack/remove-bot': nothing,
  'slack/archive': nothing,
  'slack/join': nothing,
  'slack/leave': nothing,
} as const satisfies Record<SlackRequest['do'], z.ZodType>;

export const slackEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message }),
  z.object({ type: z.literal('message-deleted'), channelId: z.string(), ts: z.string() }),
  z.object({ type: z.literal('channels-changed') }),
  z.object({ type: z.literal('view-opened'), view }),
  z.object({ type: z.literal('view-changed'), view }),
  z.object({ type: z.literal('view-closed'), viewId: z.string() }),
  z.object({
    type: z.literal('view-refused'),
    viewId: z.string(),
    errors: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('interaction-answered'), interactionId: z.string(), afterMs: z.number() }),
  z.object({
    type: z.literal('interaction-failed'),
    interactionId: z.string(),
    reason: z.string(),
    text: z.string(),
  }),
]);
export type SlackEvent = z.infer<typeof slackEvent>;
