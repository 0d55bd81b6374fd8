/** *Remix this*, in a message's own menu: a form for a new render that starts from the message's picture. */
import type { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Person } from '../core/people.ts';
import { picturesOf, startingFile } from '../core/pictures.ts';
import { say } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import { checkClaims, inputsFor, keepFile } from './attach.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import type { Field, Form } from './form.ts';
import type { GivenFile } from './given-file.ts';
import { jobOf, mustSee } from './job-of.ts';
import { isOffered } from './offered.ts';
import { pictureInput } from './onward.ts';
import { decimal, ofMessage, promptLimit, whole } from './options.ts';
import { pictureOf } from './picture.ts';
import { renderOptions } from './render.ts';
import { resolveRequest } from './render-request.ts';
import { fileOf, madePicture, noPicture } from './shown-picture.ts';
import { type GoneOnFrom, startJob } from './start-job.ts';

const { prompt, negative, workflow } = renderOptions;
const options = ofMessage.extend({
  /** The render whose picture it is, and which of its pictures; absent for what others posted. */
  job: jobIdSchema.optional(),
  number: whole(1, 999).optional(),
  ...{ prompt: prompt.optional(), negative, workflow, strength: decimal(0, 1).optional() },
});

export const remix = defineCommand({
  name: 'remix',
  summary: 'Start a render from this picture, in your own words',
  gestures: ['menu'],
  menu: 'Remix this',
  options,
  manner: 'public',
  async form({ options, gesture, tools }) {
    const { picture } = options;
    const found = await madeOf(options, gesture, tools);
    if (found) await mustSee(tools, found.job, gesture);
    if (!found && !picture) throw new UserError(noPicture());
    if (!found && picture) checkClaims([{ kind: 'image', file: picture }]);
    const rules = await tools.core.houseRules.of(gesture.place);
    const able = tools.library
      .all(gesture.place)
      .filter((one) => pictureInput(one) !== null && isOffered(one, { ...gesture, rules }));
    const values = found && { ...found.job.request.values, ...found.job.request.typed };
    const usual = [found?.job.request.workflow.name, rules.workflow];
    const first = able.find(({ name }) => usual.includes(name)) ?? able[0];
    if (!first) throw new UserError(say('No workflow here takes a picture yet; an instructor can add one.'));
    const several = found ? found.pictures.map((one) => String(one.number)) : [];
    return {
      title: say('Remix this'),
      submit: say('Make it'),
      ...(found ? { about: { job: found.job.id } } : { keepsFiles: true }),
      fields: fieldsFor(able, first, several, {
        number: String(found?.first?.number ?? 1),
        prompt: String(values?.prompt ?? ''),
        negative: String(values?.negative ?? ''),
      }),
    } satisfies Form;
  },
  async run({ options, gesture, post, tools }) {
    const { prompt, negative, workflow: name, strength } = options;
    const { person, place: scope } = gesture;
    const start = await startOf(options, gesture, tools);
    const rules = await tools.core.houseRules.of(scope);
    const asked = { prompt, negative, workflow: name, strength };
    const { ageRestricted } = gesture;
    const around = { scope, rules, ageRestricted, kinds: ['image'] } as const;
    const { workflow } = resolveRequest(asked, tools, around).request;
    const key = typeof start.from === 'string' ? start.from : await keepPicture(start.from, person, tools);
    const [input = 'image'] = inputsFor(workflow, ['image']);
    const { request } = resolveRequest(asked, tools, { ...around, attached: { [input]: key } });
    const { parent } = start;
    const job = await startJob(tools, {
      request,
      gesture,
      ...(post && { post }),
      ...(parent && { from: parent }),
    });
    return { job: job.id };
  },
});

interface Start {
  /** Where the media store has it already; else the file, to be fetched. */
  from: string | GivenFile;
  parent?: GoneOnFrom;
}

type Options = z.infer<typeof options>;

/** The render whose picture it is: named by the form, or found by its post. */
async function madeOf(options: Options, gesture: Gesture, tools: Tools) {
  if (options.job === undefined) return madePicture(tools, gesture, options);
  const job = await jobOf(tools, options.job);
  const pictures = picturesOf(job);
  return { job, pictures, first: pictures[0] };
}

/** Own pictures are used as they were made, where they lie. @throws UserError */
async function startOf(
  { job: id, number, picture }: Options,
  gesture: Gesture,
  tools: Tools,
): Promise<Start> {
  if (id !== undefined) {
    const job = await jobOf(tools, id);
    await mustSee(tools, job, gesture);
    const { output, index } = pictureOf(job, number);
    const parent = { job, by: 'remix', output: index } as const;
    return { from: startingFile(output)?.key ?? fileOf(output, tools), parent };
  }
  if (!picture) throw new UserError(noPicture());
  checkClaims([{ kind: 'image', file: picture }]);
  return { from: picture };
}

async function keepPicture(picture: GivenFile, person: Person, { core }: Tools): Promise<string> {
  return (await keepFile('image', picture, { attachments: core.attachments, person })).key;
}

function fieldsFor(
  able: readonly Workflow[],
  first: Workflow,
  several: readonly string[],
  before: { number: string; prompt: string; negative: string },
): Field[] {
  const choices = able.map(({ name, title }) => ({ label: title, value: name }));
  const texts = { type: 'text', lines: 'many', max: promptLimit } as const;
  const numbers = several.map((value) => ({ label: say('Picture {n}', { n: value }), value }));
  const common = { type: 'choice', required: true } as const;
  return [
    { ...texts, name: 'prompt', label: say('Prompt'), required: true, value: before.prompt },
    ...(several.length > 1
      ? [{ ...common, name: 'number', label: say('Picture'), choices: numbers, value: before.number }]
      : []),
    { ...common, name: 'workflow', label: say('Workflow'), choices, value: first.name },
    {
      ...{ name: 'strength', label: say('Strength'), type: 'decimal', min: 0, max: 1 },
      hint: say('How far to go from the picture: 0 keeps it, 1 makes a new one'),
    },
    { ...texts, name: 'negative', label: say('Negative prompt'), value: before.negative },
  ];
}
