/** The buttons that lead from one render to another: it is shown to whoever pressed, and to nobody else. */
import { z } from 'zod';
import type { Card } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import { say } from '../core/say.ts';
import { jobCard } from './cards/job-card.ts';
import { lineageElements } from './cards/lineage-elements.ts';
import { type Call, defineCommand } from './command.ts';
import { jobOf } from './job-of.ts';
import { readJobView } from './job-view.ts';
import { lineageOf, maySee } from './lineage.ts';

const seeOptions = z.strictObject({
  job: jobIdSchema,
  /** Of what came of it. */
  page: z
    .string()
    .regex(/^[1-9]\d?$/, 'is no page')
    .optional(),
});

async function seenCard({ options, gesture, tools }: Call<z.infer<typeof seeOptions>>): Promise<Card> {
  const job = await jobOf(tools, options.job);
  if (!(await maySee(tools, job, gesture)))
    throw new UserError(say('That render was made elsewhere, and is not shown to you here.'));
  const card = jobCard(await readJobView(tools, job, gesture.place));
  const lineage = await lineageOf(tools, job, gesture, false);
  const page = options.page === undefined ? undefined : Number(options.page);
  return {
    ...card,
    elements: [...card.elements, ...lineageElements(job, lineage, { command: 'see instead', page })],
  };
}

export const see = defineCommand({
  name: 'see',
  summary: 'Look at a render, by yourself',
  gestures: ['button'],
  options: seeOptions,
  manner: 'private',
  run: async (call) => ({ card: await seenCard(call) }),
});

/** On what only they see, it takes the place of what is there: one walks along without leaving a trail. */
export const seeInstead = defineCommand({
  name: 'see instead',
  summary: 'Look at another render in its place',
  gestures: ['button'],
  options: seeOptions,
  manner: 'none',
  run: async (call) => ({ card: await seenCard(call) }),
});
