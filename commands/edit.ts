/** The button *Edit*: what a result was made with, in a form; what is handed in is a new job that goes on from it. */
import { z } from 'zod';
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { say } from '../core/say.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import { type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import { inputs } from './form.ts';
import { inputFields, typedValues } from './input-fields.ts';
import { jobOf, mustSee } from './job-of.ts';
import { ranked } from './rank.ts';
import { prepare } from './request.ts';
import { startJob } from './start-job.ts';

interface Edited {
  parent: Job;
  workflow: Workflow;
  /** As they were typed, the seed included. */
  values: Values;
}

/** @throws UserError when the render or its workflow is gone, or it is not theirs to see. */
async function editedOf(tools: Tools, id: string, gesture: Gesture | null): Promise<Edited> {
  const parent = await jobOf(tools, id);
  if (gesture) await mustSee(tools, parent, gesture);
  const { workflow: asked, values, typed: texts } = parent.request;
  const workflow = await tools.core.snapshots.get(asked.version);
  if (workflow) return { parent, workflow, values: { ...values, ...texts } };
  throw new UserError(
    say('The workflow of that render is gone. Start a new one with {render}.', { render: typed('render') }),
  );
}

export const edit = defineCommand({
  name: 'edit',
  summary: 'Change what a result was made with, and make it anew',
  gestures: ['button'],
  options: z.strictObject({
    job: jobIdSchema,
    picture: z.number().int().optional(),
    inputs: inputs.optional(),
  }),
  manner: 'public',
  async form({ options: { job }, gesture, tools }) {
    const { workflow, values } = await editedOf(tools, job, gesture);
    return {
      title: say('Edit'),
      submit: say('Make it'),
      about: { job },
      fields: inputFields(workflow, values),
      others: say('Other inputs'),
    };
  },
  async run({ options, gesture, post, tools }) {
    const { parent, workflow, values: before } = await editedOf(tools, options.job, gesture);
    const { preset } = parent.request;
    const values = typedValues(workflow, before, options.inputs ?? {});
    const request = prepare({ workflow, values, ...(preset && { preset }) }, tools);
    const from = { job: parent, by: 'edit' } as const;
    const job = await startJob(tools, { request, gesture, from, ...(post && { post }) });
    return { job: job.id };
  },
  suggest: (option, typedText, tools, others) => suggestInput(option, typedText, tools, others),
});

/** Lists of an input that are too long to be shown as a whole, such as models. */
async function suggestInput(
  option: string,
  typedText: string,
  tools: Tools,
  { job }: Readonly<Record<string, unknown>>,
): Promise<Choice[]> {
  const id = jobIdSchema.safeParse(job);
  if (!id.success) return [];
  const { workflow } = await editedOf(tools, id.data, null);
  const input = workflow.inputs[option.replace(/^inputs\./, '')];
  if (input?.type !== 'choice') return [];
  return ranked(input.options, typedText).map((value) => ({ name: value, value }));
}
