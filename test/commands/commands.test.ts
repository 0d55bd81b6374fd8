/** Every command, from the gesture to the record and the words. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.ts';
import type { Job } from '../../core/job.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures, refusalIn, words } from '../support/gestures.ts';
import { mai, noor, ravi, testJob } from '../support/jobs.ts';

let test: TestCore;
let act: ReturnType<typeof createGestures>;
beforeAll(async () => {
  test = await startTestCore();
  act = createGestures(test.core);
});
afterAll(() => test.close());
beforeEach(() => test.core.redis.flushall());

async function rendered(prompt = 'a lighthouse at dusk', person = mai): Promise<Job> {
  await act.perform('render', { prompt }, { person });
  const [job] = await test.core.jobs.ofPerson(person, 1);
  if (!job) throw new Error('no job was made');
  return job;
}
async function finished(changes: Partial<Job> = {}): Promise<Job> {
  const job = testJob({
    state: 'done',
    post: { platform: 'discord', channel: '300', message: String(Math.floor(Math.random() * 1e15)) },
    finishedAt: Date.now(),
    ...changes,
  });
  await test.core.jobs.create(job);
  return job;
}
const now = (job: Job) => test.core.jobs.get(job.id);
const refusal = async (said: ReturnType<typeof act.perform>) => {
  expect((await said).shown).toEqual([]);
  return refusalIn(await said);
};

describe('the list of commands', () => {
  it('has unique names, short summaries, and options that JSON schema can say', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    for (const { name, summary } of commands) {
      expect(summary.length, name).toBeLessThanOrEqual(100);
      expect(name).toMatch(/^[a-z]+( [a-z]+)?$/);
    }
  });
});

describe('/render', () => {
  it('records the job with every value and the place of its post, queues it, and has it shown', async () => {
    const { acknowledged, privately } = await act.perform('render', {
      prompt: 'a fox',
      steps: 10,
      workflow: 'picture',
    });
    expect(privately).toEqual([]);
    expect(acknowledged).toEqual(['public']);
    const [job] = await test.core.jobs.ofPerson(mai);
    expect(job).toMatchObject({
      state: 'queued',
      owner: mai,
      place: { space: '200', channel: '300' },
      post: { channel: '300' },
      request: {
        workflow: { name: 'picture', version: 'v1' },
        values: { prompt: 'a fox', steps: 10, guidance: 7, size: 'square', count: 1, seed: 500 },
      },
    });
    expect(await test.core.queue.waiting()).toEqual([job?.id]);
    expect(await test.core.snapshots.get('v1')).toMatchObject({ name: 'picture' });
  });

  it.each([
    ['an empty prompt', { prompt: '' }, 'prompt must not be empty, got "".'],
    [
      'a prompt of spaces and invisible characters',
      { prompt: ' \u200b\n' },
      'prompt must not be empty, got " \u200b\\n".',
    ],
    ['no prompt at all', {}, 'prompt is missing.'],
    ['6,000 characters', { prompt: 'x'.repeat(6000) }, 'prompt must be at most 4,000 characters.'],
    ['a negative seed', { prompt: 'x', seed: -1 }, 'seed must be 0 to 9007199254740991, got -1.'],
    ['a fractional seed', { prompt: 'x', seed: 1.5 }, 'seed must be a whole number, got 1.5.'],
    [
      'a seed of 2^64',
      { prompt: 'x', seed: 2 ** 64 },
      'seed must be a whole number, got 18446744073709552000.',
    ],
    ['a seed beyond this graph', { prompt: 'x', seed: 5000 }, 'seed must be 0 to 1000, got 5000.'],
    ['no steps', { prompt: 'x', steps: 0 }, 'steps must be 1 to 150, got 0.'],
    ['10,000 steps', { prompt: 'x', steps: 10_000 }, 'steps must be 1 to 150, got 10000.'],
    ['more steps than this graph takes', { prompt: 'x', steps: 80 }, 'steps must be 1 to 50, got 80.'],
    ['five pictures', { prompt: 'x', count: 5 }, 'count must be 1 to 4, got 5.'],
    [
      'an unknown size',
      { prompt: 'x', size: 'vast' },
      'size must be one of square, portrait, landscape, tall, wide, got "vast".',
    ],
    [
      'an unknown workflow',
      { prompt: 'x', workflow: 'magic' },
      'There is no workflow called "magic". There are: picture, plain, film.',
    ],
    [
      'a workflow file that is broken',
      { prompt: 'x', workflow: 'broken' },
      'The workflow broken cannot be used: broken.json is not valid JSON',
    ],
    [
      'an option the graph does not have',
      { prompt: 'x', workflow: 'plain', negative: 'y' },
      'Plain has no negative. Leave it out; it takes prompt, seed.',
    ],
    [
      'words that set nothing',
      { prompt: 'x', set: 'quick' },
      'set must be pairs such as steps=20, guidance=4.5; "quick" is none.',
    ],
    [
      'something set that the graph does not have',
      { prompt: 'x', set: 'fps=9' },
      'Picture has no fps. set takes prompt, negative, seed, steps, guidance, size, count.',
    ],
    ['something set out of range', { prompt: 'x', set: 'steps=80' }, 'steps must be 1 to 50, got 80.'],
    [
      'something set to what it cannot be',
      { prompt: 'x', set: 'steps=few' },
      'steps must be a whole number, got few.',
    ],
    [
      'something given twice',
      { prompt: 'x', steps: 9, set: 'steps=8' },
      'steps is given twice, also in set; give it once.',
    ],
    ['an option nobody offers', { prompt: 'x', sampler: 'y' }, 'There is no option called sampler.'],
  ])('refuses %s privately and changes nothing', async (_what, options, message) => {
    expect(await refusal(act.perform('render', options))).toBe(message);
    expect(await test.core.redis.dbsize()).toBe(0);
  });

  it.each([
    ['only emoji', '🦊🌲'],
    ['right-to-left', 'منارة عند الغروب'],
    ['a mention', '@everyone <@123> look'],
    ['a code fence', '```js\nalert(1)\n```'],
    ['markup', '</script><b>x</b>'],
  ])('takes a prompt of %s literally', async (_what, prompt) => {
    expect((await rendered(prompt)).request.values.prompt).toBe(prompt);
  });

  it('takes what stands in set as if it had an option of its own', async () => {
    await act.perform('render', { prompt: 'a fox', set: 'steps=12, guidance=3.5' });
    const [job] = await test.core.jobs.ofPerson(mai);
    expect(job?.request.values).toMatchObject({ prompt: 'a fox', steps: 12, guidance: 3.5 });
    expect(job?.request.values).not.toHaveProperty('set');
  });

  it('suggests for set what the chosen workflow has beyond the options', async () => {
    expect(await act.suggest('render', 'set', 'mo', { workflow: 'plain' })).toEqual([]);
    expect(await act.suggest('render', 'set', '', { workflow: 'film' })).toEqual([
      { name: 'frames=81  (How many frames, 5 to 161)', value: 'frames=81' },
    ]);
  });

  it('suggests workflows by name and title', async () => {
    expect(await act.suggest('render', 'workflow', 'pla')).toEqual([
      { name: 'Plain: A small test workflow', value: 'plain' },
    ]);
    expect(await act.suggest('render', 'workflow', '')).toHaveLength(3);
    expect(await act.suggest('nothing', 'workflow', '')).toEqual([]);
  });
});

describe('Again', () => {
  it('makes a new job of whoever pressed it, with a new seed, that knows its parent', async () => {
    const parent = await rendered();
    await test.core.jobs.update(parent.id, (job) => ({
      ...job,
      request: { ...job.request, values: { ...job.request.values, seed: 7 } },
    }));
    await act.press('again', parent.id, ravi);
    const [job] = await test.core.jobs.ofPerson(ravi);
    expect(job).toMatchObject({
      parent: parent.id,
      owner: ravi,
      request: { values: { prompt: 'a lighthouse at dusk', seed: 500 } },
    });
  });
});

describe('cancelling', () => {
  it('ends a waiting job at once', async () => {
    const job = await rendered();
    const { shown } = await act.perform('cancel', {});
    expect(words(shown[0])).toContain('is out of the queue');
    expect(await now(job)).toMatchObject({ state: 'cancelled', cancelAsked: { by: mai } });
    expect(await test.core.queue.waiting()).toEqual([]);
  });
  it('of a running job is asked of the worker, not claimed', async () => {
    const job = await rendered();
    await test.core.jobs.update(job.id, (one) => ({ ...one, state: 'running' }));
    const { shown } = await act.press('cancel', job.id);
    expect(words(shown[0])).toContain('is being stopped');
    expect(await now(job)).toMatchObject({ state: 'running', cancelAsked: { by: mai } });
  });
  it('is refused to others, but not to an instructor of the same server', async () => {
    const job = await rendered();
    expect(await refusal(act.press('cancel', job.id, ravi))).toBe(
      'Only Mai can cancel this render: it is theirs.',
    );
    const elsewhere = {
      instructor: true,
      place: { platform: 'discord', space: '201', channel: '9' },
    } as const;
    expect(await refusal(act.press('cancel', job.id, noor, elsewhere))).toMatch(/^Only Mai/);
    expect((await now(job))?.state).toBe('queued');
    await act.press('cancel', job.id, noor, { instructor: true });
    expect(await now(job)).toMatchObject({ state: 'cancelled', cancelAsked: { by: noor } });
  });
  it('says so when there is nothing to cancel, or more than one', async () => {
    expect(await refusal(act.perform('cancel', {}))).toBe('You have no render that waits or runs.');
    const job = await rendered();
    await rendered('another');
    expect(await refusal(act.perform('cancel', {}))).toContain(job.id);
    expect(await refusal(act.perform('cancel', { job: 'nonsense' }))).toBe(
      'job is not a job id; copy it from the queue, got "nonsense".',
    );
  });
  it('of a finished job is refused', async () => {
    const job = await finished();
    expect(await refusal(act.press('cancel', job.id))).toBe(
      'That render is done already; there is nothing to cancel.',
    );
  });
});

describe('Delete', () => {
  it('asks first, then takes the result away; a second press finds nothing', async () => {
    const job = await finished();
    const key = await test.core.media.put(job.id, 'a.png', new Uint8Array([1]));
    const { shown } = await act.press('delete', job.id);
    expect(words(shown[0])).toContain('delete now');
    expect((await now(job))?.deletedAt).toBeUndefined();
    await act.press('delete now', job.id);
    expect((await now(job))?.deletedAt).toBeGreaterThan(0);
    expect(await test.core.media.get(key)).toBeNull();
    expect(await refusal(act.press('delete now', job.id))).toMatch(/^That render is not there any more/);
  });
  it('is refused to others, and while the job is on its way', async () => {
    const job = await finished();
    expect(await refusal(act.press('delete now', job.id, ravi))).toMatch(/^Only Mai can delete/);
    expect((await now(job))?.deletedAt).toBeUndefined();
    const waiting = await rendered();
    expect(await refusal(act.press('delete', waiting.id))).toMatch(/^That render is still on its way/);
  });
});

describe('Workflow', () => {
  it('gives the exact graph as a file, and says so when there is none', async () => {
    const job = await finished();
    expect(await refusal(act.press('workflow', job.id))).toContain('never reached a worker');
    const graph = { '1': { class_type: 'KSampler', inputs: { seed: 42 } } };
    await test.core.jobs.saveGraph(job.id, graph);
    const { shown } = await act.press('workflow', job.id, ravi);
    const files = shown[0]?.elements.find((element) => element.type === 'files');
    const [file] = files?.type === 'files' ? files.files : [];
    if (file?.from !== 'bytes') throw new Error('no file');
    expect(JSON.parse(Buffer.from(file.bytes).toString())).toEqual(graph);
    expect(file.name).toBe(`picture-${job.id.slice(-6)}.json`);
  });
});

describe('buttons of jobs long gone', () => {
  it.each(['again', 'share', 'unshare', 'workflow', 'delete', 'delete now', 'cancel'])(
    '%s says so',
    async (command) => {
      expect(await refusal(act.press(command, testJob().id))).toMatch(/^That render is not there any more/);
    },
  );
  it('a button that no longer exists says so', async () => {
    expect(await refusal(act.press('explode', testJob().id))).toMatch(/^That command is not there any more/);
    expect(await refusal(act.press('render', testJob().id))).toMatch(/^That command is not there any more/);
  });
});

describe('the gallery', () => {
  const entry = (job: Job) => test.core.gallery.entry(job.id);

  it('takes a render its maker shares, once, and gives it back', async () => {
    const job = await finished();
    await act.press('share', job.id);
    await act.press('share', job.id);
    expect(await entry(job)).toMatchObject({ shared: true, revision: 1 });
    expect(await refusal(act.press('share', job.id, ravi))).toBe(
      'Only Mai can share this render: it is theirs.',
    );
    expect(await refusal(act.press('unshare', job.id, ravi))).toMatch(/^Only Mai/);
    await act.press('unshare', job.id);
    expect(await entry(job)).toMatchObject({ shared: false, stars: [] });
  });
  it("takes the maker's own star as sharing, and its removal as taking back", async () => {
    const job = await finished();
    if (!job.post) throw new Error('no post');
    await act.star('star', job.post, mai);
    expect(await entry(job)).toMatchObject({ shared: true, stars: [] });
    await act.star('unstar', job.post, mai);
    expect(await entry(job)).toMatchObject({ shared: false });
  });
  it("keeps others' stars and asks the maker once", async () => {
    const job = await finished();
    const second = await finished();
    if (!job.post || !second.post) throw new Error('no post');
    await act.star('star', job.post, ravi);
    await act.star('star', job.post, noor);
    await act.star('star', second.post, ravi);
    expect(await entry(job)).toMatchObject({
      shared: false,
      stars: ['discord:100000000000000002', 'discord:100000000000000003'],
    });
    expect(await test.core.gallery.consent(mai, '200')).toBe('asked');
    await act.star('unstar', job.post, noor);
    expect(await entry(job)).toMatchObject({ stars: ['discord:100000000000000002'] });
  });
  it('ignores stars on other messages and on unfinished jobs', async () => {
    const job = await finished({ state: 'running' });
    if (!job.post) throw new Error('no post');
    await act.star('star', job.post, ravi);
    await act.star('star', { platform: 'discord', channel: '1', message: '2' }, ravi);
    expect(await entry(job)).toBeNull();
    expect(await test.core.gallery.consent(mai, '200')).toBeNull();
  });
  it('follows /gallery allow and /gallery stop', async () => {
    const job = await finished();
    await act.press('share', job.id);
    await act.perform('gallery allow', {});
    expect(await test.core.gallery.consent(mai, '200')).toBe('allow');
    await act.perform('gallery stop', {});
    expect(await test.core.gallery.consent(mai, '200')).toBe('stop');
    expect(await entry(job)).toMatchObject({ shared: false });
  });
  it('takes the answer to the private question only from the maker', async () => {
    const job = await finished();
    expect(await refusal(act.press('allow stars', job.id, ravi))).toMatch(/^Only Mai/);
    const inPrivate = { place: { platform: 'discord', channel: '77' } } as const;
    await act.press('allow stars', job.id, mai, inPrivate);
    expect(await test.core.gallery.consent(mai, '200')).toBe('allow');
    await act.press('stop stars', job.id, mai, inPrivate);
    expect(await test.core.gallery.consent(mai, '200')).toBe('stop');
  });
  it('puts the question after the next gesture when it could not be put by direct message', async () => {
    const job = await finished();
    if (!job.post) throw new Error('no post');
    await act.star('star', job.post, ravi);
    await test.core.gallery.setConsent(mai, '200', 'ask-next-time');
    const { followedUp } = await act.perform('help', {});
    expect(words(followedUp[0])).toContain('Yes, show them');
    expect((await act.perform('help', {})).followedUp).toEqual([]);
  });
  it('says what is missing: a gallery channel, a server, a finished render', async () => {
    const without = createGestures(test.core, { galleryChannel: async () => null });
    const job = await finished();
    expect(await refusal(without.press('share', job.id))).toMatch(/^There is no gallery channel/);
    const alone = await finished({ place: { platform: 'discord', channel: '5' } });
    expect(await refusal(act.press('share', alone.id))).toMatch(
      /^This render was made in a private conversation/,
    );
    const running = await finished({ state: 'running' });
    expect(await refusal(act.press('share', running.id))).toBe('Only a finished render can be shared.');
    expect(
      await refusal(act.perform('gallery allow', {}, { place: { platform: 'discord', channel: '5' } })),
    ).toMatch(/^A private conversation has no gallery/);
  });
});

describe('/queue, /status and /help', () => {
  it("/queue shows others' names but not their prompts, and buttons for one's own", async () => {
    expect(words((await act.perform('queue', {})).shown[0])).toContain('It is empty');
    const own = await rendered('my own secret');
    await rendered('their secret', ravi);
    const text = words((await act.perform('queue', {})).shown[0]);
    expect(text).toContain('Ravi: Picture');
    expect(text).not.toContain('their secret');
    expect(text).toContain('my own secret');
    expect(text).toContain(own.id);
  });
  it('/status names workers, backends and what is wrong with them', async () => {
    expect(words((await act.perform('status', {})).shown[0])).toContain('No worker is here');
    await test.core.workers.beat({
      id: 'w',
      host: 'gpu-1',
      startedAt: Date.now() - 61_000,
      backends: [
        {
          name: 'http://127.0.0.1:8188',
          reachable: true,
          version: '0.33.0',
          device: 'cuda:0 RTX 4090',
          memoryFree: 20e9,
          memoryTotal: 24e9,
          standIn: false,
          jobs: ['a'],
          lastModels: ['sdxl.safetensors'],
        },
        {
          name: 'http://127.0.0.1:8189',
          reachable: false,
          standIn: false,
          jobs: [],
          lastModels: [],
          trouble: 'connection refused',
        },
      ],
    });
    const text = words((await act.perform('status', {})).shown[0]);
    expect(text).toContain('up for 1 min ');
    expect(text).toContain(
      'ComfyUI 0.33.0 · cuda:0 RTX 4090 · 20.0 of 24.0 GB free · 1 render in hand · last used sdxl.safetensors',
    );
    expect(text).toContain('not reachable, connection refused');
  });
  it('/help names every typed command and every workflow', async () => {
    const text = words((await act.perform('help', {})).shown[0]);
    for (const { name, gestures } of commands)
      if (gestures.includes('slash')) expect(text).toContain(`{"type":"command","name":"${name}"}`);
    expect(text).toContain('plain');
  });
});

describe('what nobody expected', () => {
  it('is answered with a number that stands in the log, and says nothing of the inside', async () => {
    const broken = createGestures(test.core, {
      core: {
        ...test.core,
        jobs: { ...test.core.jobs, create: () => Promise.reject(new Error('secret inside')) },
      },
    });
    const { privately } = await broken.perform('render', { prompt: 'x' });
    expect(words(privately[0])).toMatch(/"code","text":"[0-9a-f]{8}"/);
    expect(words(privately[0])).not.toContain('secret inside');
  });
});
