/**
 * The chat page: serves it, and lets a browser act as people of the Discord and the Slack stand-in over a websocket.
 * Everything comes from this one origin; nothing is loaded from anywhere else.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { WebSocketServer } from 'ws';
import type { WorldControls as DiscordControls } from '../discord/controls.ts';
import type { DiscordMember } from '../discord/member.ts';
import type { WorldControls as SlackControls } from '../slack/controls.ts';
import type { SlackMember } from '../slack/member.ts';
import type { WireLog } from '../wire.ts';
import { type Bundle, bundlePage } from './bundle.ts';
import { serveAttachments } from './discord/files.ts';
import { contentSecurityPolicy, isOwnHost, isOwnOrigin } from './guard.ts';
import type { About, Hello } from './protocol.ts';
import { openSession } from './session.ts';
import { serveSlackFiles } from './slack/files.ts';
import { receiveDiscordUploads, receiveSlackUploads } from './uploads.ts';

/** A form of five long texts fits; an upload does not. */
const MOST_REQUEST_BYTES = 256 * 1024;

export interface PageOptions {
  /** @default 0, a free port */
  port?: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** The stand-ins the page is a client of: where they answer, and whom one may act as. */
  discord?: { apiUrl: string; members: DiscordMember[]; controls: DiscordControls } | undefined;
  slack?: { apiUrl: string; members: SlackMember[]; controls: SlackControls } | undefined;
  wire: WireLog;
  about: About;
  /** The page's script and stylesheet. @default bundled now, from the sources */
  bundle?: Bundle;
  /** @default console.error */
  report?: (error: unknown) => void;
}

export interface Page {
  url: string;
  close(): Promise<void>;
}

export async function startPage(options: PageOptions): Promise<Page> {
  const { port = 0, host = '127.0.0.1', discord, slack, wire, about, report = console.error } = options;
  const read = (name: string) => readFile(new URL(`client/${name}`, import.meta.url), 'utf8');
  const [bundle, html, icon] = await Promise.all([
    options.bundle ?? bundlePage(),
    read('index.html'),
    read('icon.svg'),
  ]);

  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
      // Files come with a stricter policy of their own.
      overwrite: false,
    }),
  );
  app.use(async (context, next) => {
    if (isOwnHost(context.req.header('host'), host)) return next();
    return context.text(`This is the playground's page. Open it at ${urlOf(server.address(), host)}\n`, 403);
  });
  app.get('/health', (context) => context.json({ ok: true }));
  if (discord) {
    serveAttachments(app, new URL(discord.apiUrl).origin);
    receiveDiscordUploads(app, discord.members);
  }
  if (slack) {
    serveSlackFiles(app, slack.members);
    receiveSlackUploads(app, slack.members);
  }
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.get('/', (context) => context.html(html));
  app.get('/icon.svg', (context) => context.body(icon, 200, { 'content-type': 'image/svg+xml' }));
  app.get('/page.js', (context) => context.body(bundle.script, 200, { 'content-type': 'text/javascript' }));
  app.get('/style.css', (context) => context.body(bundle.style, 200, { 'content-type': 'text/css' }));
  app.onError((error, context) => {
    report(error);
    return context.text('Something went wrong in the playground.\n', 502);
  });

  // Read anew for each browser: roles and languages change.
  const hello = (): Hello => ({
    tell: 'hello',
    about,
    ...(discord && {
      discord: {
        members: discord.members.map(({ info }) => info),
        filesOrigin: new URL(discord.apiUrl).origin,
      },
    }),
    ...(slack && {
      slack: { people: slack.members.map(({ info }) => info), filesOrigin: new URL(slack.apiUrl).origin },
    }),
  });
  const members = { discord: discord?.members ?? [], slack: slack?.members ?? [] };
  const worlds = { discord: discord?.controls, slack: slack?.controls };
  const server = createServer(getRequestListener(app.fetch));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_REQUEST_BYTES });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { origin, host: asked } = request.headers;
    if (request.url !== '/live' || !isOwnHost(asked, host) || !isOwnOrigin(origin, asked)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) =>
      openSession({ socket, hello: hello(), members, worlds, wire, report }),
    );
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port, host)));
    server.listen(port, host, resolve);
  });

  return {
    url: urlOf(server.address(), host),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An address to open in a browser; one bound to all interfaces is reached by the loopback one. */
function urlOf(address: string | AddressInfo | null, host: string): string {
  const port = address && typeof address === 'object' ? address.port : 0;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

function portError(error: Error, port: number, host: string): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(`port ${port} on ${host} is taken by another program; choose another one with PORT`, {
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new Error(`port ${port} on ${host} may not be opened; choose one above 1023 with PORT`, {
      cause: error,
    });
  }
  return error;
}
