/** Who may go on from a picture, and what the new render carries on of what it was made from. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gesture } from '../../commands/command.ts';
import type { Job } from '../../core/job.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn } from '../support/gestures.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';
import { begin, enlarge, picture, redraw, testLibrary } from '../support/workflows.ts';

let test: TestCore;
let act: ReturnType<typeof createGestures>;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(() => {
  act = createGestures(test.core, { library: testLibrary({}, [picture, redraw, enlarge, begin]) });
});

async function made(changes: Partial<Job> = {}): Promise<Job> {
  const job = testJob({ state: 'done', ...changes });
  const key = await test.core.media.put(job.id, 'a.png', Buffer.from('a picture'));
  const output = { key, name: 'a.png', kind: 'image', mediaType: 'image/png', bytes: 9 } as const;
  const whole = { ...job, outputs: [output, { ...output, name: 'b.png' }] };
  await test.core.snapshots.save(picture);
  await test.core.jobs.create(whole);
  return whole;
}
const press = (command: string, job: Job, person = ravi, more: Partial<Gesture> = {}, number = 1) =>
  act.perform(command, { job: job.id, picture: number }, { kind: 'button', person, ...more });
const childOf = async (job: Job) => (await test.core.jobs.childrenOf(job.id))[0];

describe('going on from a picture', () => {
  it('makes a render of whoever pressed, which says of which picture it is', async () => {
    const job = await made();
    await press('vary weak', job, ravi, {}, 2);
    expect(await childOf(job)).toMatchObject({
      owner: ravi,
      parent: job.id,
      from: { by: 'vary', output: 1 },
    });
  });

  it('is nobody else’s where it is private', async () => {
    const job = await made({ private: true });
    for (const command of ['again', 'vary weak', 'upscale', 'animate', 'edit']) {
      const options = command === 'again' ? { job: job.id } : { job: job.id, picture: 1 };
      const said = await act.perform(command, options, { kind: 'button', person: ravi });
      expect(refusalIn(said), command).toBe('Only Mai can go on from this render: it is private.');
    }
    for (const command of ['picture', 'use picture'])
      expect(refusalIn(await press(command, job))).toMatch(/^Only Mai/);
    expect(await childOf(job)).toBeUndefined();
    await press('upscale', job, mai);
    expect(await childOf(job)).toMatchObject({ owner: mai });
  });

  it('of what is not for everybody’s eyes is only where such things are, and is not for everybody’s eyes', async () => {
    const job = await made({ nsfw: true });
    expect(refusalIn(await press('upscale', job))).toContain('age-restricted channels only');
    await press('upscale', job, ravi, { ageRestricted: true });
    expect(await childOf(job)).toMatchObject({ nsfw: true });
  });

  it('takes no picture that is not there', async () => {
    const job = await made();
    expect(refusalIn(await press('upscale', job, ravi, {}, 3))).toBe('That render has no picture 3.');
    await test.core.jobs.update(job.id, (one) => ({ ...one, sweptAt: 1 }));
    expect(refusalIn(await press('upscale', job))).toContain('not kept any more');
  });

  it('follows the rules of the house', async () => {
    const job = await made();
    await test.core.houseRules.set(
      { platform: 'discord', space: '200' },
      { workflows: ['picture', 'redraw'] },
    );
    expect(refusalIn(await press('upscale', job))).toContain(
      'no workflow here now that makes a picture larger',
    );
    await press('vary strong', job);
    expect(await childOf(job)).toMatchObject({ request: { workflow: { name: 'redraw' } } });
    await test.core.houseRules.unset({ platform: 'discord', space: '200' }, ['workflows']);
  });

  it('once more goes on from the same picture, also by somebody else', async () => {
    const job = await made();
    await press('upscale', job);
    const child = await childOf(job);
    if (!child) throw new Error('no child');
    await act.press('again', child.id, mai);
    expect(await childOf(child)).toMatchObject({
      owner: mai,
      request: { values: { image: job.outputs[0]?.key } },
      from: { by: 'again', prompt: 'a lighthouse at dusk' },
    });
  });
});
