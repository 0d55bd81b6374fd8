/**
 * Answers to this process's HTTP requests, by whom they came from and how they ended; 429 has a name of its own, because
 * none should ever come. Heard where undici and fetch announce them, so no client has to be told.
 */
import diagnostics from 'node:diagnostics_channel';
import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';

/** Addresses by the name they are counted under. */
export type Peers = Record<string, readonly string[]>;

const answerSchema = z.object({
  request: z.object({ origin: z.coerce.string() }),
  response: z.object({ statusCode: z.number() }),
});

/** @returns the function that stops. */
export function watchResponses(registry: Registry, peers: Peers): () => void {
  const names = new Map(
    Object.entries(peers).flatMap(([name, urls]) => urls.map((url) => [new URL(url).origin, name] as const)),
  );
  const answers = new Counter({
    name: 'rendezvous_http_responses_total',
    help: 'Answers to our own HTTP requests, by peer and by status: 2xx, 3xx, 4xx, 5xx, and 429 by itself',
    labelNames: ['peer', 'status'],
    registers: [registry],
  });
  // There from the start, so that the first 429 is seen as a rise.
  for (const peer of new Set(names.values())) answers.inc({ peer, status: '429' }, 0);

  function hear(message: unknown): void {
    const { data } = answerSchema.safeParse(message);
    if (!data) return;
    const { statusCode } = data.response;
    const status = statusCode === 429 ? '429' : `${Math.floor(statusCode / 100)}xx`;
    answers.inc({ peer: names.get(data.request.origin) ?? 'other', status });
  }
  diagnostics.subscribe('undici:request:headers', hear);
  return () => diagnostics.unsubscribe('undici:request:headers', hear);
}
