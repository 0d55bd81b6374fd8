/** What became of prompts. */
import type { Hono } from 'hono';
import { z } from 'zod';
import type { HistoryEntry } from '../engine/queue.ts';
import type { Life } from '../life.ts';
import { type Env, empty, json, readObject, wholeNumber } from './answers.ts';

const WIDE_SEED = 18_446_744_073_709_551_615n;

export function addHistoryRoutes(routes: Hono<Env>, { queue, faults }: Life): void {
  routes.get('/history', (context) => {
    const { max_items, offset } = context.req.query();
    const maxItems = max_items === undefined ? null : wholeNumber(max_items);
    return json(context, spoil(queue.page(maxItems, offset === undefined ? -1 : wholeNumber(offset))));
  });

  routes.get('/history/:id', (context) => {
    const id = context.req.param('id');
    const entry = queue.history.get(id);
    return json(context, spoil(entry === undefined ? {} : { [id]: entry }));
  });

  routes.post('/history', (context) => {
    const body = readObject(context);
    if (body.clear) queue.history.clear();
    if ('delete' in body) {
      for (const id of z.array(z.unknown()).parse(body.delete)) queue.history.delete(String(id));
    }
    return empty(context, 200);
  });

  /** Puts in what tests ordered; an answer without entries uses up no order. */
  function spoil(page: Record<string, HistoryEntry>): Record<string, unknown> {
    if (Object.keys(page).length === 0) return page;
    let spoiled: Record<string, unknown> = page;
    if (faults.nanInHistory > 0) {
      faults.nanInHistory -= 1;
      spoiled = mapEntries(spoiled, (entry) => ({ ...(entry as HistoryEntry), spoiled: Number.NaN }));
    }
    if (faults.wideSeedsInHistory > 0) {
      faults.wideSeedsInHistory -= 1;
      spoiled = widenSeeds(spoiled) as Record<string, unknown>;
    }
    return spoiled;
  }
}

const mapEntries = (object: Record<string, unknown>, change: (value: unknown, key: string) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

function widenSeeds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(widenSeeds);
  if (value === null || typeof value !== 'object') return value;
  return mapEntries(value as Record<string, unknown>, (inner, key) =>
    key === 'seed' || key === 'noise_seed' ? WIDE_SEED : widenSeeds(inner),
  );
}
