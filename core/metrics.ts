/**
 * Metrics of this process for Prometheus. With prom-client rather than OpenTelemetry's exporter: it is one small package
 * that answers when it is asked, and costs nothing between two questions.
 *
 * Labels are workflow names, platforms, backends and outcomes: never a prompt, a name, or an id of a person or a job.
 */
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createChatMetrics } from './metrics-chat.ts';
import { createJobMetrics } from './metrics-jobs.ts';
import { type Peers, watchResponses } from './metrics-responses.ts';

/** @param process which of ours this is: its metrics carry the name, so that several can be read in one place. */
export function createMetrics({ process, peers = {} }: { process: string; peers?: Peers }) {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  // Event loop lag, memory, garbage collection, open handles.
  collectDefaultMetrics({ register: registry });
  const stopWatching = watchResponses(registry, peers);
  return {
    registry,
    jobs: createJobMetrics(registry),
    chat: createChatMetrics(registry),
    close(): void {
      stopWatching();
      registry.clear();
    },
  };
}
