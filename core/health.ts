/**
 * What a process says of itself over HTTP:
 *
 * - `/health`: it lives. Nothing is looked up, so whoever restarts what does not answer never acts on another's trouble.
 * - `/ready`: it can do its work, or 503 and the reasons in words.
 * - `/metrics`: for Prometheus.
 *
 * On loopback unless told otherwise, and never for web pages: a page anywhere can make a visitor's browser call this
 * machine, and point a host name of its own at it.
 */
import { isIP } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { SettingsError, toError } from './errors.ts';

/** What has to be right for the work. Resolves to null, or to what is wrong, in words. */
export type Check = () => Promise<string | null> | string | null;

export interface HealthOptions {
  /** Which process this is. */
  name: string;
  /** By the name of what is looked at. */
  checks: Record<string, Check>;
  metrics: { contentType: string; metrics(): Promise<string> };
  host: string;
  port: number;
  /** @default 3000 */
  patienceMs?: number;
}

export interface Health {
  url: string;
  close(): Promise<void>;
}

export function createHealth({
  name,
  checks,
  metrics,
  host,
  patienceMs = 3000,
}: Omit<HealthOptions, 'port'>) {
  const startedAt = Date.now();
  const app = new Hono();

  app.use(async (context, next) => {
    if (isForUs(context.req.header(), host)) return next();
    return context.text('This address is not for web pages.\n', 403);
  });

  app.get('/health', (context) =>
    context.json({ process: name, alive: true, forSeconds: Math.round((Date.now() - startedAt) / 1000) }),
  );

  app.get('/ready', async (context) => {
    const looked = await Promise.all(
      Object.entries(checks).map(
        async ([what, check]) => [what, await look(what, check, patienceMs)] as const,
      ),
    );
    return sayReady(context, name, Object.fromEntries(looked));
  });

  app.get('/metrics', async (context) =>
    context.text(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
  return app;
}

/** Opens the port. @throws SettingsError when it cannot be had. */
export async function serveHealth(options: HealthOptions): Promise<Health> {
  const { host, port } = options;
  const server = await listen(createHealth(options), host, port);
  const address = server.address();
  const bound = typeof address === 'object' ? (address?.port ?? port) : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Whoever keeps a connection open does not keep the process.
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new SettingsError(
          `METRICS_PORT ${port} cannot be had on METRICS_HOST ${hostname} (${error.code}). Set them to a free port and an address of this machine.`,
          { cause: error },
        ),
      ),
    );
  });
}

/** Answers as words for people and as JSON for programs; both say the same. */
export function sayReady(context: Context, name: string, looked: Record<string, string | null>) {
  const reasons = Object.values(looked).filter((one) => one !== null);
  const status = reasons.length === 0 ? 200 : 503;
  if (context.req.header('accept')?.includes('text/')) {
    const words = reasons.length === 0 ? `The ${name} can work.` : reasons.join('\n');
    return context.text(`${words}\n`, status);
  }
  const parts = Object.fromEntries(
    Object.entries(looked).map(([what, trouble]) => [what, trouble ?? 'right']),
  );
  return context.json({ process: name, ready: status === 200, reasons, checks: parts }, status);
}

async function look(what: string, check: Check, patienceMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, patienceMs, `${what} does not answer within ${patienceMs / 1000} s.`);
  });
  try {
    return await Promise.race([check(), tooLate]);
  } catch (thrown) {
    return `${what} cannot be looked at: ${toError(thrown).message}`;
  } finally {
    clearTimeout(timer);
  }
}

/** On loopback only by a name that no stranger's name server can hand out; and never for a page of another origin. */
export function isForUs(headers: Record<string, string>, boundTo: string): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined || (site !== undefined && site !== 'none' && site !== 'same-origin'))
    return false;
  if (!isLoopback(boundTo)) return true;
  const { host = '' } = headers;
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
