import { expect, test } from 'vitest';
import { sendLatest } from '../../worker/latest.ts';
import { until } from '../support/until.ts';

test('the last value always arrives, those in between do not, and never two at once', async () => {
  const sent: number[] = [];
  let busy = 0;
  const latest = sendLatest<number>(10, async (value) => {
    busy += 1;
    expect(busy).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    sent.push(value);
    busy -= 1;
  });
  for (let value = 1; value <= 100; value += 1) latest.offer(value);
  await until(() => sent.at(-1) === 100);
  expect(sent).toEqual([1, 100]);
  latest.offer(101);
  await until(() => sent.at(-1) === 101);
  await latest.stop();
});

test('after stop nothing more is sent', async () => {
  const sent: number[] = [];
  const latest = sendLatest<number>(1000, async (value) => {
    sent.push(value);
  });
  latest.offer(1);
  await until(() => sent.length === 1);
  latest.offer(2);
  await latest.stop();
  latest.offer(3);
  expect(sent).toEqual([1]);
});
