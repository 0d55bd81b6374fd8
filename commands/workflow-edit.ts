/** `/workflow edit`: what a workflow that was added here says of itself, and which inputs it offers. The same as its side file. */

import { stringify } from 'yaml';
import { z } from 'zod';
import { bold, type Card, plain } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { parseSide, type Side } from '../core/library/side.ts';
import { say } from '../core/say.ts';
import { checkValue } from '../core/values.ts';
import { defineCommand, type Tools } from './command.ts';
import { spaceOf } from './instructors.ts';
import { file } from './options.ts';
import { parseSet } from './set-option.ts';
import { cut, shortened } from './words.ts';
import { ownWorkflows } from './workflow-add.ts';
import { allWorkflows, suggestWorkflows, workflowName, workflowOf } from './workflow-of.ts';
import { mustBeTheirs } from './workflow-remove.ts';

const text = (most: number, said: string) =>
  z.string().trim().max(most, `must be at most ${most} characters`).describe(said);

const editOptions = z.strictObject({
  name: workflowName,
  title: text(80, 'What people read').optional(),
  description: text(200, 'What it is for, in a sentence').optional(),
  tags: text(200, 'Words to find it by, such as portrait, fast').optional(),
  hide: text(200, 'Inputs that are not to be offered, such as sampler, scheduler').optional(),
  offer: text(200, 'Inputs to offer again').optional(),
  defaults: text(400, 'Other defaults, such as steps=30, guidance=4').optional(),
  cost: z
    .number('must be a number')
    .positive('must be more than 0')
    .max(10_000, 'must be at most 10000')
    .describe('How long it takes, compared with one picture of SDXL')
    .optional(),
  nsfw: z
    .enum(['on', 'off'], 'must be on or off')
    .describe('Whether it is for age-restricted channels only')
    .optional(),
  side: file('any', 'A side file (YAML), which takes the place of all that was said before').optional(),
});
type Options = z.infer<typeof editOptions>;

const largestSide = 200_000;
const words = (list: string) =>
  list
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);

/** The side file as it is to be. @throws UserError naming the option and what is wrong with it. */
async function changed(about: About, options: Options): Promise<Side> {
  const side = structuredClone(await sideOf(about, options.side));
  const inputs = { ...side.inputs };
  const known = Object.keys({ ...about.reading?.inputs, ...about.workflow?.inputs, ...inputs });
  const each = (option: 'hide' | 'offer') =>
    words(options[option] ?? '').map((name) => {
      if (known.includes(name)) return name;
      throw new UserError(
        say('{option} must be names of its inputs ({names}), got {got}.', {
          option,
          names: known.join(', '),
          got: shortened(name, 40),
        }),
      );
    });
  for (const name of each('hide')) inputs[name] = false;
  for (const name of each('offer')) if (inputs[name] === false) delete inputs[name];
  for (const [name, value] of Object.entries(defaultsOf(about, options.defaults)))
    inputs[name] = { ...(inputs[name] || {}), default: value };
  const { title, description, tags, cost, nsfw } = options;
  return {
    ...side,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags: words(tags).map((tag) => tag.replace(/^#/, '')) }),
    ...(cost !== undefined && { cost }),
    ...(nsfw && { nsfw: nsfw === 'on' || undefined }),
    ...(Object.keys(inputs).length > 0 ? { inputs } : { inputs: undefined }),
    // What is said of some inputs takes none of the others away.
    ...(side.inputs === undefined && Object.keys(inputs).length > 0 && { find: true }),
  };
}

async function sideOf({ name, sideText }: About, given: Options['side']): Promise<Side> {
  if (given)
    return parseSide((await given.read(largestSide)).toString('utf8'), shortened(plain(given.name), 80));
  return sideText === null ? {} : parseSide(sideText, `${name}.yaml`);
}

function defaultsOf({ workflow, title }: About, given: string | undefined) {
  if (given === undefined) return {};
  const inputs = workflow?.inputs ?? {};
  const values = parseSet(given, { title, inputs });
  for (const [name, value] of Object.entries(values)) {
    const input = inputs[name];
    if (!input) continue;
    if (input.type === 'seed')
      throw new UserError(
        say('{name} is another one each time; it has no default. Hide it to keep that of the graph.', {
          name,
        }),
      );
    checkValue(name, input, value);
  }
  return values;
}

/** Writes it down when what comes of it can be used. @throws UserError */
async function save({ core, library }: Tools, about: About, side: Side, space: string) {
  const { name, file: kept, added } = about;
  const said = Object.fromEntries(Object.entries(side).filter(([, value]) => value !== undefined));
  const sideText = Object.keys(said).length === 0 ? null : stringify(said);
  const after = library.draft({ name, file: kept, side: sideText });
  if (!after.workflow && about.workflow)
    throw new UserError(
      say('It could not be used like that: {why}', {
        why: after.fault ? cut(after.fault, 500) : say('the side file does not fit'),
      }),
    );
  if (!added) throw new UserError(say('{name} is gone meanwhile.', { name }));
  const { platform } = added.by;
  await core.addedWorkflows.add({
    ...{ name, platform, space, file: kept, side: sideText },
    ...{ addedBy: added.by, addedAt: added.at },
  });
  return { after, sideText };
}

export const workflowEdit = defineCommand({
  name: 'workflow edit',
  summary: 'Change what an added workflow is called, says and offers',
  gestures: ['slash'],
  options: editOptions,
  manner: 'private',
  check({ options: { name, ...changes }, gesture, tools }) {
    workflowOf(tools.library, name, gesture.place);
    if (Object.values(changes).every((one) => one === undefined))
      throw new UserError(
        say('Say what to change: {options}.', {
          options: Object.keys(editOptions.shape).slice(1).join(', '),
        }),
      );
  },
  async run({ options, gesture, tools }) {
    const about = workflowOf(tools.library, options.name, gesture.place);
    await mustBeTheirs(tools, about, gesture, 'change');
    const { after, sideText } = await save(
      tools,
      about,
      await changed(about, options),
      spaceOf(gesture, ownWorkflows),
    );
    return { card: editedCard(after, sideText) };
  },
  suggest(_option, typed, { library }, _others, { person, space }) {
    const all = allWorkflows(library, { platform: person.platform, space });
    return suggestWorkflows(
      all.filter(({ added }) => added !== null),
      typed,
    );
  },
});

function editedCard({ name, title, workflow }: About, sideText: string | null): Card {
  const inputs = Object.keys(workflow?.inputs ?? {}).join(', ') || say('no inputs');
  const offered = say('It offers {inputs}.', { inputs: bold(inputs) });
  return {
    tone: 'good',
    summary: say('{title} is changed', { title }),
    elements: [
      { type: 'heading', text: say('{title} is changed', { title }) },
      { type: 'text', text: offered },
      ...(workflow?.nsfw
        ? [{ type: 'text' as const, text: say('It is used in age-restricted channels only.') }]
        : []),
      ...(sideText
        ? [
            {
              type: 'files' as const,
              files: [
                {
                  from: 'bytes' as const,
                  name: `${name}.yaml`,
                  mediaType: 'text/yaml',
                  bytes: Buffer.from(sideText),
                },
              ],
            },
            {
              type: 'note' as const,
              text: say('This is its side file now. Change it as you like and give it back as side.'),
            },
          ]
        : []),
    ],
  };
}
