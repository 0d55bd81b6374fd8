/** What is handed in may come twice, or late: after its workflow has changed, or what it starts from has gone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gesture } from '../../commands/command.ts';
import { edit } from '../../commands/edit.ts';
import type { Job } from '../../core/job.ts';
import type { Output } from '../../core/output.ts';
import type { Workflow } from '../../core/workflow.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn } from '../support/gestures.ts';
import { mai, ravi, testJob } from '../support/jobs.ts';
import { enlarge, picture, plain, redraw, testLibrary } from '../support/workflows.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.core.redis.flushall();
});

const pixels: Omit<Output, 'key'> = {
  ...{ name: 'fox.png', mediaType: 'image/png', bytes: 3, width: 16, height: 12 },
  kind: 'image',
};

/** A finished render of Mai's with a picture. */
async function finished(workflow: Workflow, values: Record<string, string | number>) {
  const { core } = test;
  const job = testJob({
    owner: mai,
    state: 'done',
    request: { workflow: { name: workflow.name, title: workflow.title, version: workflow.version }, values },
  });
  const output = { ...pixels, key: await core.media.put(job.id, 'fox.png', Buffer.from('fox')) };
  await core.snapshots.save(workflow);
  await core.jobs.create({ ...job, outputs: [output] });
  return { ...job, outputs: [output] };
}

const among = (...all: Workflow[]) => createGestures(test.core, { library: testLibrary({}, all) });
const childrenOf = ({ id }: { id: string }) => test.core.jobs.childrenOf(id);
const handedIn = { kind: 'form', id: 'form-1', person: ravi } as const;

/** The form behind the button Edit, for Ravi. */
async function opened({ id, place }: Pick<Job, 'id' | 'place'>) {
  const gesture: Gesture = {
    ...{ person: ravi, place, instructor: false, ageRestricted: false },
    kind: 'button',
  };
  return edit.form?.({ options: { job: id }, gesture, tools: among(redraw).tools });
}

describe('Edit', () => {
  it('handed in twice, even at once, is one render', async () => {
    const job = await finished(picture, { prompt: 'a fox', seed: 1 });
    const { perform } = among(picture);
    const options = { job: job.id, inputs: { prompt: 'a hare' } };
    await Promise.all([perform('edit', options, handedIn), perform('edit', options, handedIn)]);
    await perform('edit', options, handedIn);
    expect(await childrenOf(job)).toHaveLength(1);
    await perform('edit', options, { ...handedIn, id: 'form-2' });
    expect(await childrenOf(job)).toHaveLength(2);
  });

  it('is of the workflow as it was then, whatever became of it', async () => {
    const job = await finished(picture, { prompt: 'a fox', seed: 1, steps: 9 });
    const { steps: _none, ...inputs } = picture.inputs;
    const changed = { ...picture, version: 'v1b', inputs };
    for (const [id, library] of [
      ['1', among(changed)],
      ['2', among(plain)],
    ] as const)
      await library.perform('edit', { job: job.id, inputs: { steps: '12' } }, { ...handedIn, id });
    const children = await childrenOf(job);
    expect(children.map(({ request }) => [request.workflow.version, request.values.steps])).toEqual([
      ['v1', 12],
      ['v1', 12],
    ]);
  });

  it('asks for nothing where there is nothing to type', async () => {
    const first = await finished(picture, { prompt: 'a fox', seed: 1 });
    const job = await finished(enlarge, { image: first.outputs[0]?.key ?? '' });
    await expect(opened(job)).rejects.toThrow('nothing to edit: Enlarge takes files alone');
  });

  it('asks for nothing where what it starts from is gone', async () => {
    const first = await finished(picture, { prompt: 'a fox', seed: 1 });
    const job = await finished(redraw, { prompt: 'a fox', seed: 1, image: first.outputs[0]?.key ?? '' });
    expect(await opened(job)).toMatchObject({ note: expect.objectContaining({ type: 'phrase' }) });
    await test.core.jobs.update(first.id, (one) => ({ ...one, deletedAt: 1 }));
    await expect(opened(job)).rejects.toThrow('is not kept any more');
  });
});

describe('Remix this', () => {
  const ask = async (all: Workflow[], more: object) => {
    const job = await finished(picture, { prompt: 'a fox', seed: 1 });
    const options = { job: job.id, prompt: 'a fox of glass', workflow: 'redraw', ...more };
    return { job, said: await among(...all).perform('remix', options, handedIn) };
  };

  it('says so when its workflow went away, or has changed so that it does not fit any more', async () => {
    const gone = await ask([picture, plain], {});
    expect(refusalIn(gone.said)).toContain('There is no workflow called "redraw"');
    const { strength: _none, ...inputs } = redraw.inputs;
    const changed = await ask([picture, { ...redraw, inputs }], { strength: 0.4 });
    expect(refusalIn(changed.said)).toContain('strength');
    const blind = await ask([picture, { ...plain, name: 'redraw' }], {});
    expect(refusalIn(blind.said)).toMatch(/picture|image/);
    for (const { job } of [gone, changed, blind]) expect(await childrenOf(job)).toEqual([]);
  });

  it('handed in twice at once is one render', async () => {
    const job = await finished(picture, { prompt: 'a fox', seed: 1 });
    const { perform } = among(picture, redraw);
    const options = { job: job.id, prompt: 'a fox of glass', workflow: 'redraw' };
    await Promise.all([perform('remix', options, handedIn), perform('remix', options, handedIn)]);
    expect(await childrenOf(job)).toHaveLength(1);
  });
});
