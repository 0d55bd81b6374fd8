/** `npm start` as people run it: the real playground, worker and bots. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDiscord } from '../../playground/discord/server.ts';
import { parseMetrics, sumOf } from '../support/prometheus.ts';
import { until } from '../support/until.ts';
import { processesOf, start, withDataDir } from './started.ts';

const root = join(import.meta.dirname, '../..');
const npmStart = [join(root, 'scripts/run.mjs'), 'scripts/start.ts'];
const timeout = 150_000;

describe('npm start', () => {
  it('opens the playground, and leaves nothing behind', { timeout }, async () => {
    await withDataDir(async (dataDir) => {
      const started = start(dataDir, {}, npmStart);
      await started.says('Ctrl-C');
      expect(started.complained()).toBe('');
      const page = /Open +(\S+)/.exec(started.said())?.[1];
      const response = await fetch(String(page));
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(response.status).toBe(200);

      const health = /Health +(\S+)\/ready/.exec(started.said())?.[1];
      await until(async () => (await fetch(`${health}/ready`)).status === 200, {
        what: 'everything to be ready',
      });
      const numbers = parseMetrics(await (await fetch(`${health}/metrics`)).text());
      for (const process of ['worker', 'bots']) {
        expect(sumOf(numbers, 'rendezvous_redis_up', { process })).toBe(1);
      }

      const stopping = Date.now();
      started.signal('SIGINT');
      expect(await started.ended()).toBe(0);
      expect(Date.now() - stopping).toBeLessThan(5000);
      expect(processesOf(dataDir)).toEqual([]);
    });
  });

  it('says what to do about a wrong token', { timeout }, async () => {
    const discord = await startDiscord();
    await withDataDir(async (dataDir) => {
      const wrong = { DISCORD_TOKEN: 'not.the.token', DISCORD_API_URL: discord.apiUrl };
      const started = start(dataDir, wrong, npmStart);
      expect(await started.ended()).toBe(1);
      expect(started.complained()).toMatch(/^DISCORD_TOKEN was refused by Discord; .*\n$/);
      expect(started.complained()).not.toContain('not.the.token');
      expect(processesOf(dataDir)).toEqual([]);
    });
    await discord.close();
  });
});
