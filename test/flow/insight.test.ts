/** What the bots and the worker show of themselves, as processes of their own, while a render goes its way. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { parseMetrics, sumOf } from '../support/prometheus.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let bots: TestProcess;
let worker: TestProcess;

/** Programs take seconds to start on a busy machine. */
const patience = 150_000;

beforeAll(async () => {
  way = await startWholeWay();
  bots = await startProcess('bots/main.ts', { ...way.botsEnvironment, METRICS_PORT: '0' });
  worker = await startProcess('worker/main.ts', {
    REDIS_URL: way.test.redis.url,
    MEDIA_URL: way.test.mediaUrl,
    COMFYUI_URL: way.comfyui.url,
    METRICS_PORT: '0',
  });
}, patience);
afterAll(async () => {
  await bots?.kill();
  // Redis is gone by then.
  await worker?.kill();
  await way?.close();
}, patience);

const get = (part: TestProcess, path: string, headers: Record<string, string> = {}) =>
  fetch(`${part.ready.health}${path}`, { headers });
const readiness = async (part: TestProcess) => {
  const response = await get(part, '/ready');
  return { status: response.status, ...((await response.json()) as { reasons: string[] }) };
};
const metricsOf = async (part: TestProcess) => {
  const response = await get(part, '/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  return { text, samples: parseMetrics(text) };
};

it('counts a render on its way, and says nothing of who asked for what', { timeout: patience }, async () => {
  await until(async () => (await readiness(worker)).status === 200, { what: 'the worker to be ready' });
  expect(await readiness(bots)).toMatchObject({ status: 200, reasons: [] });
  const prompt = 'a marker that must not be seen';
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 1 });
  const post = await way.render(way.mai, { prompt, workflow: 'sdxl', steps: 2 });
  await hold.reached;
  const busy = { backend: way.comfyui.url, spent: 'busy' };
  await until(
    async () => sumOf((await metricsOf(worker)).samples, 'rendezvous_backend_seconds_total', busy) > 0,
    {
      what: 'busy time',
    },
  );
  hold.release();
  await way.says(way.mai, post.id, '"Again"');

  const made = await until(async () => {
    const { samples } = await metricsOf(bots);
    // Counted once the delivery of the result is over, a moment after people see it.
    return sumOf(samples, 'rendezvous_delivery_lag_seconds_count', { platform: 'discord' }) > 0 && samples;
  });
  const where = { workflow: 'sdxl', platform: 'discord' };
  expect(sumOf(made, 'rendezvous_jobs_total', { ...where, process: 'bots' })).toBe(1);
  expect(sumOf(made, 'rendezvous_deliveries_total', { outcome: 'made' })).toBeGreaterThanOrEqual(2);
  expect(sumOf(made, 'rendezvous_chat_calls_total', { call: 'edit final', outcome: 'done' })).toBe(1);
  expect(sumOf(made, 'rendezvous_http_responses_total', { peer: 'discord', status: '2xx' })).toBeGreaterThan(
    2,
  );
  expect(made.find(({ labels }) => labels.peer === 'discord' && labels.status === '429')?.value).toBe(0);
  expect(made.some(({ name }) => name === 'nodejs_eventloop_lag_p99_seconds')).toBe(true);

  const { samples: done } = await metricsOf(worker);
  expect(sumOf(done, 'rendezvous_jobs_ended_total', { ...where, outcome: 'done' })).toBe(1);
  expect(sumOf(done, 'rendezvous_submissions_total', { ...where, attempt: 'first' })).toBe(1);
  expect(sumOf(done, 'rendezvous_submissions_total', { attempt: 'again' })).toBe(0);
  expect(sumOf(done, 'rendezvous_job_wait_seconds_count', where)).toBe(1);
  expect(sumOf(done, 'rendezvous_job_run_seconds_count', where)).toBe(1);
  expect(sumOf(done, 'rendezvous_media_bytes_total', { ...where, kind: 'image' })).toBeGreaterThan(100);
  expect(sumOf(done, 'rendezvous_http_responses_total', { peer: 'comfyui', status: '2xx' })).toBeGreaterThan(
    2,
  );
  expect(sumOf(done, 'rendezvous_redis_up')).toBe(1);
  expect(sumOf(done, 'rendezvous_queue_waiting')).toBe(0);

  const all = (await metricsOf(bots)).text + (await metricsOf(worker)).text;
  const known = [
    prompt,
    way.mai.info.name,
    way.mai.info.id,
    way.discord.guildId,
    way.discord.token,
    post.id,
    'job-',
  ];
  for (const one of known) expect(all).not.toContain(one);
});

it('counts time at a backend as idle while nobody asks for anything', { timeout: patience }, async () => {
  const before = sumOf((await metricsOf(worker)).samples, 'rendezvous_backend_seconds_total', {
    spent: 'idle',
  });
  await until(async () => {
    const { samples } = await metricsOf(worker);
    return sumOf(samples, 'rendezvous_backend_seconds_total', { spent: 'idle' }) > before;
  });
});

it('is ready only while ComfyUI, the platform and Redis answer, and says which does not', {
  timeout: patience,
}, async () => {
  await way.discord.close();
  const cut = await until(async () => {
    const answer = await readiness(bots);
    return answer.status === 503 && answer;
  });
  expect(cut.reasons).toEqual(['The connection to Discord is lost; nothing people do there is heard.']);
  await way.comfyui.close();
  const alone = await until(async () => {
    const answer = await readiness(worker);
    return answer.status === 503 && answer;
  });
  expect(alone.reasons.join()).toMatch(
    /^No ComfyUI answers: GET http:\/\/127\.0\.0\.1:\d+\/system_stats failed/,
  );

  const { process: redis, url } = way.test.redis;
  redis.kill('SIGKILL');
  await once(redis, 'exit');
  const words = await until(async () => {
    const response = await get(worker, '/ready', { accept: 'text/html' });
    const text = await response.text();
    return text.includes('Redis') && text;
  });
  expect(words).toMatch(new RegExp(`^Redis at ${url}/? does not answer\\.\nNo ComfyUI answers: `));
  expect((await get(worker, '/health')).status).toBe(200);
  const { samples } = await metricsOf(worker);
  expect(samples.find(({ name }) => name === 'rendezvous_redis_up')?.value).toBe(0);
  expect(samples.some(({ name }) => name === 'rendezvous_queue_waiting')).toBe(false);
});
