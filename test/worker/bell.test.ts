import { expect, test } from 'vitest';
import { createBell } from '../../worker/bell.ts';

const never = new AbortController().signal;

test('a ring is not lost when nobody waits, and is heard once', async () => {
  const bell = createBell();
  bell.ring();
  bell.ring();
  expect(await bell.wait(60_000, never)).toBe(true);
  expect(await bell.wait(1, never)).toBe(false);
});

test('a ring ends the wait', async () => {
  const bell = createBell();
  const waiting = bell.wait(60_000, never);
  bell.ring();
  expect(await waiting).toBe(true);
});

test('an abort ends the wait with its reason', async () => {
  const bell = createBell();
  const stop = new AbortController();
  const waiting = bell.wait(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(bell.wait(1, stop.signal)).rejects.toThrow('enough');
});
