/** Nobody has to see colours, emoji or pictures to know what a card says, in either language. */
import { describe, expect, it } from 'vitest';
import { galleryCard } from '../../commands/cards/gallery-card.ts';
import { type JobView, jobCard } from '../../commands/cards/job-card.ts';
import { outcomeCard } from '../../commands/cards/outcome-card.ts';
import { pictureCard } from '../../commands/cards/picture-card.ts';
import { refusalCard, restartedCard, troubleCard } from '../../commands/cards/trouble-card.ts';
import { openLanguages } from '../../commands/languages.ts';
import { workflowLine } from '../../commands/workflow-list.ts';
import { type Card, plain } from '../../core/card.ts';
import { inLanguage } from '../../core/in-language.ts';
import { type Job, jobStates } from '../../core/job.ts';
import type { Output } from '../../core/output.ts';
import { picturesOf } from '../../core/pictures.ts';
import { say } from '../../core/say.ts';
import { noor, ravi, testJob } from '../support/jobs.ts';
import { testLibrary } from '../support/workflows.ts';

const languages = openLanguages();
const still: Output = { key: 'k/a', name: 'a.png', kind: 'image', mediaType: 'image/png', bytes: 1 };
const film: Output = { key: 'k/b', name: 'b.mp4', kind: 'video', mediaType: 'video/mp4', bytes: 1 };
const sound: Output = { key: 'k/c', name: 'c.flac', kind: 'audio', mediaType: 'audio/flac', bytes: 1 };

function view(changes: Partial<Job>, more: Partial<JobView> = {}): JobView {
  return {
    job: testJob({ startedAt: 1, finishedAt: 9000, ...changes }),
    ...{ progress: null, preview: null, forecast: null, shared: false, pausedBy: null, served: true },
    ...{ parent: null, ways: [], originals: false },
    ...more,
  };
}

const done: Partial<Job> = { state: 'done', outputs: [still, film, sound] };
const running = view(
  { state: 'running' },
  {
    progress: {
      fraction: 0.4,
      node: 'Sampling',
      step: 8,
      steps: 20,
      preview: 'image/jpeg',
      previewCount: 1,
      at: 1,
    },
    preview: new Uint8Array([1]),
  },
);
const entry = { id: 'job-1', revision: 0, shared: true, stars: ['discord:1'] };

const jobCards: Card[] = [
  jobCard(view({ state: 'queued' })),
  jobCard(view({ state: 'queued' }, { served: false })),
  jobCard(view({ state: 'queued' }, { pausedBy: noor })),
  jobCard(view({ state: 'queued', cancelAsked: { by: ravi, at: 1 } })),
  jobCard(running),
  jobCard(view(done)),
  jobCard(
    view({
      state: 'failed',
      failure: { message: 'The graphics card ran out of memory.', remedy: 'Make it smaller.' },
    }),
  ),
  jobCard(view({ state: 'cancelled' })),
];
const cards: Card[] = [
  ...jobCards,
  jobCard(view(done, { shared: true, ways: [] })),
  ...(['gone', 'shut', 'left', 'late'] as const).map((why) => outcomeCard(view(done), why)),
  galleryCard(testJob(done), entry, { original: 'https://chat.example/1' }),
  galleryCard(testJob(done), { ...entry, audience: 'anonymous' }, { original: null }),
  ...picturesOf(testJob({ ...done, outputs: [still, still] })).map((one) =>
    pictureCard(testJob(done), one, []),
  ),
  refusalCard(say('That input cannot be read.')),
  troubleCard('r1'),
  restartedCard(),
];

const letters = /\p{L}/u;
const withoutEmoji = (text: string) => text.replace(/\p{RGI_Emoji}/gv, '').trim();

/** What a screen reader says: everything but colours and emoji. */
function heard(card: Card): string {
  const lines = card.elements.flatMap((element): string[] => {
    switch (element.type) {
      case 'heading':
      case 'text':
      case 'note':
        return [plain(element.text)];
      case 'quote':
        return [element.text];
      case 'list':
        return element.items.map((item) => plain(item));
      case 'fields':
        return element.fields.map(({ label, value }) => `${plain(label)} ${plain(value)}`);
      case 'progress':
        return [plain(element.label)];
      case 'media':
        return element.items.map(({ alt }) => plain(alt));
      case 'buttons':
        return element.buttons.map(({ label }) => plain(label));
      case 'files':
        return element.files.map((file) => (file.from === 'store' ? file.output.name : file.name));
      default:
        return element satisfies never;
    }
  });
  return lines.map(withoutEmoji).join('\n');
}

describe.each(languages.all)('in $tag', (language) => {
  const spoken = cards.map((card) => inLanguage(card, language));

  it('every picture and film says what it shows, and every button what it does', () => {
    for (const { elements } of spoken)
      for (const element of elements) {
        if (element.type === 'media')
          for (const { alt } of element.items) expect(plain(alt)).toMatch(letters);
        if (element.type === 'buttons')
          for (const { label } of element.buttons) expect(withoutEmoji(plain(label))).toMatch(letters);
      }
  });
  it('a card says in words what its colour says', () => {
    for (const card of spoken) expect(withoutEmoji(plain(card.summary))).toMatch(letters);
    const told = jobCards.map((card) => heard(inLanguage(card, language)));
    expect(new Set(told).size).toBe(jobCards.length);
  });
  it('the list of workflows says in words which are ready', () => {
    const about = testLibrary().about('picture');
    if (!about) throw new Error('no workflow');
    const readiness = [
      [true, true],
      [true, false],
      [false, false],
      [null, null],
    ];
    const lines = readiness.map((ready) => {
      const backends = ready.map((one, at) => ({ backend: `gpu-${at}`, ready: one, against: [] }));
      return withoutEmoji(plain(workflowLine({ ...about, backends }, { rules: {} }), language));
    });
    expect(new Set(lines).size).toBe(readiness.length);
  });
});

it('every state of a job is among them', () => {
  expect(jobStates).toEqual(['queued', 'submitted', 'running', 'done', 'failed', 'cancelled']);
});
