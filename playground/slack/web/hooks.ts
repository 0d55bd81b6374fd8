/** Where response URLs point: a message in, the word `ok` out. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { useResponseUrl } from '../delivery/answers.ts';
import { ApiError, refuse } from '../errors.ts';
import type { WebFaultDesk } from '../faults.ts';
import type { ResponseUrls } from '../world/response-urls.ts';
import type { World } from '../world/world.ts';
import type { Note } from './wire.ts';

type Env = { Bindings: HttpBindings };

export function hookRoutes(
  app: Hono<Env>,
  parts: { world: World; responseUrls: ResponseUrls; faults: WebFaultDesk; note: Note },
): void {
  const { world, responseUrls, faults, note } = parts;

  async function respond(c: Context<Env>): Promise<Response> {
    const fault = faults.take('response_url').find(({ kind }) => kind === 'fail');
    if (fault) return c.text('server_error', 500);
    try {
      const body = await bodyOf(c);
      note({ wire: 'slack-web', direction: 'in', summary: 'response_url', body });
      const url = responseUrls.get(c.req.path);
      if (!url || world.access === 'uninstalled') throw refuse('no_active_hooks');
      useResponseUrl(world, url, body);
      note({ wire: 'slack-web', direction: 'out', summary: 'response_url', status: 200, body: 'ok' });
      return c.text('ok');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const body = { ok: false, error: error.code };
      note({ wire: 'slack-web', direction: 'out', summary: 'response_url', status: 404, body });
      // No details here, and 404 whatever was wrong (slackapi/java-slack-sdk issue 1349).
      return c.json(body, 404);
    }
  }

  for (const kind of ['commands', 'actions', 'app']) app.post(`/${kind}/:team/:id/:secret`, respond);
}

async function bodyOf(c: Context<Env>): Promise<unknown> {
  const text = await c.req.text();
  const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded');
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  } catch {
    throw refuse('invalid_payload');
  }
}
