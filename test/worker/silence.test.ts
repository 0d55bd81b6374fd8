import { expect, test } from 'vitest';
import { createSilence } from '../../worker/silence.ts';

const timing = { silentMs: 60, loadMs: 300 };
const step = (step: number) => ({ kind: 'progress' as const, fraction: 0.1, step, steps: 20 });

function listen(usualMs: number | null) {
  let now = 0;
  const silence = createSilence(timing, usualMs, () => now);
  return {
    silence,
    after(ms: number) {
      now += ms;
      return silence.tooLong();
    },
  };
}

test('a prompt that waits is never silent for too long', () => {
  expect(listen(10).after(1_000_000)).toBe(false);
});

test('before the first step more is allowed than between steps', () => {
  const { silence, after } = listen(10);
  silence.running();
  silence.hear({ kind: 'started' });
  expect(after(300)).toBe(false);
  silence.hear(step(1));
  expect(after(60)).toBe(false);
  expect(after(1)).toBe(true);
  silence.hear(step(2));
  expect(after(1)).toBe(false);
});

test('what usually takes long may be silent for long', () => {
  const { silence, after } = listen(1000);
  silence.running();
  expect(after(3000)).toBe(false);
  silence.hear(step(1));
  expect(after(1000)).toBe(false);
  expect(after(1)).toBe(true);
});

test('what has never run before gets more time', () => {
  const { silence, after } = listen(null);
  silence.running();
  expect(after(900)).toBe(false);
  silence.hear(step(1));
  expect(after(300)).toBe(false);
  expect(after(1)).toBe(true);
});

test('hearing the same again, or that a connection is back, is no sign of life', () => {
  const { silence, after } = listen(10);
  silence.running();
  silence.hear(step(1));
  expect(after(40)).toBe(false);
  silence.hear(step(1));
  silence.hear({ kind: 'changed' });
  expect(after(21)).toBe(true);
});
