/** Other parts of the process may bring another undici; Discord's uploads work all the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWholeWay, type WholeWay } from '../../support/playground.ts';
import { picturesOf } from '../../support/post.ts';

let way: WholeWay;
beforeAll(async () => {
  // Loading it makes its agent the process-wide one.
  await import('undici');
  way = await startWholeWay({ discord: { limits: { timing: { identifyMs: 0 } } } });
  await way.startWorkers();
  await way.startBots();
});
afterAll(() => way.close());

it('a picture arrives although the process-wide dispatcher is of another version', async () => {
  const post = await way.render(way.mai, { prompt: 'a pond', steps: 1 });
  expect(picturesOf(await way.says(way.mai, post.id, '"Again"'))).toHaveLength(1);
});
