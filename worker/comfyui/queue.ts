/** The queue of a ComfyUI server: what runs, what waits, and taking one prompt out of it. */
import { z } from 'zod';
import type { Http } from './http.ts';
import { queueSchema } from './wire.ts';

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
