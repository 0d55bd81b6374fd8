/** `/history`: your own renders, newest first, a page at a time, with a sheet of what they made. */
import { z } from 'zod';
import { type Button, bold, type Card, code, type Element, notice, type Text, typed } from '../core/card.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { type Phrase, say } from '../core/say.ts';
import { action, inRows } from './cards/job-buttons.ts';
import { type Call, defineCommand } from './command.ts';
import { isHidden } from './job-of.ts';
import { whole } from './options.ts';
import { aboutJob, stateWords, stepWords } from './own-jobs.ts';
import { sheetOf } from './sheet.ts';

const perPage = 8;
/** Older ones than these are not paged to; a single one is shown by its id. */
const mostPages = 50;

async function historyCard(page: number, { gesture, tools }: Pick<Call<unknown>, 'gesture' | 'tools'>) {
  const from = (page - 1) * perPage;
  const known = await tools.core.jobs.ofPerson(gesture.person, from + perPage + 1);
  if (known.length <= from)
    return notice(
      'plain',
      page === 1 ? say('You have no renders yet') : say('There are no older ones'),
      say('Type {render} and say what you want to see.', { render: typed('render') }),
    );
  const jobs = known.slice(from, from + perPage).filter((job) => job.deletedAt === undefined);
  const numbered = jobs
    .filter((job) => !isHidden(job, gesture))
    .map((job) => ({ number: numberOf(job, known), job }));
  const sheet = await sheetOf(
    numbered,
    `renders-${numbered[0]?.number}-to-${numbered.at(-1)?.number}`,
    tools,
  );
  const elements: Element[] = [
    { type: 'heading', text: page === 1 ? say('Your renders') : say('Your renders, page {page}', { page }) },
    ...(sheet ? [sheet] : []),
    { type: 'list', items: jobs.map((job) => line(job, numberOf(job, known), tools.now())) },
    {
      type: 'note',
      text: say('A number shows you that one. {show} posts it again, for all to see.', {
        show: typed('show'),
      }),
    },
    ...inRows(jobs.map((job) => action(job, 'see', String(numberOf(job, known))))),
    ...pager(page, known.length > from + perPage),
  ];
  return { tone: 'plain', summary: say('Your renders'), elements } satisfies Card;
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

/** Counted through all pages. */
const numberOf = (job: Job, known: readonly Job[]) => known.indexOf(job) + 1;

/** Longer ago, the hour alone does not say when. */
const sameDay = 12 * 60 * 60 * 1000;

function line(job: Job, number: number, now: number): Text {
  return [
    bold(String(number)),
    ' ',
    code(shortId(job.id)),
    ` ${aboutJob(job, 70)} · `,
    ...(job.from ? [stepWords[job.from.by], ' · '] : []),
    stateWords[job.state],
    ' ',
    { type: 'time', at: job.createdAt, style: now - job.createdAt < sameDay ? 'clock' : 'date' },
  ];
}

function pager(page: number, more: boolean): Element[] {
  const turn = (to: number, label: Phrase): Button => ({
    type: 'action',
    command: 'history page',
    given: { option: 'page', value: String(to) },
    label,
    look: 'plain',
  });
  const buttons = [
    ...(page > 1 ? [turn(page - 1, say('Newer'))] : []),
    ...(more && page < mostPages ? [turn(page + 1, say('Older'))] : []),
  ];
  return buttons.length > 0 ? [{ type: 'buttons', buttons }] : [];
}
