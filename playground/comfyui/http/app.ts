/** The HTTP side: every route with and without `/api` before it, and what happens around all of them. */
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WireLog } from '../../wire.ts';
import type { Life } from '../life.ts';
import { type Ctx, type Env, json, serverError, text } from './answers.ts';
import { addFileRoutes } from './files.ts';
import { addHistoryRoutes } from './history.ts';
import { addInfoRoutes } from './info.ts';
import { addJobRoutes } from './jobs.ts';
import { isForeign } from './origin.ts';
import { addPromptRoutes } from './prompt.ts';
import { addQueueRoutes } from './queue.ts';

export const MAX_BODY = 100 * 1024 * 1024;

export function createApp(life: Life, wire: WireLog | undefined): Hono<Env> {
  const routes = new Hono<Env>();
  addPromptRoutes(routes, life);
  addQueueRoutes(routes, life);
  addHistoryRoutes(routes, life);
  addInfoRoutes(routes, life);
  addFileRoutes(routes, life);

  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const { method, path } = context.req;
    const search = new URL(context.req.url).search;
    const started = { wire: 'comfyui-http', summary: `${method} ${path}${search}` } as const;
    const body = await readBody(context);
    wire?.write({ ...started, direction: 'in', body: shown(body, context.req.header('Content-Type')) });
    if (body === null) context.res = tooLarge(context);
    else {
      context.set('body', body);
      await next();
    }
    wire?.write({ ...started, direction: 'out', status: context.res.status, body: cut(context.get('told')) });
  });
  app.use(async (context, next) => {
    const [host, origin, site] = ['Host', 'Origin', 'Sec-Fetch-Site'].map((name) => context.req.header(name));
    if (isForeign({ host, origin, site }, life.version.hardenedHttp)) return context.body(null, 403);
    if (context.req.method === 'OPTIONS') return context.body(null, 200);
    const failure = life.faults.takeHttpFailure(context.req.path.replace(/^\/api(?=\/)/, ''));
    if (failure === 500) return serverError(context);
    if (failure !== null) return json(context, { error: 'ordered failure' }, failure as ContentfulStatusCode);
    return next();
  });
  app.route('/api', routes);
  app.route('/', routes);
  if (life.version.jobs) {
    // Declared with their prefix, so they exist with one or two of them, never without.
    const jobs = new Hono<Env>();
    addJobRoutes(jobs, life);
    app.route('/api', jobs);
    app.route('/api/api', jobs);
  }

  // Unknown paths fall to the server for static files, which knows GET and HEAD only.
  app.notFound((context) =>
    ['GET', 'HEAD'].includes(context.req.method)
      ? context.body(null, 404, { 'Content-Type': 'application/octet-stream' })
      : text(context, '405: Method Not Allowed', 405),
  );
  app.onError((_error, context) => serverError(context));
  return app;
}

/** null when there is more of it than the server takes; the rest is still read, so that the answer gets through. */
async function readBody(context: Ctx): Promise<Uint8Array<ArrayBuffer> | null> {
  const stream = context.req.raw.body;
  if (stream === null || ['GET', 'HEAD'].includes(context.req.method)) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length <= MAX_BODY) chunks.push(chunk);
  }
  return length > MAX_BODY ? null : Uint8Array.from(Buffer.concat(chunks));
}

const tooLarge = (context: Ctx): Response =>
  text(context, `Maximum request body size ${MAX_BODY} exceeded.`, 413);

const MOST_SHOWN = 4000;

/** A request's body as the wire log shows it: JSON parsed, everything else by its size. */
function shown(body: Uint8Array | null, contentType: string | undefined): unknown {
  if (body === null || body.length === 0) return undefined;
  if (contentType?.includes('multipart') || body.length > 10 * MOST_SHOWN) return `${body.length} bytes`;
  const written = new TextDecoder().decode(body);
  try {
    return cut(JSON.parse(written));
  } catch {
    return written.slice(0, MOST_SHOWN);
  }
}

/** Long texts are cut; a body that is long as a whole is named by its size. */
function cut(body: unknown): unknown {
  if (body === undefined) return undefined;
  const written = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return written.length > MOST_SHOWN
    ? `${written.slice(0, MOST_SHOWN)}… (${written.length} characters)`
    : body;
}
