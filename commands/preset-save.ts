/** `/preset save`: keeps values under a name, from a render or as they are typed. */

import { z } from 'zod';
import { bold, code, notice, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { jobIdSchema, newPresetId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { mostPresets, type Preset, presetKey } from '../core/presets.ts';
import { type Phrase, say, type Words } from '../core/say.ts';
import { checkValue } from '../core/values.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { jobOf } from './job-of.ts';
import { negative, prompt } from './options.ts';
import { keepable } from './preset-of.ts';
import { suggestRender } from './render.ts';
import { parseSet, setLimit } from './set-option.ts';
import { shortened } from './words.ts';

/** Shown in lists and typed behind commands, so one line of ordinary characters. */
export const presetName = z
  .string('must be text')
  .transform((text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._'+()-]{0,39}$/u,
        'must be 1 to 40 letters, digits and spaces, and begin with a letter or a digit',
      ),
  );

const options = z.strictObject({
  name: presetName.describe('What to call it'),
  job: jobIdSchema.describe('Id of the render whose values to keep; without it, your last one').optional(),
  workflow: z
    .string('must be text')
    .max(100)
    .describe('Which workflow, for values you type here')
    .meta({ suggests: true })
    .optional(),
  prompt: prompt.optional(),
  negative: negative.optional(),
  set: z
    .string('must be text')
    .max(setLimit, `must be at most ${setLimit} characters`)
    .describe('Values to keep, such as steps=30, guidance=4')
    .meta({ suggests: true, free: true })
    .optional(),
  seed: z
    .boolean('must be yes or no')
    .describe('Keep the seed too, so that the same prompt makes the same picture')
    .optional(),
  replace: z
    .boolean('must be yes or no')
    .describe('Replace the preset of yours that has this name')
    .optional(),
});

/** The render whose values are meant. @throws UserError for one they may not see */
async function jobFor(
  { core, ...tools }: Tools,
  { person, place }: Gesture,
  id: string | undefined,
): Promise<Job> {
  if (id === undefined) {
    const last = (await core.jobs.ofPerson(person)).find((job) => job.deletedAt === undefined);
    if (last) return last;
    throw new UserError(
      say(
        'You have made no render yet whose values could be kept. Say which with job, or type them: {example}.',
        {
          example: code('set: steps=30'),
        },
      ),
    );
  }
  const job = await jobOf({ core, ...tools }, id);
  const here =
    job.place.platform === place.platform && job.place.space !== undefined && job.place.space === place.space;
  if ((here && !job.private) || (await core.links.same(job.owner, person))) return job;
  throw new UserError(say('That render was made somewhere else by somebody else; its values are theirs.'));
}

interface Source {
  workflow: Workflow;
  values: Values;
}

async function fromJob(
  tools: Tools,
  gesture: Gesture,
  id: string | undefined,
  withSeed: boolean,
): Promise<Source> {
  const { request } = await jobFor(tools, gesture, id);
  const workflow = await tools.core.snapshots.get(request.workflow.version);
  if (!workflow)
    throw new UserError(say('The workflow of that render is gone, so its values mean nothing any more.'));
  return { workflow, values: keepable({ ...request.values, ...request.typed }, workflow, withSeed) };
}

/** As `steps 30 · guidance 4 · prompt "a fox"`, for people to recognise it by. */
export function valuesLine(values: Values): Words {
  const parts = Object.entries(values).map(([name, value]) =>
    typeof value === 'string' ? `${name} "${shortened(value.replace(/\s+/g, ' '), 40)}"` : `${name} ${value}`,
  );
  return shortened(parts.join(' · '), 300) || say('no values');
}

export const presetSave = defineCommand({
  name: 'preset save',
  summary: 'Keep the values of a render, or those you type, under a name',
  gestures: ['slash'],
  options,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { name, job, workflow: named, set, seed = false, replace = false } = options;
    const { library, now } = tools;
    const texts = Object.fromEntries(
      Object.entries({ prompt: options.prompt, negative: options.negative }).filter(
        ([, text]) => text !== undefined,
      ),
    ) as Values;
    const typedHere = named !== undefined || set !== undefined || Object.keys(texts).length > 0;
    const source =
      typedHere && job === undefined
        ? { workflow: findWorkflow(library, named, gesture.place), values: {} }
        : await fromJob(tools, gesture, job, seed);
    const workflow = named === undefined ? source.workflow : findWorkflow(library, named, gesture.place);
    const more = { ...texts, ...(set === undefined ? {} : parseSet(set, workflow)) };
    checkTyped(workflow, more);
    const values = keepable(
      { ...source.values, ...more },
      workflow,
      seed || Object.keys(more).some((one) => workflow.inputs[one]?.type === 'seed'),
    );
    const preset: Preset = {
      id: newPresetId(now()),
      name,
      owner: gesture.person,
      workflow: { name: workflow.name, title: workflow.title, version: workflow.version },
      values,
      sharedIn: [],
      savedAt: now(),
    };
    const said = await write(tools, preset, replace);
    const lines: Text[] = [[bold(workflow.title), ' · ', valuesLine(values)]];
    const hint = say('Use it with {use}, or with the option preset of {render}.', {
      use: typed('preset use'),
      render: typed('render'),
    });
    return { card: notice('good', said, ...lines, hint) };
  },
  suggest: suggestRender,
});

/** What is typed here has to be right for the workflow; what a render had was. */
function checkTyped({ title, inputs }: Workflow, values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    const input = inputs[name];
    if (!input)
      throw new UserError(
        say('{workflow} has no {name}; it takes {inputs}.', {
          workflow: title,
          name,
          inputs: Object.keys(inputs).join(', '),
        }),
      );
    checkValue(name, input, value);
  }
}

async function write({ core }: Tools, preset: Preset, replace: boolean): Promise<Phrase> {
  const before = (await core.presets.ofPerson(preset.owner)).find(
    ({ name }) => presetKey(name) === presetKey(preset.name),
  );
  if (before && replace) {
    const { workflow, values, savedAt, name } = preset;
    const was = await core.presets.change(before, (now) => ({ ...now, name, workflow, values, savedAt }));
    if (was && was !== 'taken') return say('Replaced {name}', { name: preset.name });
  } else if (before) {
    throw new UserError(
      say(
        'You have a preset called {name} already. Choose another name, or say replace to put these values in its place.',
        {
          name: before.name,
        },
      ),
    );
  }
  const outcome = await core.presets.add(preset);
  if (outcome === 'full')
    throw new UserError(
      say('You have {n} presets, which is the most. {command} makes room.', {
        n: mostPresets,
        command: typed('preset delete'),
      }),
    );
  if (outcome === 'taken')
    throw new UserError(
      say('You have a preset called {name} already. Choose another name.', { name: preset.name }),
    );
  return say('Saved {name}', { name: preset.name });
}
