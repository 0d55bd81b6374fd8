/** Discord's other end of the wire: REST, gateway and CDN on one port, a world behind them, and a door for people. */
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createFileBytes } from '../file-bytes.ts';
import type { WireLog } from '../wire.ts';
import { attachmentPath, cdnRoutes, createSigner } from './cdn.ts';
import { createControls, type WorldControls } from './controls.ts';
import { createDoor } from './door/door.ts';
import { createRestFaults, type Faults } from './faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { type LimitOverrides, resolveLimits } from './limits.ts';
import type { DiscordMember } from './member.ts';
import { createRestApp } from './rest/app.ts';
import { createInvalidRequests } from './rest/invalid-requests.ts';
import { createRateCounter } from './rest/rate-limits.ts';
import type { RestEnv } from './rest/types.ts';
import { defaultWorld, type WorldSeed } from './seed.ts';
import { createState, type DiscordState } from './state.ts';
import { createCommandBook } from './world/commands.ts';
import { createInteractions } from './world/interactions.ts';
import { keep, readKept, restore } from './world/persistence.ts';
import { createWorld } from './world/world.ts';

export interface DiscordOptions {
  /** @default 0, a free one */
  port?: number;
  /** @default 127.0.0.1 */
  host?: string;
  /** Keeps the world here and finds it again at the next start; without it everything is forgotten. */
  dir?: string;
  wire?: WireLog;
  now?: () => number;
  world?: WorldSeed;
  /** Discord's numbers, for tests that cannot wait fifteen minutes. */
  limits?: LimitOverrides;
}

export interface DiscordServer {
  /** What goes into `DISCORD_API_URL`: the base without the version. */
  apiUrl: string;
  token: string;
  applicationId: string;
  guildId: string;
  member(id: string): DiscordMember;
  /** Ids of all servers' channels, and of the forums' first posts, by their names. */
  channels: Record<string, string>;
  /** Ids of the people by their names. */
  members: Record<string, string>;
  state: DiscordState;
  /** What happens to the server without anyone in the room doing it. */
  controls: WorldControls;
  faults: Faults;
  close(): Promise<void>;
}

export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordServer> {
  const { port = 0, host = '127.0.0.1', dir, wire, now = Date.now, world: seed = defaultWorld() } = options;
  const limits = resolveLimits(options.limits);
  const kept = readKept(dir);
  const signer = createSigner(kept.signingKey, limits.timing.attachmentUrlMs, now);
  const files = createFileBytes(dir === undefined ? undefined : join(dir, 'attachments'));
  let origin = '';
  const world = createWorld({
    seed,
    limits,
    now,
    files,
    lastId: kept.lastId,
    attachmentUrl: (channelId, id, filename) => origin + signer.sign(attachmentPath(channelId, id, filename)),
  });
  restore(world, kept);

  const keeper = keep(world, dir, kept.signingKey);
  const interactions = createInteractions(world);
  const controls = createControls(world);
  const door = createDoor(world, interactions);
  const restFaults = createRestFaults();
  const invalid = createInvalidRequests(limits.rates.invalidRequests, now);
  const socketUrl = (path: string) => `${origin.replace(/^http/, 'ws')}${path}`;
  const app = new Hono<RestEnv>();
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!('closeAllConnections' in server)) throw new Error('the playground speaks HTTP/1.1');
  const gateway = createGateway({ server, world, wire, resumeUrl: () => socketUrl('/gateway/resume') });
  const rest = createRestApp({
    rest: {
      world,
      interactions,
      commands: createCommandBook(world),
      rates: createRateCounter(limits.rates, now),
      gatewayUrl: () => socketUrl('/gateway'),
      identifiesLeft: gateway.identifiesLeft,
    },
    faults: restFaults,
    invalid,
    wire,
  });
  cdnRoutes(app, world, signer);
  app.all('/api/*', (c) => rest.fetch(c.req.raw, c.env));

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');
  origin = `http://${reachable(host)}:${address.port}`;

  return {
    apiUrl: `${origin}/api`,
    token: seed.token,
    applicationId: seed.application.id,
    guildId: seed.guild.id,
    member: door.member,
    channels: Object.fromEntries(everyChannel(seed).map(({ name, id }) => [name, id])),
    members: Object.fromEntries(seed.members.map(({ name, id }) => [name, id])),
    state: createState({ world, invalid, gateway, controls }),
    controls,
    faults: {
      ...restFaults,
      ...gateway.faults,
      clear() {
        restFaults.clear();
        gateway.faults.clear();
      },
    },
    async close() {
      gateway.close();
      interactions.close();
      door.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await keeper.close();
      await files.flush();
    },
  };
}

function everyChannel(seed: WorldSeed): { id: string; name: string }[] {
  const channels = [...seed.channels, ...(seed.elsewhere ?? []).flatMap((guild) => guild.channels)];
  return [...channels, ...channels.flatMap(({ posts = [] }) => posts)];
}

/** Listening everywhere is no address to go to. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
