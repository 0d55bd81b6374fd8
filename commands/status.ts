/** `/status`: which workers are there, what they run on, and what they are doing. */
import { z } from 'zod';
import { bold, type Card, type Element, type Text } from '../core/card.ts';
import { say } from '../core/say.ts';
import type { BackendStatus } from '../core/workers.ts';
import { defineCommand } from './command.ts';
import { counted, duration } from './words.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'See the GPU workers and what they are doing',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ tools }) {
    const workers = await tools.core.workers.all();
    const waiting = await tools.core.queue.waitingCount();
    const elements: Element[] = [{ type: 'heading', text: 'Workers' }];
    if (workers.length === 0) {
      elements.push({
        type: 'text',
        text: 'No worker is here. Renders wait in the queue and start when one comes back.',
      });
    }
    for (const worker of workers) {
      const up = duration(tools.now() - worker.startedAt);
      elements.push({ type: 'text', text: [bold(worker.host), ' · ', say('up for {time}', { time: up })] });
      if (worker.storeTrouble)
        elements.push({
          type: 'text',
          text: 'Takes no renders for now: it has nowhere to keep them. Its log says why.',
        });
      elements.push({ type: 'list', items: worker.backends.map(backendLine) });
    }
    elements.push({ type: 'note', text: `${counted(waiting, 'render')} waiting` });
    const card: Card = {
      tone: 'plain',
      summary: `${counted(workers.length, 'worker')}, ${waiting} waiting`,
      elements,
    };
    return { card };
  },
});

function backendLine(backend: BackendStatus): Text {
  if (!backend.reachable)
    return `${backend.name}: ${backend.hung ? 'hangs' : 'not reachable'}${backend.trouble ? `, ${backend.trouble}` : ''}`;
  const parts = [`ComfyUI ${backend.version ?? 'of unknown version'}`];
  if (backend.standIn) parts.push('a stand-in that draws without a model');
  else if (backend.device) parts.push(backend.device);
  if (backend.memoryTotal && backend.memoryFree !== undefined && !backend.standIn) {
    parts.push(`${gigabytes(backend.memoryFree)} of ${gigabytes(backend.memoryTotal)} GB free`);
  }
  parts.push(backend.jobs.length === 0 ? 'idle' : `${counted(backend.jobs.length, 'render')} in hand`);
  if (backend.lastModels.length > 0) parts.push(`last used ${backend.lastModels.join(', ')}`);
  return parts.join(' · ');
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
