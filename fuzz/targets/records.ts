/** Records as they are read back, written by older or broken code: read or refused, and drawn for both platforms. */
import { z } from 'zod';
import { renderCard as discordCard } from '../../bots/discord/render-card.ts';
import { renderCard as slackCard } from '../../bots/slack/render-card.ts';
import { textForm } from '../../bots/slack/text-form.ts';
import { galleryCard } from '../../commands/cards/gallery-card.ts';
import { jobCard } from '../../commands/cards/job-card.ts';
import { type GalleryEntry, galleryEntrySchema, isShown } from '../../core/gallery-entry.ts';
import { jobSchema } from '../../core/job.ts';
import { progressSchema } from '../../core/progress.ts';
import { workerStatusSchema } from '../../core/workers.ts';
import { mutateJson } from '../mutate.ts';
import { insist, type Json, mayThrow, type Target } from '../target.ts';

const id = 'job-01m7yahjhysmnpn8wkhwx7pcrt';
const owner = { platform: 'discord', id: '1100000000000000030', name: 'Mai' };
const output = {
  key: `${id}/0123.png`,
  name: 'sdxl-pcrt.png',
  kind: 'image',
  mediaType: 'image/png',
  bytes: 1234,
  width: 64,
  height: 64,
  node: '7',
  title: 'Saving',
};
const job = (changes: { [key: string]: Json }): Json => ({
  id,
  revision: 4,
  state: 'done',
  owner,
  place: { platform: 'discord', space: '11', channel: '20' },
  request: {
    workflow: { name: 'sdxl', title: 'SDXL', version: 'v1' },
    values: { prompt: 'a fox <@1> *x*', seed: 42, steps: 20, size: 'wide', guidance: 6.5, count: 2 },
  },
  work: 20,
  createdAt: 1_795_240_000_000,
  startedAt: 1_795_240_001_000,
  finishedAt: 1_795_240_009_000,
  attempts: 1,
  prompt: { id: 'p', backend: 'http://127.0.0.1:8188', submittedAt: 1 },
  outputs: [output, { ...output, key: 'b', kind: 'text', text: 'words', mediaType: 'text/plain' }],
  post: { platform: 'discord', channel: '20', message: '9', token: 't', tokenUntil: 9, files: { a: '1' } },
  ...changes,
});
const jobs = [
  job({}),
  job({ state: 'failed', failure: { message: 'It broke.', remedy: 'Mend it.', reportId: 'abcd' } }),
  job({
    state: 'failed',
    failure: {
      message: [
        {
          type: 'phrase',
          message: '"{title}" failed: {reason}',
          values: { title: 'A', reason: ['x', '(Y)'] },
        },
        '\n',
        { type: 'phrase', message: 'And {n} more.', values: { n: 2 } },
      ],
      remedy: { type: 'phrase', message: 'Render it again.' },
    },
  }),
  job({ state: 'cancelled', cancelAsked: { by: { ...owner, id: '2' }, at: 5 } }),
  job({ state: 'running', warnings: ['One'], standIn: true }),
  job({ state: 'queued', outputs: [] }),
];
const others: Json[] = [
  {
    id,
    revision: 1,
    shared: true,
    stars: ['discord:1'],
    post: { platform: 'slack', channel: 'C', message: '1.1' },
  },
  { fraction: 0.5, node: 'Sampling', step: 3, steps: 20, preview: 'image/jpeg', previewCount: 2, at: 5 },
  {
    id: 'w',
    host: 'h',
    startedAt: 1,
    backends: [{ name: 'b', reachable: true, jobs: [id], lastModels: [] }],
  },
];

const entryOf = ({ id: job }: { id: string }): GalleryEntry => ({
  id: job,
  revision: 1,
  shared: true,
  stars: [],
});

export const records: Target = {
  name: 'records',
  share: 30,
  open: () => ({
    make: (random) => mutateJson(random, random.pick(random.chance(0.8) ? jobs : others)),
    check(input) {
      // As they come from Redis: through text.
      const json: unknown = JSON.parse(JSON.stringify(input));
      workerStatusSchema.safeParse(json);
      const entry = mayThrow([z.ZodError], () => galleryEntrySchema.parse(json));
      if (entry) isShown(entry, { consent: 'allow', deleted: false });
      const progress = mayThrow([z.ZodError], () => progressSchema.parse(json));
      const record = mayThrow([z.ZodError], () => jobSchema.parse(json));
      if (!record) return;
      const forecast = { before: 3, startsAt: 1_795_240_100_000, endsAt: 1_795_240_200_000 };
      const shown = {
        job: record,
        progress,
        preview: null,
        forecast,
        shared: false,
        pausedBy: null,
        served: true,
        originals: false,
        parent: { job: record, link: null },
        ways: ['vary', 'upscale', 'animate'] as const,
      };
      for (const card of [
        jobCard(shown),
        galleryCard(record, entryOf(record), { original: 'https://chat.example/1' }),
      ]) {
        const drawn = [
          discordCard(card, () => ({ name: 'a.png' }), new Map()),
          slackCard(card, () => ({ as: 'picture', id: 'F1' })),
          textForm(card),
        ];
        for (const one of drawn) insist((JSON.stringify(one) ?? '').length < 40_000, 'a post of no end');
      }
    },
  }),
};
