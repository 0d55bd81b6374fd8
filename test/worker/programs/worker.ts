/**
 * A worker in a process of its own, with short locks, for tests that kill it. With `endsAt` it ends itself, as a
 * crash would, whenever it has a prompt in hand whose graph names that.
 */
import { pino } from 'pino';
import { openCore } from '../../../core/core.ts';
import { openComfyUi } from '../../../worker/comfyui/backend.ts';
import { startWorker } from '../../../worker/worker.ts';
import { quick, quickComfy } from '../bench.ts';

const { redisUrl, mediaUrl, prefix, url, endsAt } = JSON.parse(process.argv[2] ?? '{}') as Record<
  string,
  string
>;
const core = await openCore({ redisUrl: redisUrl ?? '', mediaUrl: mediaUrl ?? '', prefix: prefix ?? '' });
const backend = openComfyUi({ url: url ?? '', timing: quickComfy });
const fragile: typeof backend = {
  ...backend,
  open(prompt, onHint) {
    if (endsAt && JSON.stringify(prompt.graph).includes(endsAt)) process.kill(process.pid, 'SIGKILL');
    return backend.open(prompt, onHint);
  },
};
const timing = { ...quick, ...(endsAt && { lockMs: 400, stalledMs: 150 }) };
await startWorker({ core, backends: [fragile], log: pino({ level: 'silent' }), timing });
process.send?.('started');
