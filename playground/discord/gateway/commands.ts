/** What an app may send over the gateway. https://docs.discord.com/developers/events/gateway-events#send-events */
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { z } from 'zod';

const heartbeat = z.object({ op: z.literal(Op.Heartbeat), d: z.int().nullable() });

const identify = z.object({
  op: z.literal(Op.Identify),
  d: z.object({
    token: z.string(),
    intents: z.number(),
    properties: z.looseObject({}),
    compress: z.boolean().nullish(),
    large_threshold: z.int().nullish(),
    shard: z.tuple([z.int().min(0), z.int().min(1)]).nullish(),
    presence: z.unknown().optional(),
  }),
});

const resume = z.object({
  op: z.literal(Op.Resume),
  d: z.object({ token: z.string(), session_id: z.string(), seq: z.int() }),
});

const requestGuildMembers = z.object({
  op: z.literal(Op.RequestGuildMembers),
  d: z.object({
    guild_id: z.string(),
    query: z.string().optional(),
    limit: z.int().min(0).default(0),
    user_ids: z.union([z.string(), z.array(z.string()).max(100)]).optional(),
    nonce: z.string().optional(),
  }),
});

/** Taken and forgotten: nobody here looks at a bot's status or speaks. */
const presence = z.object({ op: z.literal(Op.PresenceUpdate), d: z.looseObject({ status: z.string() }) });
const voice = z.object({ op: z.literal(Op.VoiceStateUpdate), d: z.looseObject({}) });

const command = z.discriminatedUnion('op', [
  heartbeat,
  identify,
  resume,
  requestGuildMembers,
  presence,
  voice,
]);

export type GatewayCommand = z.output<typeof command>;
export type Identify = z.output<typeof identify>['d'];
export type Resume = z.output<typeof resume>['d'];
export type RequestGuildMembers = z.output<typeof requestGuildMembers>['d'];

const LONGEST = 4096;

/** The command, or the close code for what is none. */
export function readCommand(raw: Buffer): GatewayCommand | 4001 | 4002 {
  if (raw.byteLength > LONGEST) return 4002;
  let json: unknown;
  try {
    json = JSON.parse(raw.toString());
  } catch {
    return 4002;
  }
  const read = command.safeParse(json);
  if (read.success) return read.data;
  return read.error.issues.some(({ path }) => path[0] === 'op') ? 4001 : 4002;
}
