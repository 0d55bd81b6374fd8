/**
 * Traces by setting (OTEL_EXPORTER_OTLP_ENDPOINT): one per job, from the gesture to the delivery. Where it goes on
 * stands in the job's record, so it crosses processes and outlives them. Without the setting nothing is loaded and
 * nothing is done.
 *
 *   gesture ─► record ─► queued ─► submitted ─► running ─► delivery …
 *
 * The spans of a job are made of the times in its record, all below the gesture's.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, Span, SpanContext, SpanStatusCode } from '@opentelemetry/api';
import { isFinal, type Job } from './job.ts';
import type { JobWatch } from './job-watch.ts';

/** Jobs whose place in a trace is remembered. */
const remembered = 1000;

export interface Tracing {
  watch: JobWatch;
  /** Runs what a gesture set off, as the beginning of a trace. */
  gesture<T>(attributes: { command: string; platform: string }, work: () => Promise<T>): Promise<T>;
  /** A delivery that was tried. */
  delivery(about: { jobId: string; subject: string; platform: string; began: number; error?: Error }): void;
  close(): Promise<void>;
}

const nothing: Tracing = {
  watch: {},
  gesture: (_attributes, work) => work(),
  delivery: () => {},
  close: async () => {},
};

export async function openTracing(service: string, endpoint: string | undefined): Promise<Tracing> {
  if (endpoint === undefined) return nothing;
  const [api, { OTLPTraceExporter }, { resourceFromAttributes }, sdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.namespace': 'rendezvous', 'service.name': service }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('rendezvous');
  const current = new AsyncLocalStorage<Span>();
  const places = new Map<string, string>();

  const below = (parent: SpanContext | null) =>
    parent ? api.trace.setSpanContext(api.ROOT_CONTEXT, parent) : api.ROOT_CONTEXT;

  function learn({ id, trace }: Job): void {
    if (trace === undefined) return;
    places.delete(id);
    places.set(id, trace);
    const [oldest] = places.keys();
    if (places.size > remembered && oldest !== undefined) places.delete(oldest);
  }

  /** A stretch of a job's way that is over. */
  function stretch(
    name: string,
    job: Pick<Job, 'id'>,
    times: [number, number],
    attributes: Attributes,
    error?: Error,
  ) {
    const parent = readPlace(places.get(job.id));
    if (!parent) return;
    const [startTime, endTime] = times;
    const all = { 'job.id': job.id, ...attributes };
    const span = tracer.startSpan(name, { startTime, attributes: all }, below(parent));
    // An error's words may quote anything; its name does not.
    if (error) span.setStatus({ code: 2 satisfies SpanStatusCode, message: error.name });
    span.end(Math.max(startTime, endTime));
  }

  function moved(job: Job, before: Job | null): void {
    learn(job);
    const { name: workflow } = job.request.workflow;
    const about = { workflow, attempt: job.attempts };
    if (!before) {
      stretch('record', job, [job.createdAt, Date.now()], about);
      return;
    }
    const submittedAt = job.prompt?.submittedAt ?? job.createdAt;
    if (job.attempts > before.attempts) {
      stretch('queued', job, [before.prompt?.submittedAt ?? job.createdAt, submittedAt], about);
    }
    if (before.startedAt === undefined && job.startedAt !== undefined) {
      stretch('submitted', job, [submittedAt, job.startedAt], {
        ...about,
        backend: job.prompt?.backend ?? '',
      });
    }
    if (!isFinal(job.state) || isFinal(before.state)) return;
    const bytes = job.outputs.reduce((sum, one) => sum + one.bytes, 0);
    const made = { outcome: job.state, outputs: job.outputs.length, 'outputs.bytes': bytes };
    stretch('running', job, [job.startedAt ?? submittedAt, job.finishedAt ?? Date.now()], {
      ...about,
      ...made,
    });
  }

  return {
    watch: {
      starting(job) {
        const place = current.getStore()?.spanContext();
        return place ? { ...job, trace: writePlace(place) } : job;
      },
      read: learn,
      moved,
    },
    async gesture(attributes, work) {
      const span = tracer.startSpan('gesture', { attributes }, api.ROOT_CONTEXT);
      try {
        return await current.run(span, work);
      } finally {
        span.end();
      }
    },
    delivery({ jobId, subject, platform, began, error }) {
      stretch('delivery', { id: jobId }, [began, Date.now()], { subject, platform }, error);
    },
    // A receiver that is away must not keep the process.
    close: () => provider.shutdown().catch(() => {}),
  };
}

/** W3C trace context: version, trace, span, flags. */
function writePlace({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function readPlace(text: string | undefined): SpanContext | null {
  const [, traceId, spanId, flags] = text?.split('-') ?? [];
  if (!traceId || !spanId) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '01', 16), isRemote: true };
}
