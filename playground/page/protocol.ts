/**
 * What the page and its server say to each other on the websocket. Both sides parse what they hear.
 *
 * The browser asks (each request has a number), the server replies to that number; besides, the server tells what happens to
 * the people the browser acts as, one for each platform, and, once asked to, what goes over the wire.
 */
import * as z from 'zod';
import { member } from './discord/payload.ts';
import { discordEvent, discordReplies, discordRequests } from './discord/protocol.ts';
import { person } from './slack/payload.ts';
import { slackEvent, slackReplies, slackRequests } from './slack/protocol.ts';
import { worldReplies, worldRequests } from './world.ts';

const request = z.discriminatedUnion('do', [
  ...discordRequests,
  ...slackRequests,
  ...worldRequests,
  z.object({ do: z.literal('watch-wire'), since: z.int().nonnegative() }),
  z.object({ do: z.literal('leave-wire') }),
]);
export type Request = z.infer<typeof request>;

export const numberedRequest = z.object({ id: z.int(), ask: request });

/** The shape of each reply, by what was asked. */
export const replies = {
  ...discordReplies,
  ...slackReplies,
  ...worldReplies,
  'watch-wire': z.null(),
  'leave-wire': z.null(),
} as const satisfies Record<Request['do'], z.ZodType>;
export type Reply<Do extends Request['do']> = z.infer<(typeof replies)[Do]>;

const wireEntry = z.object({
  id: z.number(),
  at: z.number(),
  wire: z.enum([
    'discord-rest',
    'discord-gateway',
    'slack-web',
    'slack-socket',
    'slack-http',
    'comfyui-http',
    'comfyui-ws',
  ]),
  direction: z.enum(['in', 'out']),
  summary: z.string(),
  status: z.number().optional(),
  body: z.unknown().optional(),
});

/** What is real and what is a stand-in, besides the chat platforms: of those the page shows the stand-ins. */
const about = z.object({
  comfyui: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('stand-in') }),
    z.object({ kind: z.literal('real'), url: z.string().optional() }),
  ]),
});
export type About = z.infer<typeof about>;

/** First word after the connection opens: what there is to look at, whom one may act as, and where files lie. */
const hello = z.object({
  tell: z.literal('hello'),
  about,
  discord: z.object({ members: z.array(member), filesOrigin: z.string() }).optional(),
  slack: z.object({ people: z.array(person), filesOrigin: z.string() }).optional(),
});
export type Hello = z.infer<typeof hello>;

export const telling = z.discriminatedUnion('tell', [
  hello,
  z.object({ tell: z.literal('reply'), id: z.int(), value: z.unknown() }),
  z.object({ tell: z.literal('refusal'), id: z.int(), reason: z.string() }),
  z.object({ tell: z.literal('event'), event: discordEvent }),
  z.object({ tell: z.literal('slack-event'), event: slackEvent }),
  z.object({ tell: z.literal('wire'), entries: z.array(wireEntry) }),
]);
export type Telling = z.infer<typeof telling>;
