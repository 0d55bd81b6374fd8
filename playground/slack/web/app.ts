/** The Web API: everything under /api/. A call is read, noted, counted, checked for its token, then carried out or refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { ApiError, refuse } from '../errors.ts';
import type { WebFault, WebFaultDesk } from '../faults.ts';
import type { JsonObject } from '../validate/walk.ts';
import { botScopes, type World } from '../world/world.ts';
import { type Arguments, readArguments } from './args.ts';
import type { Method, Methods, Web } from './method.ts';
import { basics } from './methods/basics.ts';
import { blocks } from './methods/blocks.ts';
import { chat } from './methods/chat.ts';
import { chatEdits } from './methods/chat-edits.ts';
import { conversations } from './methods/conversations.ts';
import { files } from './methods/files.ts';
import { history } from './methods/history.ts';
import { people } from './methods/people.ts';
import { pins } from './methods/pins.ts';
import { reactions } from './methods/reactions.ts';
import { views } from './methods/views.ts';
import type { RateCounter } from './rate-limits.ts';
import type { Note } from './wire.ts';

export const METHODS: Methods = {
  ...basics,
  ...blocks,
  ...chat,
  ...chatEdits,
  ...conversations,
  ...files,
  ...history,
  ...people,
  ...pins,
  ...reactions,
  ...views,
};

type Env = { Bindings: HttpBindings };

export function createWebApi(parts: {
  web: Web;
  rates: RateCounter;
  faults: WebFaultDesk;
  note: Note;
}): Hono<Env> {
  const { web, rates, faults, note } = parts;
  const { world } = web;
  const app = new Hono<Env>();

  app.all('/api/:method', async (c) => {
    const name = c.req.param('method');
    const ordered = faults.take(name);
    for (const fault of ordered) if (fault.kind === 'slow') await sleep(fault.ms);
    const answer = await call(c, name, ordered);
    note({
      wire: 'slack-web',
      direction: 'out',
      summary: name,
      status: answer.status,
      body: await answer.clone().json(),
    });
    if (ordered.some(({ kind }) => kind === 'lose')) c.env.incoming.socket.destroy();
    return answer;
  });

  async function call(c: Context<Env>, name: string, ordered: WebFault[]): Promise<Response> {
    let args: Arguments | undefined;
    try {
      args = await readArguments(c.req.raw);
      note({ wire: 'slack-web', direction: 'in', summary: name, body: args.values });
      const wait = ordered.find((fault) => fault.kind === 'limit');
      if (wait) return tooMany(c, wait.seconds);
      for (const fault of ordered) if (fault.kind === 'fail') return failed(c, fault);
      const method = METHODS[name];
      if (!method) throw refuse('unknown_method', { req_method: name });
      checkToken(world, method, c.req.header('authorization'), args);
      const seconds = countCall(world, rates, name, method, args.values);
      if (seconds !== null) return tooMany(c, seconds);
      checkScopes(c, world, method);
      const result = await method.run(web, args.values);
      return c.json({ ok: true, ...result, ...warned(args, result) });
    } catch (error) {
      if (error instanceof ApiError) return c.json({ ok: false, error: error.code, ...error.details });
      // Ours, not the app's: say so where the one who runs the playground can see it.
      process.emitWarning(error instanceof Error ? error : String(error));
      return c.json({ ok: false, error: 'internal_error' }, 500);
    }
  }
  return app;
}

/** App-level tokens go into the header only; bot tokens may also be an argument of a form. */
function checkToken(world: World, method: Method, header: string | undefined, args: Arguments): void {
  if (method.token === 'none') return;
  const fromHeader = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  const fromForm = args.isJson ? undefined : args.values.token;
  const { botToken, appToken } = world.seed.app;
  if (method.token === 'app' && fromHeader === undefined) throw refuse('not_authed');
  const token = fromHeader ?? (typeof fromForm === 'string' ? fromForm : undefined);
  if (token === undefined) throw refuse('not_authed');
  if (token !== botToken && token !== appToken) throw refuse('invalid_auth');
  if (world.access === 'uninstalled') throw refuse('account_inactive');
  if (world.access === 'revoked' && token === botToken) throw refuse('token_revoked');
  if ((method.token === 'app') !== (token === appToken)) throw refuse('not_allowed_token_type');
}

function checkScopes(c: Context<Env>, world: World, method: Method): void {
  if (method.token !== 'bot') return;
  const provided = botScopes(world);
  c.header('x-oauth-scopes', provided.join(','));
  if (method.scopes.length === 0) return;
  c.header('x-accepted-oauth-scopes', method.scopes.join(','));
  if (method.scopes.some((scope) => provided.includes(scope))) return;
  throw refuse('missing_scope', { needed: method.scopes.join(','), provided: provided.join(',') });
}

/** Per method; chat.postMessage per channel and, more generously, for the whole workspace. */
function countCall(
  world: World,
  rates: RateCounter,
  name: string,
  method: Method,
  values: JsonObject,
): number | null {
  const { rates: limits } = world.limits;
  const apart = method.countedBy === undefined ? '' : `/${String(values[method.countedBy])}`;
  const seconds = rates.take(`${name}${apart}`, limits[method.tier]);
  return seconds ?? (method.tier === 'post' ? rates.take(name, limits.workspacePost) : null);
}

function tooMany(c: Context<Env>, seconds: number): Response {
  return c.json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(seconds) });
}

function failed(c: Context<Env>, fault: Extract<WebFault, { kind: 'fail' }>): Response {
  const status = fault.status === 500 || fault.status === 503 ? fault.status : 200;
  return c.json({ ok: false, error: fault.error }, status);
}

function warned({ warning }: Arguments, result: JsonObject): JsonObject {
  if (!warning || 'warning' in result) return {};
  const before = result.response_metadata;
  return {
    warning,
    response_metadata: { ...(typeof before === 'object' ? before : {}), warnings: [warning] },
  };
}
