/**
 * Going on from a picture that somebody made: which workflow does it, and what it is asked for.
 *
 * A workflow says by a tag of its side file what it is for, and by its inputs that it can: it takes one picture and
 * needs no other file. Of several the first in the library's order is used; for variations, first the one the picture
 * was made with, then one that draws with the same model.
 */
import { UserError } from '../core/errors.ts';
import type { HouseRules } from '../core/house-rules.ts';
import { type Job, promptOf } from '../core/job.ts';
import type { Place } from '../core/people.ts';
import { type JobPicture, startingFile } from '../core/pictures.ts';
import { say } from '../core/say.ts';
import { nearestShape } from '../core/sizes.ts';
import { fits, resolveValues } from '../core/values.ts';
import { isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import { inputsFor } from './attach.ts';
import type { Tools } from './command.ts';
import { isOffered } from './offered.ts';
import type { NewRequest } from './request.ts';
import { readinessOf } from './workflow-of.ts';

export const ways = ['vary', 'upscale', 'animate'] as const;
export type Way = (typeof ways)[number];

/** What a workflow for it is tagged with. */
const tagFor = {
  vary: 'image-to-image',
  upscale: 'upscale',
  animate: 'image-to-video',
} as const satisfies Record<Way, string>;

/** Four times as wide and high, a larger one would be more than anything here opens. */
const mostToEnlarge = 9_000_000;

interface Around {
  library: Tools['library'];
  place: Place;
  rules: HouseRules;
}

/** Null where there is none in that place, or no server that is here could run it. */
export function workflowFor(
  way: Way,
  { job, picture }: { job: Job; picture: JobPicture },
  { library, place, rules }: Around,
): Workflow | null {
  if (way === 'upscale' && isTooLarge(picture)) return null;
  const own = library.get(job.request.workflow.name, place);
  const rank = (one: Workflow) => (one.name === own?.name ? 0 : sharesModel(one, own) ? 1 : 2);
  const able = library
    .all(place)
    // What everybody may look at stays so.
    .filter((one) => isOffered(one, { rules, ageRestricted: job.nsfw }))
    .filter((one) => isFor(way, one) && (promptOf(job) !== '' || !needsPrompt(one)))
    .filter(({ name }) => canRun(library, name, place));
  return (way === 'vary' ? able.toSorted((a, b) => rank(a) - rank(b)) : able)[0] ?? null;
}

export function isTooLarge({ output: { width = 0, height = 0 } }: JobPicture): boolean {
  return width * height > mostToEnlarge;
}

function isFor(way: Way, workflow: Workflow): boolean {
  if (!workflow.tags?.includes(tagFor[way]) || pictureInput(workflow) === null) return false;
  return way !== 'vary' || strengthInput(workflow) !== null;
}

/** Null where it takes none, or needs another file as well. */
export function pictureInput(workflow: Pick<Workflow, 'inputs'>): string | null {
  const [name] = inputsFor(workflow, ['image']);
  const others = Object.entries(workflow.inputs).filter(([one]) => one !== name);
  return name === undefined || others.some(([, one]) => isFileInput(one) && one.required) ? null : name;
}

/** Samplers call it denoise. */
function strengthInput({ inputs }: Pick<Workflow, 'inputs'>): 'strength' | 'denoise' | null {
  return (['strength', 'denoise'] as const).find((name) => inputs[name]?.type === 'number') ?? null;
}

function needsPrompt({ inputs: { prompt } }: Workflow): boolean {
  return prompt?.type === 'text' && prompt.required;
}

/** The same weights, so that what was drawn with them looks the same again. */
function sharesModel(one: Workflow, own: Workflow | undefined): boolean {
  const weights = /^(checkpoints|diffusion_models|unet)$/;
  const files = new Set(own?.models?.filter(({ folder }) => weights.test(folder)).map(({ file }) => file));
  return one.models?.some(({ folder, file }) => weights.test(folder) && files.has(file)) ?? false;
}

function canRun(library: Tools['library'], name: string, place: Place): boolean {
  const about = library.about(name, place);
  return about !== undefined && readinessOf(about).state !== 'missing';
}

interface Asking {
  job: Job;
  picture: JobPicture;
  workflow: Workflow;
  /** 0 to 1: how far to go from the picture. */
  strength?: number | undefined;
}

/**
 * The same prompt as it became, since that is what the picture shows, with a new seed; and where it is the same
 * workflow, everything else that was asked for.
 * @throws UserError
 */
export function requestFrom(
  { job, picture, workflow, strength }: Asking,
  { library, random }: Pick<Tools, 'library' | 'random'>,
): NewRequest {
  const start = startingFile(picture.output);
  const image = pictureInput(workflow);
  if (!start || image === null)
    throw new UserError(say('No workflow can read that picture. Start a new render from another one.'));
  const { values: before, loras = [] } = job.request;
  const isSame = workflow.name === job.request.workflow.name;
  const kept = isSame
    ? before
    : { prompt: promptOf(job), negative: before.negative, size: nearestShape(start) };
  const given = Object.entries({ ...kept, ...strengthOf(workflow, strength), [image]: start.key });
  const values = Object.fromEntries(
    given.filter(([name, value]) => {
      const input = Object.hasOwn(workflow.inputs, name) ? workflow.inputs[name] : undefined;
      return input && input.type !== 'seed' && value !== undefined && fits(name, input, value);
    }),
  ) as Values;
  const own = library.get(job.request.workflow.name, job.place);
  const goes = loras.length > 0 && (isSame || sharesModel(workflow, own));
  return { workflow, values: resolveValues(workflow, values, random), ...(goes && { loras }) };
}

/** As near as the workflow's range lets it. */
function strengthOf(workflow: Workflow, strength: number | undefined): Values {
  const name = strengthInput(workflow);
  const input = name === null ? undefined : workflow.inputs[name];
  if (strength === undefined || name === null || input?.type !== 'number') return {};
  const { min, max } = input;
  // Some count in percent.
  const scaled = max > 1.5 ? strength * max : strength;
  return { [name]: Math.min(max, Math.max(min, scaled)) };
}
