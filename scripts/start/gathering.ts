/**
 * One place to look at: what the worker and the bots say of themselves, gathered. Each of them listens on a port of its
 * own that the system chose; a program that was started again says where it listens now.
 */
import { Registry } from 'prom-client';
import { z } from 'zod';
import type { Settings } from '../../core/config.ts';
import { type Health, serveHealth } from '../../core/health.ts';
import type { Ready } from './child.ts';

/** Where it is looked for when nobody chose a port. */
const usualPort = 8081;
const patienceMs = 2500;

const readyAnswerSchema = z.object({ reasons: z.array(z.string()) });

export async function openGathering(
  { METRICS_PORT, METRICS_HOST: host }: Pick<Settings, 'METRICS_PORT' | 'METRICS_HOST'>,
  names: readonly string[],
) {
  const addresses = new Map<string, string>();

  async function ask(name: string, path: string): Promise<Response | null> {
    const address = addresses.get(name);
    if (address === undefined) return null;
    return fetch(`${address}${path}`, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
  }

  const look = (name: string) => async () => {
    const answer = await ask(name, '/ready');
    if (!answer) return `No answer from the ${name}: starting, or being started again.`;
    const { reasons } = readyAnswerSchema.parse(await answer.json());
    return reasons.length > 0 ? reasons.join(' ') : null;
  };

  const options = {
    name: 'npm start',
    checks: Object.fromEntries(names.map((name) => [name, look(name)])),
    metrics: {
      contentType: Registry.PROMETHEUS_CONTENT_TYPE,
      async metrics() {
        const answers = await Promise.all(names.map((name) => ask(name, '/metrics')));
        return mergeMetrics(await Promise.all(answers.map((one) => (one?.ok ? one.text() : ''))));
      },
    },
    host,
  };
  const health = await serve(METRICS_PORT);

  async function serve(port: number | undefined): Promise<Health> {
    if (port !== undefined) return serveHealth({ ...options, port });
    // Another Rendezvous may have it; nobody asked for this very port.
    return serveHealth({ ...options, port: usualPort }).catch(() => serveHealth({ ...options, port: 0 }));
  }

  return {
    url: health.url,
    close: health.close,
    /** For the programs. */
    settings: { METRICS_PORT: '0', METRICS_HOST: '127.0.0.1' },
    learns: (name: string) => (ready: Ready) => {
      if (typeof ready.health === 'string') addresses.set(name, ready.health);
    },
  };
}

/** Prometheus wants the lines of a metric together, under one head. */
export function mergeMetrics(texts: readonly string[]): string {
  const families = new Map<string, { head: string[]; samples: string[] }>();
  for (const text of texts) {
    const seen = new Set<string>();
    let family = { head: [] as string[], samples: [] as string[] };
    for (const line of text.split('\n').filter(Boolean)) {
      const name = /^# (?:HELP|TYPE) (\S+)/.exec(line)?.[1];
      if (name === undefined) {
        family.samples.push(line);
        continue;
      }
      const known = families.get(name);
      family = known ?? { head: [], samples: [] };
      if (!known) seen.add(name);
      families.set(name, family);
      if (seen.has(name)) family.head.push(line);
    }
  }
  return [...families.values()].map(({ head, samples }) => [...head, ...samples, ''].join('\n')).join('\n');
}
