/** One trace per job, across both processes, as an OpenTelemetry receiver gets it. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

const spanSchema = z.looseObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string(),
  parentSpanId: z.string().default(''),
  name: z.string(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: z.array(z.looseObject({ key: z.string(), value: z.unknown() })),
});
const valueSchema = z.looseObject({ stringValue: z.string().optional() });
const requestSchema = z.object({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({
        attributes: z.array(z.looseObject({ key: z.string(), value: valueSchema })),
      }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(spanSchema) })),
    }),
  ),
});

let way: WholeWay;
let receiver: Server;
let received = '';
const spans: (z.infer<typeof spanSchema> & { service: string })[] = [];
const processes: TestProcess[] = [];

/** Programs take seconds to start on a busy machine. */
const patience = 150_000;

beforeAll(async () => {
  way = await startWholeWay();
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received += body;
    expect(request.url).toBe('/v1/traces');
    for (const { resource, scopeSpans } of requestSchema.parse(JSON.parse(body)).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...span, service });
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const traces = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}`,
    OTEL_BSP_SCHEDULE_DELAY: '50',
  };
  const worker = {
    REDIS_URL: way.test.redis.url,
    MEDIA_URL: way.test.mediaUrl,
    COMFYUI_URL: way.comfyui.url,
  };
  processes.push(
    ...(await Promise.all([
      startProcess('bots/main.ts', { ...way.botsEnvironment, ...traces }),
      startProcess('worker/main.ts', { ...worker, ...traces }),
    ])),
  );
}, patience);
afterAll(async () => {
  for (const one of processes) await one.stop();
  receiver?.closeAllConnections();
  receiver?.close();
  await way?.close();
}, patience);

it('goes from the gesture to the delivery, and names neither prompt nor person', {
  timeout: patience,
}, async () => {
  const post = await way.render(way.mai, {
    prompt: 'a marker that must not be seen',
    workflow: 'sdxl',
    steps: 1,
  });
  await way.says(way.mai, post.id, '"Again"');
  const names = ['gesture', 'record', 'queued', 'submitted', 'running', 'delivery'];
  const whole = await until(() => names.every((name) => spans.some((one) => one.name === name)) && spans, {
    what: 'every span to arrive',
  });
  const gesture = whole.find(({ name }) => name === 'gesture');
  expect(gesture).toMatchObject({ parentSpanId: '', service: 'bots' });
  const rest = whole.filter((one) => one !== gesture);
  for (const span of rest) {
    expect(span).toMatchObject({ traceId: gesture?.traceId, parentSpanId: gesture?.spanId });
    expect(span.endTimeUnixNano >= span.startTimeUnixNano).toBe(true);
  }
  const services = Object.fromEntries(rest.map(({ name, service }) => [name, service]));
  expect(services).toEqual({
    record: 'bots',
    queued: 'worker',
    submitted: 'worker',
    running: 'worker',
    delivery: 'bots',
  });
  const [job] = await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id });
  expect(job?.trace).toBe(`00-${gesture?.traceId}-${gesture?.spanId}-01`);
  for (const secret of ['marker', way.mai.info.id, way.mai.info.name, way.discord.token]) {
    expect(received).not.toContain(secret);
  }
});
