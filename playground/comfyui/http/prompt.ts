/** Posting prompts. */
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Graph } from '../engine/graph.ts';
import { badPromptId, noPrompt } from '../engine/refusals.ts';
import { validatePrompt } from '../engine/validate.ts';
import type { Life } from '../life.ts';
import { toFloat, toStr } from '../python.ts';
import { type Env, json, readObject } from './answers.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const anyObject = z.record(z.string(), z.unknown());

export function addPromptRoutes(routes: Hono<Env>, life: Life): void {
  const { version, queue } = life;

  routes.get('/prompt', (context) => json(context, life.queueInfo()));

  routes.post('/prompt', async (context) => {
    const body = readObject(context);
    const number = 'number' in body ? toFloat(body.number) : life.takeNumber(Boolean(body.front));
    if (!('prompt' in body)) return json(context, { error: noPrompt(), node_errors: {} }, 400);

    const id = promptId(body.prompt_id, 'prompt_id' in body);
    if (id === null) return json(context, { error: badPromptId(), node_errors: {} }, 400);

    const graph = readGraph(body.prompt);
    await life.refreshChoices();
    const verdict = validatePrompt(graph, body.partial_execution_targets, life);
    const extra = readExtraData(body);
    if (!verdict.valid) return json(context, { error: verdict.error, node_errors: verdict.nodeErrors }, 400);
    queue.put({ number, id, graph, extra, outputs: verdict.outputs });
    return json(context, { prompt_id: id, number, node_errors: verdict.nodeErrors });
  });

  /** null for an id the version does not take. */
  function promptId(asked: unknown, given: boolean): string | null {
    if (!version.uuidPromptIds) return given ? toStr(asked) : randomUUID();
    if (asked === undefined || asked === null) return randomUUID();
    return typeof asked === 'string' && UUID.test(asked) ? asked : null;
  }

  /** The old version iterates over anything, and finds no nodes in an empty list. */
  function readGraph(prompt: unknown): Graph {
    if (!version.uuidPromptIds && Array.isArray(prompt) && prompt.length === 0) return {};
    return anyObject.parse(prompt) as Graph;
  }

  function readExtraData(body: Record<string, unknown>): Record<string, unknown> | null {
    const given = 'extra_data' in body ? body.extra_data : {};
    if (given === null && version.diesOfNullExtraData && !('client_id' in body)) return null;
    const extra = { ...anyObject.parse(given) };
    if ('client_id' in body) extra.client_id = body.client_id;
    if (version.guardsExtraData) extra.create_time = Date.now();
    return extra;
  }
}
