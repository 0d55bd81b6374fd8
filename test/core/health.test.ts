/** The health page: who may read it, and what it says while something does not answer. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHealth, type Health, isForUs, serveHealth } from '../../core/health.ts';

const metrics = { contentType: 'text/plain', metrics: async () => 'a 1\n' };
let open: Health | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

describe('who may read it', () => {
  it.each([
    [{ host: '127.0.0.1:8081' }, '127.0.0.1', true],
    [{ host: 'localhost:8081' }, '127.0.0.1', true],
    [{ host: '[::1]:8081' }, '::1', true],
    [{ host: 'rebound.example:8081' }, '127.0.0.1', false],
    [{ host: '127.0.0.1.rebound.example' }, '127.0.0.1', false],
    [{ host: '192.168.1.5:8081' }, '127.0.0.1', false],
    [{}, '127.0.0.1', false],
    [{ host: 'bots:9464' }, '0.0.0.0', true],
    [{ host: '127.0.0.1:8081', origin: 'https://evil.example' }, '127.0.0.1', false],
    [{ host: 'bots:9464', origin: 'https://evil.example' }, '0.0.0.0', false],
    [{ host: '127.0.0.1:8081', 'sec-fetch-site': 'cross-site' }, '127.0.0.1', false],
    [{ host: '127.0.0.1:8081', 'sec-fetch-site': 'none' }, '127.0.0.1', true],
  ])('%j on %s: %s', (headers, boundTo, allowed) => expect(isForUs(headers, boundTo)).toBe(allowed));

  it('is asked of every path', async () => {
    open = await serveHealth({ name: 'bots', checks: {}, metrics, host: '127.0.0.1', port: 0 });
    const { port } = new URL(open.url);
    for (const path of ['/health', '/ready', '/metrics', '/nothing']) {
      const status = await new Promise((resolve, reject) => {
        request({ port, path, headers: { host: 'rebound.example' } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status, path).toBe(403);
    }
    expect(await (await fetch(`${open.url}/health`)).json()).toMatchObject({ process: 'bots', alive: true });
  });
});

describe('/ready', () => {
  const ask = async (checks: Parameters<typeof createHealth>[0]['checks'], accept = 'application/json') => {
    const app = createHealth({ name: 'worker', checks, metrics, host: '127.0.0.1', patienceMs: 50 });
    return app.request('/ready', { headers: { host: '127.0.0.1', accept } });
  };

  it('names each thing that is wrong, and what is right', async () => {
    const answer = await ask({ Redis: () => 'Redis is away.', ComfyUI: async () => null });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      process: 'worker',
      ready: false,
      reasons: ['Redis is away.'],
      checks: { Redis: 'Redis is away.', ComfyUI: 'right' },
    });
  });
  it('says the same in words', async () => {
    expect(await (await ask({}, 'text/html')).text()).toBe('The worker can work.\n');
    expect(await (await ask({ Redis: () => 'Redis is away.' }, 'text/plain')).text()).toBe(
      'Redis is away.\n',
    );
  });
  it('does not wait for what never answers, and survives what throws', async () => {
    const answer = await ask({
      Redis: () => new Promise<never>(() => {}),
      ComfyUI: () => Promise.reject(new Error('broken')),
    });
    expect((await answer.json()).reasons).toEqual([
      'Redis does not answer within 0.05 s.',
      'ComfyUI cannot be looked at: broken',
    ]);
  });
});
