/** The rights that docs/redis.md gives are enough for a render from end to end, and each of them is used. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { buttonsOf } from '../support/post.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
const processes: TestProcess[] = [];

/** As written there: `ACL SETUSER rendezvous on >password …`. */
const rights = /^ACL SETUSER rendezvous on >(\S+) (.+)$/m.exec(readFileSync('docs/redis.md', 'utf8'));
const [, password = '', rules = ''] = rights ?? [];
const words = rules.split(' ');

/** Programs take seconds to start on a busy machine. */
const patience = 150_000;

beforeAll(async () => {
  way = await startWholeWay();
}, patience);
afterAll(async () => {
  for (const one of processes) await one.stop();
  await way?.close();
}, patience);

it('a render, a star and a cancel need no more, and nothing less', { timeout: patience }, async () => {
  const { redis } = way.test.core;
  await redis.call('ACL', 'SETUSER', 'rendezvous', 'on', `>${password}`, ...words);
  await redis.config('RESETSTAT');
  await redis.call('ACL', 'LOG', 'RESET');
  const settings = { REDIS_URL: `redis://rendezvous:${password}@127.0.0.1:${way.test.redis.port}` };
  const worker = {
    ...settings,
    MEDIA_URL: way.test.mediaUrl,
    COMFYUI_URL: way.comfyui.url,
    METRICS_PORT: '0',
  };
  const bots = await startProcess('bots/main.ts', { ...way.botsEnvironment, ...settings, METRICS_PORT: '0' });
  processes.push(bots, await startProcess('worker/main.ts', worker));
  const first = await way.render(way.mai, { prompt: 'with few rights', workflow: 'sdxl', steps: 1 });
  const done = await way.says(way.mai, first.id, '"Again"');
  way.mai.react(done.id, '⭐');
  await until(() => way.noor.messages(way.discord.channels.gallery ?? '').length === 1, {
    what: 'the gallery post',
  });
  const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 1 });
  const second = await way.render(way.mai, { prompt: 'to be called off', workflow: 'sdxl', steps: 2 });
  await hold.reached;
  const running = await way.says(way.mai, second.id, '"Cancel"');
  way.mai.press(second.id, buttonsOf(running).Cancel ?? '');
  hold.release();
  await way.says(way.mai, second.id, 'ancelled');
  expect((await fetch(`${bots.ready.health}/metrics`)).status).toBe(200);
  expect(await redis.call('ACL', 'LOG')).toEqual([]);

  const used = [...(await redis.info('commandstats')).matchAll(/^cmdstat_([^|:]+)/gm)].map(
    (match) => match[1],
  );
  for (const category of words.flatMap((word) => /^\+@(.+)/.exec(word)?.[1] ?? [])) {
    const commands = (await redis.call('ACL', 'CAT', category)) as string[];
    expect(
      commands.filter((one) => used.includes(one)),
      category,
    ).not.toEqual([]);
  }
});

it('it may touch nothing else', async () => {
  const { redis } = way.test.core;
  await redis.call('ACL', 'SETUSER', 'stranger', 'on', `>${password}`, ...words);
  const stranger = redis.duplicate({ username: 'stranger', password });
  const tries = [
    ['FLUSHALL'],
    ['KEYS', '*'],
    ['CONFIG', 'GET', 'requirepass'],
    ['GET', 'other:key'],
    ['SET', 'other:key', '1'],
    ['PUBLISH', 'other', '1'],
    ['ACL', 'LIST'],
    ['SHUTDOWN'],
    ['EVAL', "return redis.call('GET', 'other:key')", '0'],
  ] as const;
  for (const [command, ...args] of tries)
    await expect(stranger.call(command, ...args), command).rejects.toThrow(/permission|NOPERM|can't access/i);
  expect(await stranger.set('rv:of-its-own', '1')).toBe('OK');
  stranger.disconnect();
});
