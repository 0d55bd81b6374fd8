/** Slack's other end of the wire: Web API, Socket Mode, response URLs and files on one port, a world behind them, and a door for people. */
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createFileBytes } from '../file-bytes.ts';
import type { WireLog } from '../wire.ts';
import { createControls, type WorldControls } from './controls.ts';
import { createEventDelivery } from './delivery/events.ts';
import { createForms } from './delivery/forms.ts';
import { createHttpTransport, type HttpOptions } from './delivery/http.ts';
import { createInteractions } from './delivery/interactions.ts';
import { createSocketTransport } from './delivery/socket.ts';
import { createDoor } from './door/door.ts';
import { createWebFaults, type Faults } from './faults.ts';
import { type LimitOverrides, resolveLimits } from './limits.ts';
import type { SlackMember } from './member.ts';
import { defaultWorld, type WorldSeed } from './seed.ts';
import { createState, type SlackState } from './state.ts';
import { createTimers } from './timers.ts';
import { createWebApi } from './web/app.ts';
import { hookRoutes } from './web/hooks.ts';
import { createRateCounter } from './web/rate-limits.ts';
import { uploadRoutes } from './web/uploads.ts';
import { createNote } from './web/wire.ts';
import { keep, readKept, restore } from './world/persistence.ts';
import { createResponseUrls } from './world/response-urls.ts';
import { createTriggers } from './world/triggers.ts';
import { createWorld } from './world/world.ts';

export interface SlackOptions {
  /** @default 0, a free one */
  port?: number;
  /** @default 127.0.0.1 */
  host?: string;
  /** Keeps the world here and finds it again at the next start; without it everything is forgotten. */
  dir?: string;
  wire?: WireLog;
  now?: () => number;
  world?: WorldSeed;
  /** The app's manifest, in place of the world's own. */
  manifest?: unknown;
  /** Slack's numbers, for tests that cannot wait half an hour. */
  limits?: LimitOverrides;
  /** Sends everything to this address instead of over Socket Mode. */
  http?: HttpOptions;
}

export interface SlackServer {
  /** What goes into `SLACK_API_URL`; ends in `/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  teamId: string;
  botUserId: string;
  member(id: string): SlackMember;
  /** Ids of the channels by their names. */
  channels: Record<string, string>;
  /** Ids of the people by their names. */
  members: Record<string, string>;
  state: SlackState;
  /** What happens to the workspace without anyone in the room doing it. */
  controls: WorldControls;
  faults: Faults;
  /** HTTP mode: asks the app's address for its challenge. Done by itself before the first delivery. */
  verifyEventsUrl(): Promise<boolean>;
  close(): Promise<void>;
}

export async function startSlack(options: SlackOptions = {}): Promise<SlackServer> {
  const { port = 0, host = '127.0.0.1', dir, now = Date.now, http } = options;
  const given = options.world ?? defaultWorld();
  const seed =
    options.manifest === undefined ? given : { ...given, app: { ...given.app, manifest: options.manifest } };
  const limits = resolveLimits(options.limits);
  const kept = readKept(dir);
  const bytes = createFileBytes(dir === undefined ? undefined : join(dir, 'files'));
  const timers = createTimers();
  const note = createNote(options.wire);
  let origin = '';
  const world = createWorld({
    seed,
    limits,
    now,
    timers,
    bytes,
    origin: () => origin,
    ...(kept ? { lastStamp: kept.lastStamp } : {}),
  });
  if (kept) restore(world, kept);
  const keeper = keep(world, dir);

  const triggers = createTriggers(world);
  const responseUrls = createResponseUrls(world);
  const webFaults = createWebFaults();
  const app = createWebApi({
    web: { world, triggers, newSocketUrl: () => socket.newUrl() },
    rates: createRateCounter(now),
    faults: webFaults,
    note,
  });
  hookRoutes(app, { world, responseUrls, faults: webFaults, note });
  uploadRoutes(app, world, note);
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!('closeAllConnections' in server)) throw new Error('the playground speaks HTTP/1.1');

  const isSocketMode = () => http === undefined && world.manifest.settings.socket_mode_enabled;
  const socket = createSocketTransport({ server, world, note, isEnabled: isSocketMode });
  const web = http && createHttpTransport(world, http, note);
  const transport = web ?? socket;
  const events = createEventDelivery(world, transport);
  const interactions = createInteractions({ world, transport, triggers, responseUrls });
  const forms = createForms({ world, interactions, triggers, responseUrls });
  const controls = createControls(world, () => socket.disconnectAll('link_disabled'));
  const door = createDoor({ world, interactions, forms });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');
  origin = `http://${host}:${address.port}`;

  const { clear: _ours, take: _take, ...webTrouble } = webFaults;
  return {
    apiUrl: `${origin}/api/`,
    botToken: seed.app.botToken,
    appToken: seed.app.appToken,
    signingSecret: http?.signingSecret ?? seed.app.signingSecret,
    teamId: seed.team.id,
    botUserId: seed.app.botUserId,
    member: door.member,
    channels: Object.fromEntries(seed.channels.map(({ name, id }) => [name, id])),
    members: Object.fromEntries(seed.users.map(({ realName, id }) => [realName, id])),
    state: createState({ world, events, connections: socket.connections }),
    controls,
    faults: {
      ...webTrouble,
      ...events.faults,
      ...socket.faults,
      revokeToken: controls.revokeToken,
      uninstall: controls.uninstall,
      clear() {
        webFaults.clear();
        events.faults.clear();
        socket.faults.clear();
      },
    },
    verifyEventsUrl: async () => web?.verify() ?? false,
    async close() {
      events.close();
      timers.close();
      web?.close();
      socket.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await keeper.close();
      await bytes.flush();
    },
  };
}
