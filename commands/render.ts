/** `/render`: make something. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import type { HouseRules } from '../core/house-rules.ts';
import type { Scope } from '../core/library/source.ts';
import { fits, resolveValues } from '../core/values.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import { type Choice, defineCommand, type Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { decimal, negative, prompt, size, whole } from './options.ts';
import { parseSet, setLimit, suggestSet } from './set-option.ts';
import { mustBeAble, startJob } from './start-job.ts';
import { shortened } from './words.ts';

const options = z.strictObject({
  prompt,
  negative: negative.optional(),
  workflow: z.string('must be text').max(100).describe('How to make it').meta({ suggests: true }).optional(),
  size: size.optional(),
  seed: whole(0, Number.MAX_SAFE_INTEGER).describe('The same seed makes the same picture again').optional(),
  steps: whole(1, 150).describe('More steps take longer and show more detail').optional(),
  guidance: decimal(0, 30).describe('How closely to follow the prompt').optional(),
  count: whole(1, 4).describe('How many pictures').optional(),
  set: z
    .string('must be text')
    .max(setLimit, `must be at most ${setLimit} characters`)
    .describe('Other inputs of the workflow, such as frames=49')
    .meta({ suggests: true, free: true })
    .optional(),
});

/** What the house rules start a request from, where this workflow takes it and nobody said otherwise. */
function houseDefaults({ size, steps }: HouseRules, { inputs }: Workflow, given: Values): Values {
  const defaults = Object.entries({ size, steps }).filter(([name, value]) => {
    const input = inputs[name];
    return value !== undefined && input && given[name] === undefined && fits(name, input, value);
  });
  return Object.fromEntries(defaults) as Values;
}

function resolve(
  { workflow: name, set, ...rest }: z.infer<typeof options>,
  { library, random }: Pick<Tools, 'library' | 'random'>,
  scope: Scope,
  rules: HouseRules,
) {
  const workflow = findWorkflow(library, name ?? library.get(rules.workflow ?? '', scope)?.name, scope);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Values;
  const more = set === undefined ? {} : parseSet(set, workflow);
  const twice = Object.keys(more).find((input) => Object.hasOwn(given, input));
  if (twice !== undefined) throw new UserError(`${twice} is given twice, also in set; give it once.`);
  const said = { ...given, ...more };
  const values = resolveValues(workflow, { ...houseDefaults(rules, workflow, said), ...said }, random);
  mustBeAble(library, workflow, values);
  return { workflow, values };
}

/** The inputs of the chosen workflow that have no option of their own. */
function suggestSetOf(all: Workflow[], typed: string, others: Readonly<Record<string, unknown>>): Choice[] {
  const workflow = all.find(({ name }) => name === others.workflow) ?? all[0];
  return workflow ? suggestSet(typed, workflow, Object.keys(options.shape)) : [];
}

export const render = defineCommand({
  name: 'render',
  summary: 'Make a picture from a prompt',
  gestures: ['slash'],
  options,
  manner: 'public',
  check({ options, gesture, tools }) {
    // What is used when nobody says which is for the house rules to say, and they are not at hand yet.
    if (options.workflow !== undefined) resolve(options, tools, gesture.place, {});
  },
  async run({ options, gesture, post, tools }) {
    const { place } = gesture;
    const request = resolve(options, tools, place, await tools.core.houseRules.of(place));
    const job = await startJob(tools, { ...request, gesture, post });
    return { job: job.id };
  },
  suggest(option, typed, { library }, others, { person, space }) {
    const all = library.all({ platform: person.platform, space });
    if (option === 'set') return suggestSetOf(all, typed, others);
    if (option !== 'workflow') return [];
    const wanted = typed.trim().toLowerCase();
    return all
      .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wanted))
      .map(({ name, title, description }) => ({
        name: shortened(description ? `${title}: ${description}` : title, 100),
        value: name,
      }));
  },
});
