/** `/render`: make something. */
import { z } from 'zod';
import { notice } from '../core/card.ts';
import { byHabit } from '../core/habits.ts';
import type { Preset } from '../core/presets.ts';
import { say } from '../core/say.ts';
import type { FileKind, Workflow } from '../core/workflow.ts';
import { checkClaims, type GivenFiles, inputsFor, keepFiles, kindsOf, takesAll } from './attach.ts';
import {
  type Answer,
  type Asker,
  type Call,
  type Choice,
  defineCommand,
  type Gesture,
  type Tools,
} from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { isHidden } from './job-of.ts';
import { isOffered, offeringTo } from './offered.ts';
import { decimal, file, negative, prompt, size, whole } from './options.ts';
import { leftOutCard, presetCalled, suggestPresets } from './preset-of.ts';
import { type Asked, resolveRequest } from './render-request.ts';
import { setLimit, suggestSet } from './set-option.ts';
import { startJob } from './start-job.ts';
import { shortened } from './words.ts';

export const renderOptions = {
  prompt,
  negative: negative.optional(),
  workflow: z.string('must be text').max(100).describe('How to make it').meta({ suggests: true }).optional(),
  image: file('image', 'The picture to start from').optional(),
  image2: file('image', 'A second picture, such as a style or a new background').optional(),
  mask: file('image', 'Which part of the picture to change: what is white in this one').optional(),
  strength: decimal(0, 1)
    .describe('How far to go from the picture: 0 keeps it, 1 makes a new one')
    .optional(),
  video: file('video', 'The video to start from').optional(),
  audio: file('audio', 'The sound to start from').optional(),
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
};
const options = z.strictObject({
  ...renderOptions,
  preset: z
    .string('must be text')
    .max(100)
    .describe('Values you or others saved; what else you give goes before them')
    .meta({ suggests: true })
    .optional(),
});
type RenderOptions = Omit<z.infer<typeof options>, 'prompt' | 'preset'> & { prompt?: string | undefined };

function apart({ image, image2, mask, video, audio, ...asked }: RenderOptions): {
  files: GivenFiles;
  asked: Asked;
} {
  const given = [
    { kind: 'image', file: image },
    { kind: 'image', file: image2 },
    { kind: 'mask', file: mask },
    { kind: 'video', file: video },
    { kind: 'audio', file: audio },
  ] as const;
  return { files: given.flatMap(({ kind, file }) => (file ? [{ kind, file }] : [])), asked };
}

/** What the person chose before for their next render, where it fits what they ask for now. */
async function chosenBefore(
  options: RenderOptions,
  preset: Preset | null,
  { core, library }: Tools,
  { person, place }: Gesture,
) {
  if (options.image) return null;
  const next = await core.attachments.next(person);
  if (!next) return null;
  const kinds: FileKind[] = ['image', ...kindsOf(apart(options).files)];
  const name = options.workflow ?? preset?.workflow.name;
  const able = name === undefined ? library.all(place) : [findWorkflow(library, name, place)];
  return able.some((one) => takesAll(one, kinds)) ? next : null;
}

export async function startRender(
  { options, gesture, post, tools }: Call<RenderOptions>,
  preset: Preset | null,
): Promise<Answer> {
  const { person, place: scope } = gesture;
  const { attachments, houseRules, preferences } = tools.core;
  const { files, asked } = apart(options);
  const chosen = await chosenBefore(options, preset, tools, gesture);
  const nsfw = chosen?.nsfw === true;
  const stays = isHidden({ nsfw }, gesture);
  const before = stays ? null : chosen;
  const kinds: FileKind[] = before ? ['image', ...kindsOf(files)] : kindsOf(files);
  const own = await preferences.of(person);
  const { ageRestricted } = gesture;
  const rules = await houseRules.of(scope);
  const around = { scope, rules, ageRestricted, preferences: own, kinds, preset };
  // What cannot be rendered need not be fetched.
  const { workflow } = resolveRequest(asked, tools, around).request;
  const kept = await keepFiles(files, { attachments, person });
  const inputs = inputsFor(workflow, kinds);
  const keys = before ? [before.key, ...kept] : kept;
  const attached = Object.fromEntries(keys.map((key, index) => [inputs[index] ?? '', key]));
  const { request, left } = resolveRequest(asked, tools, { ...around, attached });
  const job = await startJob(tools, { request, gesture, nsfw: nsfw && !stays, ...(post && { post }) });
  if (before) await attachments.forgetNext(person);
  if (stays) return { job: job.id, aside: notUsedHere() };
  return { job: job.id, ...(preset && left.length > 0 && { aside: leftOutCard(preset, workflow, left) }) };
}

const notUsedHere = () =>
  notice(
    'plain',
    say('Without the picture you chose'),
    say('It is from an age-restricted channel, and is used only there. It is still kept for you.'),
  );

/** The inputs of the chosen workflow that have no option of their own. */
function suggestSetOf(all: Workflow[], typed: string, others: Readonly<Record<string, unknown>>): Choice[] {
  const workflow = all.find(({ name }) => name === others.workflow) ?? all[0];
  return workflow ? suggestSet(typed, workflow, Object.keys(renderOptions)) : [];
}

export const render = defineCommand({
  name: 'render',
  summary: 'Make a picture from a prompt',
  gestures: ['slash'],
  options,
  manner: 'public',
  check({ options: { preset, ...options }, gesture, tools }) {
    const { files, asked } = apart(options);
    checkClaims(files);
    // What is used when nobody says which is for presets and the house rules to say, and they are not at hand yet.
    if (preset === undefined && options.workflow !== undefined)
      resolveRequest(asked, tools, { scope: gesture.place, rules: {}, kinds: kindsOf(files) });
  },
  async run({ options: { preset, ...options }, ...call }) {
    const found = preset === undefined ? null : await presetCalled(call.tools, call.gesture, preset);
    return startRender({ ...call, options }, found);
  },
  suggest: suggestRender,
});

export async function suggestRender(
  option: string,
  typed: string,
  tools: Tools,
  others: Readonly<Record<string, unknown>>,
  asker: Asker,
): Promise<Choice[]> {
  const { person, space } = asker;
  if (option === 'preset') return suggestPresets(typed, tools, asker);
  const offering = await offeringTo(tools, asker);
  const all = tools.library
    .all({ platform: person.platform, space })
    .filter((workflow) => isOffered(workflow, offering));
  if (option === 'set') return suggestSetOf(all, typed, others);
  return option === 'workflow' ? suggestWorkflows(all, typed, tools, asker) : [];
}

/** Favourites first, then what they used last. */
async function suggestWorkflows(
  all: Workflow[],
  typed: string,
  { core }: Tools,
  { person }: Asker,
): Promise<Choice[]> {
  const habits = await core.habits.of(person);
  const wanted = typed.trim().toLowerCase();
  const found = all.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wanted));
  return byHabit(found, habits, ({ name }) => `workflow:${name}`).map(({ name, title, description }) => {
    const mark = habits.favourites.has(`workflow:${name}`) ? '★ ' : '';
    return {
      name: shortened(`${mark}${description ? `${title}: ${description}` : title}`, 100),
      value: name,
    };
  });
}
