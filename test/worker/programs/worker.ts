/** A worker in a process of its own, with short locks, for tests that kill it. */
import { pino } from 'pino';
import { openCore } from '../../../core/core.ts';
import { openComfyUi } from '../../../worker/comfyui/backend.ts';
import { startWorker } from '../../../worker/worker.ts';
import { quick, quickComfy } from '../bench.ts';

const { redisUrl, mediaUrl, prefix, url } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const core = await openCore({ redisUrl: redisUrl ?? '', mediaUrl: mediaUrl ?? '', prefix: prefix ?? '' });
const backends = [openComfyUi({ url: url ?? '', timing: quickComfy })];
await startWorker({ core, backends, log: pino({ level: 'silent' }), timing: quick });
process.send?.('started');
