/** `/render`: make something. */
import { z } from 'zod';
import type { FileKind, Workflow } from '../core/workflow.ts';
import { checkClaims, type GivenFiles, inputFor, keepFiles, kindsOf, takesAll } from './attach.ts';
import { type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { decimal, file, negative, prompt, size, whole } from './options.ts';
import { type Asked, resolveRequest } from './render-request.ts';
import { setLimit, suggestSet } from './set-option.ts';
import { startJob } from './start-job.ts';
import { shortened } from './words.ts';

const options = z.strictObject({
  prompt,
  negative: negative.optional(),
  workflow: z.string('must be text').max(100).describe('How to make it').meta({ suggests: true }).optional(),
  image: file('image', 'The picture to start from').optional(),
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
});

type Given = z.infer<typeof options>;

function apart({ image, mask, video, audio, ...asked }: Given): { files: GivenFiles; asked: Asked } {
  return { files: { image, mask, video, audio }, asked };
}

/** What the person chose before for their next render, where it fits what they ask for now. */
async function chosenBefore(
  { image, ...given }: Given,
  { core, library }: Tools,
  { person, place }: Gesture,
) {
  if (image) return null;
  const next = await core.attachments.next(person);
  if (!next || given.workflow === undefined) return next;
  const named = findWorkflow(library, given.workflow, place);
  return takesAll(named, ['image']) ? next : null;
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
    const { files, asked } = apart(options);
    checkClaims(files);
    // What is used when nobody says which is for the house rules to say, and they are not at hand yet.
    if (options.workflow !== undefined)
      resolveRequest(asked, tools, { scope: gesture.place, rules: {}, kinds: kindsOf(files) });
  },
  async run({ options, gesture, post, tools }) {
    const { person, place: scope } = gesture;
    const { attachments, houseRules } = tools.core;
    const { files, asked } = apart(options);
    const before = await chosenBefore(options, tools, gesture);
    const kinds: FileKind[] = before ? ['image', ...kindsOf(files)] : kindsOf(files);
    const around = { scope, rules: await houseRules.of(scope), kinds };
    // What cannot be rendered need not be fetched.
    const { workflow } = resolveRequest(asked, tools, around);
    const attached = await keepFiles(files, { attachments, workflow, person });
    if (before) attached[inputFor(workflow, 'image') ?? 'image'] = before.key;
    const request = resolveRequest(asked, tools, { ...around, attached });
    const job = await startJob(tools, { ...request, gesture, post });
    if (before) await attachments.forgetNext(person);
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
