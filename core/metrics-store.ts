/**
 * What lies in Redis, looked up when somebody asks: the queue, the deliveries that wait, Redis itself. Every process says
 * the same of it; take the largest.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Core } from './core.ts';
import { platforms } from './people.ts';

/** A Redis that is away must not hold up the answer. */
const patienceMs = 1000;

export function watchStore(registry: Registry, core: Pick<Core, 'redis' | 'queue' | 'jobs' | 'deliveries'>) {
  const registers = [registry];
  /** All gauges are asked at once and share one look. */
  let looking: Promise<void> | null = null;
  const collect = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
  const up = new Gauge({
    name: 'rendezvous_redis_up',
    help: '1 when Redis answers, 0 when it does not',
    registers,
    collect,
  });
  const ping = new Gauge({
    name: 'rendezvous_redis_ping_seconds',
    help: 'How long Redis took to answer just now',
    registers,
    collect,
  });
  const memory = new Gauge({
    name: 'rendezvous_redis_memory_bytes',
    help: 'Memory in use by Redis, and the most it may use (0: no limit)',
    labelNames: ['what'],
    registers,
    collect,
  });
  const waiting = new Gauge({
    name: 'rendezvous_queue_waiting',
    help: 'Jobs that wait for a worker',
    registers,
    collect,
  });
  const active = new Gauge({
    name: 'rendezvous_jobs_active',
    help: 'Jobs that are not done, failed or cancelled: waiting or in hand',
    registers,
    collect,
  });
  const backlog = new Gauge({
    name: 'rendezvous_deliveries_backlog',
    help: 'Deliveries that wait to be made or tried again',
    labelNames: ['platform'],
    registers,
    collect,
  });

  async function look(): Promise<void> {
    const answered = await Promise.race([read().then(() => true), afterPatience()]).catch(() => false);
    up.set(answered ? 1 : 0);
    // What was true before is not known any more.
    if (answered) return;
    for (const gauge of [ping, waiting, active]) gauge.remove();
    for (const gauge of [memory, backlog]) gauge.reset();
  }

  async function read(): Promise<void> {
    // Commands wait while Redis is away; these are not worth waiting for.
    if (core.redis.status !== 'ready') throw new Error('Redis is away');
    const began = performance.now();
    await core.redis.ping();
    ping.set((performance.now() - began) / 1000);
    const [info, queued, alive] = await Promise.all([
      core.redis.info('memory'),
      core.queue.waitingCount(),
      core.jobs.activeCount(),
    ]);
    waiting.set(queued);
    active.set(alive);
    memory.set({ what: 'used' }, Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0));
    memory.set({ what: 'limit' }, Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0));
    for (const platform of platforms) {
      backlog.set({ platform }, await core.deliveries.owedCount(platform));
    }
  }
}

function afterPatience(): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, patienceMs, false).unref());
}
