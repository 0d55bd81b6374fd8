/** The REST API: everything under /api/v10. Each request is read, noted, counted, then answered or refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WireLog } from '../../wire.ts';
import { ApiError, refuse } from '../errors.ts';
import type { RestFault, RestFaultDesk } from '../faults.ts';
import { commandRoutes } from './commands.ts';
import { readInput } from './input.ts';
import { interactionRoutes } from './interactions.ts';
import type { InvalidRequests } from './invalid-requests.ts';
import { messageRoutes } from './messages.ts';
import { pinRoutes } from './pins.ts';
import { placeRoutes } from './places.ts';
import { bucketOf, isInteractionEndpoint, type Verdict } from './rate-limits.ts';
import { reactionRoutes } from './reactions.ts';
import type { Rest, RestApp, RestEnv } from './types.ts';
import { webhookRoutes } from './webhooks.ts';
import { noteAnswer, noteRequest } from './wire.ts';

const PREFIX = /^\/api(?:\/v(\d+))?(\/.*)$/;
const VERSIONS = ['9', '10'];

export interface RestOptions {
  rest: Rest;
  faults: RestFaultDesk;
  invalid: InvalidRequests;
  wire: WireLog | undefined;
}

export function createRestApp({ rest, faults, invalid, wire }: RestOptions): RestApp {
  // The version is checked below; the routes are written without it.
  const app = new Hono<RestEnv>({ getPath: (request) => split(request.url).path });

  app.use(async function noteAndCount(c, next) {
    const call = `${c.req.method} ${decoded(c.req.path)}`;
    if (invalid.isShutOut()) return c.text('error code: 1015', 429);
    const ordered = faults.take(call);
    c.set('ordered', ordered);
    for (const fault of ordered) if (fault.kind === 'slow') await sleep(fault.ms);
    await next();
    invalid.count(c.res.status, c.res.headers.get('X-RateLimit-Scope'));
    await noteAnswer(wire, call, c.res);
    if (ordered.some(({ kind }) => kind === 'lose')) c.env.incoming.socket.resetAndDestroy();
    return undefined;
  });

  app.use(async function readAndCheck(c, next) {
    const { method, path } = c.req;
    if (!VERSIONS.includes(split(c.req.url).version)) throw refuse('invalidVersion');
    const input = method === 'GET' ? { json: undefined, uploads: [] } : await readInput(c.req.raw);
    c.set('input', input);
    noteRequest(wire, `${method} ${decoded(path)}`, input);
    for (const fault of c.get('ordered')) obeyFault(c, fault);
    if (!isInteractionEndpoint(path) && path !== '/gateway') {
      if (c.req.header('authorization') !== `Bot ${rest.world.seed.token}`) throw refuse('unauthorized');
      obeyLimit(c, rest.rates.takeGlobal());
    }
    const bucket = bucketOf(method, path);
    if (bucket) obeyLimit(c, rest.rates.take(bucket.bucket, bucket.major));
    await next();
  });

  placeRoutes(app, rest);
  commandRoutes(app, rest);
  interactionRoutes(app, rest);
  webhookRoutes(app, rest);
  pinRoutes(app, rest);
  reactionRoutes(app, rest);
  messageRoutes(app, rest);

  app.notFound((c) => c.json(refuse('notFound').body, 404));
  app.onError((error, c) => {
    if (error instanceof ApiError) return c.json(error.body, error.status as ContentfulStatusCode);
    // Ours, not the app's: say so where the one who runs the playground can see it.
    process.emitWarning(error);
    return c.json({ message: '500: Internal Server Error', code: 0 }, 500);
  });
  return app;
}

function split(url: string): { version: string; path: string } {
  const match = PREFIX.exec(new URL(url).pathname);
  // Without a version Discord means 6, which is as good as gone.
  return { version: match?.[1] ?? '6', path: match?.[2] ?? '/' };
}

/** For people and patterns to read: `/reactions/⭐/@me`. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Writes the headers of a rate limit and refuses what is over it. */
function obeyLimit(c: Context<RestEnv>, { headers, exceeded }: Verdict): void {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  if (!exceeded) return;
  throw new ApiError(429, {
    message: 'You are being rate limited.',
    code: 0,
    retry_after: exceeded.retryAfterMs / 1000,
    global: exceeded.global,
  });
}

function obeyFault(c: Context<RestEnv>, fault: RestFault): void {
  if (fault.kind === 'fail') throw new ApiError(fault.status, fault.body);
  if (fault.kind !== 'limit') return;
  const global = fault.scope === 'global';
  obeyLimit(c, {
    headers: {
      'Retry-After': String(Math.ceil(fault.retryAfterMs / 1000)),
      'X-RateLimit-Scope': fault.scope,
      ...(global ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    exceeded: { retryAfterMs: fault.retryAfterMs, global },
  });
}
