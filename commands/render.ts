/** `/render`: make something. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import type { Scope } from '../core/library/source.ts';
import type { Library } from '../core/library.ts';
import { resolveValues } from '../core/values.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import { type Choice, defineCommand, type Tools } from './command.ts';
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

/** The workflow of that name or title. @throws UserError that says which there are, or why a file cannot be used. */
function findWorkflow(library: Library, name: string | undefined, scope: Scope): Workflow {
  const all = library.all(scope);
  if (name === undefined) {
    const [first] = all;
    if (!first) throw new UserError('There is no workflow yet. Put a graph into the workflows folder.');
    return first;
  }
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name === wanted || one.title.toLowerCase() === wanted);
  if (found) return found;
  const fault = library.faults(scope).get(wanted);
  if (fault) throw new UserError(`The workflow ${wanted} cannot be used: ${shortened(fault, 300)}`);
  throw new UserError(
    `There is no workflow called "${shortened(name, 60)}". There are: ${all.map((one) => one.name).join(', ')}.`,
  );
}

function resolve(
  { workflow: name, set, ...rest }: z.infer<typeof options>,
  { library, random }: Pick<Tools, 'library' | 'random'>,
  scope: Scope,
) {
  const workflow = findWorkflow(library, name, scope);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Values;
  const more = set === undefined ? {} : parseSet(set, workflow);
  const twice = Object.keys(more).find((input) => Object.hasOwn(given, input));
  if (twice !== undefined) throw new UserError(`${twice} is given twice, also in set; give it once.`);
  const values = resolveValues(workflow, { ...given, ...more }, random);
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
    resolve(options, tools, gesture.place);
  },
  async run({ options, gesture, post, tools }) {
    const request = resolve(options, tools, gesture.place);
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
