/** Linked accounts are one person: one history, one place in the queue. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';

let test: TestCore;
let act: ReturnType<typeof createGestures>;
beforeAll(async () => {
  test = await startTestCore();
  act = createGestures(test.core);
});
afterAll(() => test.close());

const onSlack = { platform: 'slack', id: 'U1', name: 'Mai S.' } as const;

it('links by a code from one, typed in the other, and shares history, ownership and turns', async () => {
  const own = testJob({ owner: mai });
  await test.core.jobs.create(own);
  const { shown } = await act.perform('link', {});
  const code = /\/link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(words(shown[0]))?.[1];
  expect(refusalIn(await act.perform('link', { code }, { person: ravi }))).toMatch(
    /^That code is from Discord too/,
  );
  expect(
    words((await act.perform('link', { code: code?.toLowerCase() }, { person: onSlack })).shown[0]),
  ).toContain('Mai S.');
  expect(await test.core.links.same(mai, onSlack)).toBe(true);
  expect(await test.core.links.same(mai, ravi)).toBe(false);
  expect((await test.core.jobs.ofPerson(onSlack)).map(({ id }) => id)).toEqual([own.id]);

  await test.core.queue.add('job-1', mai);
  await test.core.queue.add('job-2', onSlack);
  await test.core.queue.add('job-3', ravi);
  expect(await test.core.queue.waiting()).toEqual(['job-1', 'job-3', 'job-2']);

  const { shown: cancelled } = await act.press('cancel', own.id, onSlack);
  expect(words(cancelled[0])).toContain('is out of the queue');
  // A code works once.
  expect(refusalIn(await act.perform('link', { code }, { person: { ...onSlack, id: 'U2' } }))).toMatch(
    /^That code is unknown/,
  );

  await act.perform('unlink', {});
  expect(await test.core.links.same(mai, onSlack)).toBe(false);
  expect(refusalIn(await act.perform('unlink', {}))).toBe('This account is not linked to another.');
});

it('the home page shows own renders, the word on the gallery, and the commands', async () => {
  await test.core.jobs.create(testJob({ owner: ravi }));
  const { shown } = await act.perform('home', {}, { kind: 'home', person: ravi });
  for (const part of ['a lighthouse at dusk', 'in the queue', 'You have not said', '"name":"render"']) {
    expect(words(shown[0])).toContain(part);
  }
});
