/** Ten thousand renders waiting against a hundred: what the things cost that are done all the time. */
import { Worker } from 'bullmq';
import { startLivePosts } from '../bots/live.ts';
import { createLock } from '../bots/lock.ts';
import { readJobView } from '../commands/job-view.ts';
import { newJobId } from '../core/ids.ts';
import { createLog } from '../core/log.ts';
import { renderQueueName } from '../core/queue.ts';
import { createMemoryChat } from '../test/support/chat.ts';
import { startTestCore } from '../test/support/core.ts';
import { createGestures } from '../test/support/gestures.ts';
import { mai, noor, ravi, testJob } from '../test/support/jobs.ts';
import { until } from '../test/support/until.ts';
import { repairQueue } from '../worker/repair.ts';
import { ms, percentile, print, ratio } from './figures.ts';

const few = 100;
const many = 10_000;
const atOnce = 100;
const taken = 50;
const liveMs = 6000;

async function measure(waiting: number) {
  const test = await startTestCore();
  const { core } = test;
  const memory = async () => Number(/used_memory:(\d+)/.exec(await core.redis.info('memory'))?.[1]);
  const took = async (times: number, work: () => Promise<unknown>) => {
    const all: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const startedAt = performance.now();
      await work();
      all.push(performance.now() - startedAt);
    }
    return percentile(all, 0.5);
  };
  try {
    const before = await memory();
    const chat = createMemoryChat();
    const ids: string[] = [];
    for (let n = 0; n < waiting; n += atOnce) {
      await Promise.all(
        Array.from({ length: atOnce }, async (_, k) => {
          const owner = [mai, ravi, noor][k % 3] ?? mai;
          const post = { platform: 'discord' as const, channel: '300', message: String(n + k) };
          const job = testJob({ id: newJobId(), owner, post });
          chat.posts.set(post.message, {
            card: { tone: 'plain', summary: '', elements: [] },
            channel: '300',
            edits: [],
          });
          await core.jobs.create(job);
          await core.queue.add(job.id, owner);
          ids.push(job.id);
        }),
      );
    }
    const bytes = ((await memory()) - before) / waiting;
    await core.estimates.learn('picture', 1, 5);

    const act = createGestures(core);
    const middle = await core.jobs.get((await core.queue.waiting(1, waiting / 2))[0] ?? '');
    const place = await took(50, async () => middle && readJobView(act.tools, middle));
    const list = await took(20, () => act.perform('queue', {}));
    const log = createLog('bench', 'silent');
    const repair = await took(5, () => repairQueue(core, log, { settleMs: 0, callOffMs: 0 }));

    // A bot that has nothing to say but looks at what waits: the time it is busy, per second.
    const live = startLivePosts({ tools: act.tools, chat, lock: createLock() });
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, liveMs));
    const { user, system } = process.cpuUsage(cpu);
    await live.close();
    const sweep = (user + system) / 1000 / (liveMs / 1000);

    let done = 0;
    const startedAt = performance.now();
    const worker = new Worker(
      renderQueueName,
      async ({ opts }) => {
        await core.queue.serving(opts.priority ?? 1);
        done += 1;
        if (done >= taken) await worker.pause(true);
      },
      { connection: core.redis, prefix: `${core.prefix}:bull`, concurrency: 1 },
    );
    await until(() => done >= taken, { within: 60_000, every: 5 });
    const next = (performance.now() - startedAt) / taken;
    await worker.close();
    return { bytes, place, list, repair, sweep, next };
  } finally {
    await test.close();
  }
}

export async function benchWaiting(): Promise<void> {
  const base = await measure(few);
  const full = await measure(many);
  const line = (key: keyof typeof base, show: (value: number) => string) =>
    `${show(base[key])} with ${few}, ${show(full[key])} with ${many}  ${ratio(full[key], base[key])}`;
  print(`${many} renders waiting against ${few}`, {
    'memory per render in Redis': line('bytes', (value) => `${(value / 1024).toFixed(1)} kB`),
    'place in the queue and expected time, one post': line('place', ms),
    '/queue': line('list', ms),
    'taking the next job': line('next', ms),
    'a round of repair': line('repair', ms),
    'a bot that follows the queue, busy per second': line('sweep', ms),
  });
}
