/**
 * A stand-in for ComfyUI: its HTTP routes, its websocket, its queue, cache and files, without its models. Pictures are
 * drawn from the words of the prompt and the seed, and say on themselves that they are.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import type { WireLog } from '../wire.ts';
import type { HistoryEntry, QueueItem } from './engine/queue.ts';
import type { RunNote } from './engine/worker.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFiles } from './files.ts';
import { createApp } from './http/app.ts';
import { isForeign } from './http/origin.ts';
import { beginLife, type Life } from './life.ts';
import { createModels, type ModelFiles } from './models.ts';
import { findFfmpeg } from './nodes/ffmpeg.ts';
import { type ComfyUiVersion, switchesOf } from './version.ts';

export interface ComfyUiOptions {
  /** @default 0, any free port */
  port?: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** Where `input`, `output` and `temp` live. @default a temporary folder, removed on close */
  dir?: string;
  /** Time one sampler step takes; 0 is as fast as possible. @default 120 */
  stepMs?: number;
  /** @default '0.33.0' */
  version?: ComfyUiVersion;
  /** Whether prompts that do not ask get previews, as `--preview-method` does. @default false */
  previews?: boolean;
  /** Gets every request, answer and websocket message. */
  wire?: WireLog;
  /** Told when a prompt begins to run and when it has ended. */
  onRun?: (note: RunNote) => void;
  /** @default Math.random */
  random?: () => number;
  /** Model files by folder; a folder that is named replaces the default one. */
  models?: ModelFiles;
}

export interface ComfyUiServer {
  readonly url: string;
  /** Folders the files are in. */
  readonly dir: string;
  close(): Promise<void>;

  /** Entries by prompt id, oldest first. */
  readonly history: ReadonlyMap<string, HistoryEntry>;
  /** Waiting prompts as the heap holds them, and the running one. */
  readonly queue: { pending: readonly QueueItem[]; running: QueueItem | null };
  /** Client ids with a socket that would get a message now. */
  readonly clients: readonly string[];

  /** Ways to fail that tests can order. */
  readonly faults: Faults;
  /** Drops every websocket without a closing handshake. */
  cutSockets(): void;
  /** Goes away: connections are refused, everything in memory is forgotten, files stay (but not temp). */
  stop(): Promise<void>;
  /** Comes back on the same port after `stop`. */
  start(): Promise<void>;
  restart(): Promise<void>;
}

/** Larger messages of clients are not taken. */
const MOST_CLIENT_BYTES = 4 * 1024 * 1024;

export async function startComfyUi(options: ComfyUiOptions = {}): Promise<ComfyUiServer> {
  const { host = '127.0.0.1', stepMs = 120, version: name = '0.33.0', random = Math.random, wire } = options;
  const version = switchesOf(name);
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'rendezvous-comfyui-')));
  const files = createFiles(dir);
  const faults = createFaults();
  const models = createModels(version, options.models ?? {});
  const ffmpeg = await findFfmpeg();
  let port = options.port ?? 0;
  let running: { life: Life; server: Server } | null = null;
  let revival: NodeJS.Timeout | undefined;
  faults.onCrash = (backAfterMs) => {
    void stop().then(() => {
      revival = setTimeout(() => void start(), backAfterMs);
    });
  };

  async function start(): Promise<void> {
    if (running !== null) return;
    await files.create();
    await files.emptyTemp();
    const life = beginLife({
      version,
      files,
      models,
      faults,
      ffmpeg,
      random,
      stepMs,
      previews: options.previews ?? false,
      argv: () => ['rendezvous-playground', '--listen', host, '--port', String(port)],
      wire,
      onRun: options.onRun,
    });
    const server = listenOn(life, wire);
    running = { life, server };
    server.listen(port, host);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    if (running === null) return;
    const { life, server } = running;
    running = null;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await life.end();
    await closed;
    await files.emptyTemp();
  }

  await start();
  return {
    get url() {
      return `http://${host}:${port}`;
    },
    dir,
    async close() {
      clearTimeout(revival);
      await stop();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
    get history() {
      return running?.life.queue.history ?? new Map();
    },
    get queue() {
      const queue = running?.life.queue;
      return { pending: queue?.pending() ?? [], running: queue?.running() ?? null };
    },
    get clients() {
      return running?.life.hub.clients() ?? [];
    },
    faults,
    cutSockets: () => running?.life.hub.cut(),
    stop,
    start,
    async restart() {
      await stop();
      await start();
    },
  };
}

function listenOn(life: Life, wire: WireLog | undefined): Server {
  const server = createAdaptorServer({ fetch: createApp(life, wire).fetch }) as Server;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_CLIENT_BYTES,
    perMessageDeflate: true,
  });
  server.on('upgrade', (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const site = request.headers['sec-fetch-site'];
    const headers = { host: request.headers.host, origin: request.headers.origin, site: String(site) };
    const allowed = !isForeign(headers, life.version.hardenedHttp);
    if (!allowed || !['/ws', '/api/ws'].includes(pathname)) {
      socket.end(
        `HTTP/1.1 ${allowed ? '404 Not Found' : '403 Forbidden'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) =>
      life.hub.welcome(client, searchParams.get('clientId') ?? ''),
    );
  });
  return server;
}
