/** The button *Edit*: what a result was made with, in a form; what is handed in is a new job that goes on from it. */
import { typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { findMaterial } from '../core/made-of.ts';
import { picturesOf } from '../core/pictures.ts';
import { type Phrase, say } from '../core/say.ts';
import { isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import { type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import { inputs } from './form.ts';
import { inputFields, typedValues } from './input-fields.ts';
import { jobOf, mustSee } from './job-of.ts';
import { ofPicture } from './picture.ts';
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
  options: ofPicture.extend({ inputs: inputs.optional() }),
  manner: 'public',
  async form({ options: { job, picture }, gesture, tools }) {
    const { workflow, values } = await editedOf(tools, job, gesture);
    const fields = inputFields(workflow, values);
    if (fields.length === 0)
      throw new UserError(
        say('There is nothing to edit: {workflow} takes files alone. Attach others to {render}.', {
          workflow: workflow.title,
          render: typed('render'),
        }),
      );
    const note = await startsFrom(tools, workflow, values);
    return {
      title: say('Edit'),
      submit: say('Make it'),
      about: { job, ...(picture !== undefined && { picture }) },
      ...(note && { note }),
      fields,
      others: say('Other inputs'),
    };
  },
  async run({ options, gesture, post, tools }) {
    const { parent, workflow, values: before } = await editedOf(tools, options.job, gesture);
    const { preset } = parent.request;
    const values = typedValues(workflow, before, options.inputs ?? {});
    const request = prepare({ workflow, values, ...(preset && { preset }) }, tools);
    const picked = picturesOf(parent).find(({ number }) => number === options.picture);
    const from = { job: parent, by: 'edit', ...(picked && { output: picked.index }) } as const;
    const job = await startJob(tools, { request, gesture, from, ...(post && { post }) });
    return { job: job.id };
  },
  suggest: (option, typedText, tools, others) => suggestInput(option, typedText, tools, others),
});

/**
 * What it starts from stays what it was: whoever edits the picture that came of it may expect something else.
 * @throws UserError when that is not kept any more, before anybody fills in anything.
 */
async function startsFrom(
  { core }: Pick<Tools, 'core'>,
  { inputs: all }: Workflow,
  values: Values,
): Promise<Phrase | null> {
  const files = Object.entries(all).flatMap(([name, input]) =>
    isFileInput(input) && values[name] !== undefined ? [String(values[name])] : [],
  );
  const found = await Promise.all(files.map((key) => findMaterial(core, key)));
  if (found.includes(null))
    throw new UserError(
      say('What that render was made from is not kept any more. Attach it to {render} again.', {
        render: typed('render'),
      }),
    );
  const [only, another] = found;
  if (!only) return null;
  return only.mediaType.startsWith('image/') && !another
    ? say('It starts from the same picture as before, not from the one that was made.')
    : say('It starts from the same files as before, not from what was made.');
}

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
  const input = workflow.inputs[option];
  if (input?.type !== 'choice') return [];
  return ranked(input.options, typedText).map((value) => ({ name: value, value }));
}
