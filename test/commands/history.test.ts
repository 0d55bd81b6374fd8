/** A page of one's own renders tells them apart: how each was made, and when. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inLanguage } from '../../core/in-language.ts';
import type { Job } from '../../core/job.ts';
import { english, inWords } from '../../core/say.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures } from '../support/gestures.ts';
import { mai, testJob } from '../support/jobs.ts';

const now = Date.parse('2026-03-04T12:00:00Z');
const hour = 60 * 60 * 1000;

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

it('says what was varied or enlarged, and the day of what was made longer ago', async () => {
  const made = (hoursAgo: number, from?: Job['from']) =>
    testJob({ owner: mai, state: 'done', createdAt: now - hoursAgo * hour, ...(from && { from }) });
  for (const job of [made(30), made(2, { by: 'vary' }), made(1, { by: 'upscale' })])
    await test.core.jobs.create(job);
  const { shown } = await createGestures(test.core, { now: () => now }).perform('history', {});
  const elements = shown[0] ? inLanguage(shown[0], english).elements : [];
  const lines = elements.flatMap((one) => (one.type === 'list' ? one.items : []));
  const told = lines.map((line) => [
    / · (Varied|Enlarged) · /.exec(inWords(line))?.[1],
    /"style":"(clock|date)"/.exec(JSON.stringify(line))?.[1],
  ]);
  expect(told.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    [undefined, 'date'],
    ['Enlarged', 'clock'],
    ['Varied', 'clock'],
  ]);
});
