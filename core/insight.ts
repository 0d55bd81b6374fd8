/** What a process shows of itself, opened together: its log, metrics, traces, and the port where they and its health are read. */
import { type Settings, secretsOf } from './config.ts';
import type { Core } from './core.ts';
import { type Check, serveHealth } from './health.ts';
import { redisAnswers } from './health-checks.ts';
import type { JobWatch } from './job-watch.ts';
import { createKeptOut, textsOf } from './kept-out.ts';
import { createLog, endOnSurprise } from './log.ts';
import { createMetrics } from './metrics.ts';
import { watchStore } from './metrics-store.ts';
import { openTracing } from './trace.ts';

export type Insight = Awaited<ReturnType<typeof openInsight>>;

export async function openInsight(process: string, settings: Settings) {
  const keptOut = createKeptOut(secretsOf(settings));
  endOnSurprise(keptOut);
  const tracing = await openTracing(process, settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  const metrics = createMetrics({
    process,
    peers: {
      discord: [settings.DISCORD_API_URL],
      slack: [settings.SLACK_API_URL],
      comfyui: settings.COMFYUI_URL,
    },
  });
  const closing: (() => unknown)[] = [metrics.close, tracing.close];

  return {
    log: createLog(process, settings.LOG_LEVEL, undefined, keptOut),
    keptOut,
    /** To be handed to the core. */
    watch: {
      read(job) {
        keptOut.add(textsOf(job));
        metrics.chat.read(job);
        tracing.watch.read?.(job);
      },
      starting(job) {
        keptOut.add(textsOf(job));
        return tracing.watch.starting?.(job) ?? job;
      },
      moved(job, before) {
        metrics.jobs.watch.moved(job, before);
        tracing.watch.moved?.(job, before);
      },
    } satisfies JobWatch,
    tracing,
    backends: metrics.jobs.backends,
    chat: metrics.chat,

    /** @returns where it listens; undefined when no port is set. @throws SettingsError when it cannot be had. */
    async serve(core: Core, checks: Record<string, Check>): Promise<string | undefined> {
      const { METRICS_PORT: port, METRICS_HOST: host, REDIS_URL: redisUrl = '' } = settings;
      if (port === undefined) return undefined;
      watchStore(metrics.registry, core);
      const health = await serveHealth({
        name: process,
        checks: { Redis: redisAnswers(core.redis, redisUrl), ...checks },
        metrics: metrics.registry,
        host,
        port,
      });
      closing.push(health.close);
      return health.url;
    },

    async close(): Promise<void> {
      for (const step of closing.splice(0).reverse()) await step();
    },
  };
}
