/** The queue of a ComfyUI server: what runs, what waits, and taking one prompt out of it. */
import { z } from 'zod';
import type { Listed } from '../backend.ts';
import type { Http } from './http.ts';
import { historySchema, markIn, queueSchema } from './wire.ts';

/** So many of the latest in history are looked through. */
const lookedThrough = 100;

/** What carries a mark of ours, whoever put it there: what waits, what runs, what ended lately. */
export async function listMarked(http: Http, signal: AbortSignal): Promise<Listed[]> {
  const queue = await http.getJson('/queue', queueSchema, signal);
  const history = await http.getJson(`/history?max_items=${lookedThrough}`, historySchema, signal);
  const told = [
    ...queue.queue_pending.map((item) => ({ item, id: item[1], at: 'pending' as const })),
    ...queue.queue_running.map((item) => ({ item, id: item[1], at: 'running' as const })),
    ...Object.entries(history).map(([id, { prompt, status }]) => {
      const at = status?.status_str === 'success' ? ('done' as const) : ('failed' as const);
      return { item: prompt, id, at };
    }),
  ];
  return told.flatMap(({ item, id, at }) => {
    const mark = item && markIn(item);
    return mark ? [{ id, mark, at }] : [];
  });
}

export async function readQueue(
  http: Http,
  signal: AbortSignal,
): Promise<{ running: string[]; pending: string[] }> {
  const queue = await http.getJson('/queue', queueSchema, signal);
  const ids = (items: (typeof queue)['queue_running']) => items.map(([, id]) => id);
  return { running: ids(queue.queue_running), pending: ids(queue.queue_pending) };
}

/** Takes a prompt out of the queue, or interrupts it when it is the one that runs. */
export async function takeOut(http: Http, id: string, signal: AbortSignal): Promise<void> {
  const { running, pending } = await readQueue(http, signal);
  if (pending.includes(id)) {
    await http.postJson('/queue', { delete: [id] }, z.unknown(), signal);
  } else if (running.includes(id)) {
    // Servers before 0.3.57 ignore the id and stop whatever runs, so it must have been this one a moment ago.
    await http.postJson('/interrupt', { prompt_id: id }, z.unknown(), signal);
  }
}
