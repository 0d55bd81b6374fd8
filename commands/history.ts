/** `/history`: your own renders, newest first, a page at a time, with a sheet of what they made. */
import { z } from 'zod';
import { type Button, bold, type Card, code, type Element, notice, type Text, typed } from '../core/card.ts';
import { contactSheet } from '../core/contact-sheet.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { isVisual, posterOf, previewOf } from '../core/output.ts';
import { type Call, defineCommand, type Tools } from './command.ts';
import { whole } from './options.ts';
import { aboutJob, stateWords } from './own-jobs.ts';

const perPage = 8;
/** Older ones than these are not paged to; a single one is shown by its id. */
const mostPages = 50;

async function historyCard(page: number, { gesture, tools }: Pick<Call<unknown>, 'gesture' | 'tools'>) {
  const from = (page - 1) * perPage;
  const known = await tools.core.jobs.ofPerson(gesture.person, from + perPage + 1);
  if (known.length <= from)
    return notice('plain', page === 1 ? 'You have no renders yet' : 'There are no older ones', [
      'Type ',
      typed('render'),
      ' and say what you want to see.',
    ]);
  const jobs = known.slice(from, from + perPage).filter((job) => job.deletedAt === undefined);
  const sheet = await sheetOf(jobs, from, tools);
  const elements: Element[] = [
    { type: 'heading', text: page === 1 ? 'Your renders' : `Your renders, page ${page}` },
    ...(sheet ? [sheet] : []),
    { type: 'list', items: jobs.map((job, index) => line(job, from + index + 1)) },
    { type: 'note', text: ['Post one again with ', typed('show'), '.'] },
    ...pager(page, known.length > from + perPage),
  ];
  return { tone: 'plain', summary: 'Your renders', elements } satisfies Card;
}

export const history = defineCommand({
  name: 'history',
  summary: 'Look through your own renders',
  gestures: ['slash'],
  options: z.strictObject({ page: whole(1, mostPages).describe('1 is the newest').optional() }),
  manner: 'private',
  run: async (call) => ({ card: await historyCard(call.options.page ?? 1, call) }),
});

export const historyPage = defineCommand({
  name: 'history page',
  summary: 'Turn the page of your renders',
  gestures: ['button'],
  options: z.strictObject({ page: z.string().regex(/^[1-9]\d?$/, 'is no page') }),
  manner: 'private',
  run: async (call) => ({ card: await historyCard(Number(call.options.page), call) }),
});

function line(job: Job, number: number): Text {
  return [
    bold(String(number)),
    ' ',
    code(shortId(job.id)),
    ` ${aboutJob(job, 70)} · ${stateWords[job.state]} `,
    { type: 'time', at: job.createdAt, style: 'clock' },
  ];
}

/** One picture for the whole page; of each render the first that can be looked at. */
async function sheetOf(jobs: readonly Job[], from: number, { core }: Tools): Promise<Element | null> {
  const found = await Promise.all(
    jobs.map(async (job, index) => {
      const output = job.sweptAt === undefined ? job.outputs.find(isVisual) : undefined;
      const shown = output && (posterOf(output) ?? previewOf(output) ?? output);
      const bytes = shown && shown.kind !== 'video' ? await core.media.get(shown.key) : null;
      return bytes ? [{ number: from + index + 1, bytes }] : [];
    }),
  );
  const pictures = found.flat();
  const sheet = await contactSheet(pictures);
  if (!sheet) return null;
  const name = `renders-${from + 1}-to-${from + jobs.length}.png`;
  const alt = `A sheet of ${pictures.length} small pictures, numbered as in the list`;
  return {
    type: 'media',
    items: [{ file: { from: 'bytes', name, mediaType: 'image/png', bytes: sheet }, alt }],
  };
}

function pager(page: number, more: boolean): Element[] {
  const turn = (to: number, label: string): Button => ({
    type: 'action',
    command: 'history page',
    given: { option: 'page', value: String(to) },
    label,
    look: 'plain',
  });
  const buttons = [
    ...(page > 1 ? [turn(page - 1, 'Newer')] : []),
    ...(more && page < mostPages ? [turn(page + 1, 'Older')] : []),
  ];
  return buttons.length > 0 ? [{ type: 'buttons', buttons }] : [];
}
