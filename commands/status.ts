/** `/status`: which workers are there, what they run on, and what they are doing. */
import { z } from 'zod';
import { bold, type Card, type Element, type Text } from '../core/card.ts';
import { say, type Words } from '../core/say.ts';
import type { BackendStatus } from '../core/workers.ts';
import { defineCommand } from './command.ts';
import { duration } from './words.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'See the GPU workers and what they are doing',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ tools }) {
    const workers = await tools.core.workers.all();
    const waiting = await tools.core.queue.waitingCount();
    const elements: Element[] = [{ type: 'heading', text: say('Workers') }];
    if (workers.length === 0) {
      elements.push({
        type: 'text',
        text: say('No worker is here. Renders wait in the queue and start when one comes back.'),
      });
    }
    for (const worker of workers) {
      const up = duration(tools.now() - worker.startedAt);
      elements.push({ type: 'text', text: [bold(worker.host), ' · ', say('up for {time}', { time: up })] });
      if (worker.storeTrouble)
        elements.push({
          type: 'text',
          text: say('Takes no renders for now: it has nowhere to keep them. Its log says why.'),
        });
      elements.push({ type: 'list', items: worker.backends.map(backendLine) });
    }
    elements.push({
      type: 'note',
      text: say('{n, plural, one {# render} other {# renders}} waiting', { n: waiting }),
    });
    const card: Card = {
      tone: 'plain',
      summary: say('{n, plural, one {# worker} other {# workers}}, {waiting} waiting', {
        n: workers.length,
        waiting,
      }),
      elements,
    };
    return { card };
  },
});

function backendLine(backend: BackendStatus): Text {
  if (!backend.reachable) {
    const state = backend.hung ? say('hangs') : say('not reachable');
    return [`${backend.name}: `, state, backend.trouble ? `, ${backend.trouble}` : ''];
  }
  const parts: Words[] = [backend.version ? `ComfyUI ${backend.version}` : say('ComfyUI of unknown version')];
  if (backend.standIn) parts.push(say('a stand-in that draws without a model'));
  else if (backend.device) parts.push(backend.device);
  if (backend.memoryTotal && backend.memoryFree !== undefined && !backend.standIn) {
    const { memoryFree: free, memoryTotal: total } = backend;
    parts.push(
      say('{free, number, ::.0} of {total, number, ::.0} GB free', { free: free / 1e9, total: total / 1e9 }),
    );
  }
  parts.push(
    backend.jobs.length === 0
      ? say('idle')
      : say('{n, plural, one {# render} other {# renders}} in hand', { n: backend.jobs.length }),
  );
  if (backend.lastModels.length > 0)
    parts.push(say('last used {models}', { models: backend.lastModels.join(', ') }));
  return parts.flatMap((part, at) => (at > 0 ? [' · ', part] : [part]));
}
