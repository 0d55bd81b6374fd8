/** The queue, interruption, and letting go of memory. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { parseJson } from '../json.ts';
import type { Life } from '../life.ts';
import { type Env, empty, json, readObject } from './answers.ts';

const idList = z.array(z.unknown());

export function addQueueRoutes(routes: Hono<Env>, { queue, runner, worker }: Life): void {
  routes.get('/queue', (context) => json(context, queue.toWire()));

  routes.post('/queue', (context) => {
    const body = readObject(context);
    if (body.clear) queue.clear();
    if ('delete' in body) for (const id of idList.parse(body.delete)) queue.remove(String(id));
    return empty(context, 200);
  });

  routes.post('/interrupt', (context) => {
    const id = interruptedId(new TextDecoder().decode(context.get('body')));
    if (!id || queue.running()?.id === id) runner.interrupt();
    return empty(context, 200);
  });

  routes.post('/free', (context) => {
    // Unloading models alone keeps the results of nodes, so there is nothing to do for it here.
    if (readObject(context).free_memory) worker.free();
    return empty(context, 200);
  });
}

/** Anything that is no JSON counts as "whatever runs". */
function interruptedId(body: string): unknown {
  try {
    const parsed = parseJson(body);
    return parsed !== null && typeof parsed === 'object' && 'prompt_id' in parsed
      ? parsed.prompt_id
      : undefined;
  } catch {
    return undefined;
  }
}
