/** The post of a job in each state says what matters, and carries the buttons that work then. */
import { describe, expect, it } from 'vitest';
import { type JobView, jobCard } from '../../commands/cards/job-card.ts';
import { counted, duration, ordinal, shortened } from '../../commands/words.ts';
import { type Card, plain } from '../../core/card.ts';
import { type Job, jobStates } from '../../core/job.ts';
import { words } from '../support/gestures.ts';
import { noor, testJob } from '../support/jobs.ts';

function view(changes: Partial<Job>, more: Partial<JobView> = {}): JobView {
  return {
    job: testJob(changes),
    progress: null,
    preview: null,
    forecast: null,
    shared: false,
    pausedBy: null,
    served: true,
    originals: false,
    parent: null,
    ways: [],
    ...more,
  };
}
const buttons = (card: Card) =>
  card.elements.flatMap((element) =>
    element.type === 'buttons'
      ? element.buttons.map((button) => ('command' in button ? button.command : 'link'))
      : [],
  );
const image = { key: 'k', name: 'a.png', kind: 'image', mediaType: 'image/png', bytes: 1 } as const;

describe('a waiting job', () => {
  it('says its place and when it is expected to start', () => {
    const card = jobCard(view({}, { forecast: { before: 2, startsAt: 5000, endsAt: 9000 } }));
    expect(words(card)).toContain('3rd in line.');
    expect(words(card)).toContain('"type":"time","at":5000,"style":"countdown"');
    expect(buttons(card)).toEqual(['cancel']);
  });
  it('says when nobody is there to do it', () => {
    expect(words(jobCard(view({}, { served: false })))).toContain('No GPU worker is here right now');
  });
  it('offers no second cancel', () => {
    const card = jobCard(view({ cancelAsked: { by: noor, at: 1 } }));
    expect(words(card)).toContain('Being cancelled');
    expect(buttons(card)).toEqual([]);
  });
});

describe('a running job', () => {
  it('says the node and the step, and shows the preview with alt text', () => {
    const card = jobCard(
      view(
        { state: 'running', startedAt: 1 },
        {
          progress: {
            fraction: 0.41,
            node: 'Sampling',
            step: 8,
            steps: 20,
            preview: 'image/jpeg',
            previewCount: 3,
            at: 1,
          },
          preview: new Uint8Array([1]),
        },
      ),
    );
    expect(words(card)).toContain('"fraction":0.41,"label":"Sampling, step 8 of 20"');
    expect(words(card)).toContain('preview-3.jpg');
    expect(words(card)).toContain('Unfinished preview, 41 % done: a lighthouse at dusk');
    expect(buttons(card)).toEqual(['cancel']);
  });
});

describe('a finished job', () => {
  it('shows pictures with the prompt as alt text, what they were made from, and four buttons', () => {
    const card = jobCard(view({ state: 'done', outputs: [image, image], startedAt: 1000, finishedAt: 9400 }));
    const media = card.elements.find((element) => element.type === 'media');
    expect(media?.type === 'media' && media.items.map(({ alt }) => plain(alt))).toEqual([
      'a lighthouse at dusk (1 of 2)',
      'a lighthouse at dusk (2 of 2)',
    ]);
    for (const part of ['"42"', 'Picture', '8.4 s', 'wide']) expect(words(card)).toContain(part);
    expect(buttons(card)).toEqual(['picture', 'picture', 'again', 'edit', 'share', 'workflow', 'delete']);
    expect(buttons(jobCard(view({ state: 'done' }, { shared: true })))).toContain('unshare');
  });
  it('shows a batch on one sheet, with a button for each picture', () => {
    const grid = { key: 'g', name: 'grid.jpg', mediaType: 'image/jpeg', bytes: 1, across: 2 };
    const card = jobCard(view({ state: 'done', outputs: Array(4).fill(image), grid }));
    const media = card.elements.filter((element) => element.type === 'media');
    expect(media.flatMap(({ items }) => items.map(({ alt, file }) => [plain(alt), file]))).toEqual([
      [
        'a lighthouse at dusk (4 pictures on one sheet, numbered from the top left, 2 in a row)',
        { from: 'store', output: { ...grid, across: undefined, kind: 'image' } },
      ],
    ]);
    const picks = card.elements.flatMap((element) => (element.type === 'buttons' ? element.buttons : []));
    expect(picks.slice(0, 4)).toMatchObject(
      [1, 2, 3, 4].map((n) => ({ command: 'picture', picture: n, jobId: expect.any(String) })),
    );
    expect(picks.slice(0, 4).map(({ label }) => plain(label))).toEqual(
      [1, 2, 3, 4].map((n) => `Picture ${n}`),
    );
    const swept = jobCard(view({ state: 'done', outputs: Array(4).fill(image), grid, sweptAt: 1 }));
    expect(buttons(swept)).toEqual(['again', 'edit', 'share', 'workflow', 'delete']);
  });
  it('offers for a single picture what there is a workflow for, and nothing else', () => {
    const made = { state: 'done', outputs: [image] } as const;
    const all = ['vary weak', 'vary strong', 'upscale', 'animate', 'use picture'];
    const after = ['again', 'edit', 'share', 'workflow', 'delete'];
    const card = (ways: JobView['ways']) => buttons(jobCard(view({ ...made, outputs: [image] }, { ways })));
    expect(card(['vary', 'upscale', 'animate'])).toEqual([...all, ...after]);
    expect(card(['upscale'])).toEqual(['upscale', 'use picture', ...after]);
    expect(card([])).toEqual(['use picture', ...after]);
    const exr = { ...image, kind: 'file', mediaType: 'image/x-exr' } as const;
    expect(buttons(jobCard(view({ ...made, outputs: [exr] }, { ways: ['vary'] })))).toEqual(after);
  });
  it('says what it was made from, as far as that is there', () => {
    const from = { by: 'vary', output: 1 } as const;
    const parent = testJob({ state: 'done', outputs: [image, image] });
    const said = (of: JobView['parent'], changes: Partial<Job> = {}) =>
      words(jobCard(view({ state: 'done', parent: parent.id, from, ...changes }, { parent: of })));
    const linked = said({ job: parent, link: 'https://chat.example/1' });
    expect(linked).toContain('Varied from picture 2 of ');
    expect(linked).toContain('"text":"an earlier render","url":"https://chat.example/1"');
    expect(said({ job: parent, link: null })).toContain('Varied from picture 2 of an earlier render');
    const single = { ...parent, outputs: [image] };
    expect(said({ job: single, link: null }, { from: { by: 'upscale', output: 0 } })).toContain(
      'Enlarged from an earlier render',
    );
    expect(said({ job: { ...parent, deletedAt: 1 }, link: null })).toContain(
      'Varied from a render that was deleted',
    );
    expect(said({ job: null, link: null })).toContain('a render that was deleted');
    // Written before it was recorded how.
    expect(said({ job: parent, link: null }, { from: undefined })).toContain('Made once more, from');
  });
  it('shows every kind of output', () => {
    const outputs = [
      image,
      { ...image, kind: 'video', name: 'v.mp4', mediaType: 'video/mp4' },
      { ...image, kind: 'audio', name: 's.flac', mediaType: 'audio/flac' },
      { ...image, kind: 'text', name: 't.txt', mediaType: 'text/plain', text: 'a caption', title: 'Caption' },
      { ...image, kind: 'file', name: 'l.latent', mediaType: 'application/octet-stream' },
      { ...image, kind: 'file', name: 'mesh.glb', mediaType: 'application/octet-stream' },
    ] as const;
    const text = words(jobCard(view({ state: 'done', outputs: [...outputs] })));
    for (const part of ['a.png', 'v.mp4', 's.flac', 'a caption', 'Caption', 'l.latent', 'mesh.glb'])
      expect(text).toContain(part);
  });
  it('says when a stand-in drew it, and what the backend left out', () => {
    const text = words(
      jobCard(view({ state: 'done', standIn: true, warnings: ['The upscaled picture is missing.'] })),
    );
    expect(text).toContain('drawn without a model');
    expect(text).toContain('The upscaled picture is missing.');
  });
});

describe('other ends', () => {
  it('a failure says what happened and what to do', () => {
    const card = jobCard(
      view({
        state: 'failed',
        failure: { message: 'Out of memory.', remedy: 'Try fewer pictures.', reportId: 'abc' },
      }),
    );
    for (const part of ['Out of memory.', 'Try fewer pictures.', 'abc']) expect(words(card)).toContain(part);
    expect(buttons(card)).toEqual(['again', 'edit', 'delete']);
  });
  it('a cancel names the instructor who did it', () => {
    expect(words(jobCard(view({ state: 'cancelled', cancelAsked: { by: noor, at: 1 } })))).toContain(
      '"name":"Noor"',
    );
  });
  it('every state has a card with a summary', () => {
    for (const state of jobStates) expect(jobCard(view({ state })).summary).toBeTruthy();
  });
});

describe('words', () => {
  it.each([
    [840, '0.8 s'],
    [8400, '8.4 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [4_320_000, '1 h 12 min'],
  ])('%i ms is %s', (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });
  it('count and order as people do', () => {
    expect([1, 2, 3, 4, 11, 22].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd']);
    expect(counted(1, 'render')).toBe('1 render');
    expect(shortened('🦊🦊🦊🦊', 3)).toBe('🦊🦊…');
  });
});
