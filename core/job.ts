/**
 * The job record: one request on its way.
 *
 * States, and who moves a job on:
 *
 *   queued ──────► submitted ──────► running ──────► done
 *     │  worker took it,   │  the backend      │  outputs are in the media store
 *     │  prompt id chosen  │  started it       │
 *     └────────┬───────────┴──────────┬────────┴──► failed      (a reason, in words)
 *              └──────────────────────┴───────────► cancelled   (by its owner or an instructor)
 *
 * `submitted` and `running` go back to `queued` when the backend lost the prompt (it restarted) or the
 * worker hands the job back at shutdown. `done`, `failed` and `cancelled` are final: nothing leaves them.
 * A cancel is asked for by setting `cancelAsked`; only whoever ends the job sets `cancelled`, so the record
 * never says "cancelled" of a picture that was made.
 *
 * The record is the truth. The queue carries only its id, and every post is a projection of it.
 * New fields must be optional: records written by older code are read back by newer code.
 */
import { z } from 'zod';
import { awaySchema } from './away.ts';
import { copySchema } from './copies.ts';
import { jobIdSchema } from './ids.ts';
import { loraTagSchema } from './loras.ts';
import { outputSchema, standInSchema } from './output.ts';
import { personSchema, placeSchema, postRefSchema } from './people.ts';
import { textSchema } from './text-schema.ts';
import { valuesSchema } from './workflow.ts';

export const jobStates = ['queued', 'submitted', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** How people go on from a result. */
export const steps = ['again', 'vary', 'upscale', 'animate', 'edit', 'remix'] as const;
export type Step = (typeof steps)[number];

/** What was asked for, validated. `workflow.version` names the exact graph, so a changed file changes no waiting job. */
export const requestSchema = z.object({
  workflow: z.object({ name: z.string(), title: z.string(), version: z.string() }),
  /** Every input with a value, defaults filled in and the seed chosen: the same request makes the same picture. */
  values: valuesSchema,
  /** The texts as they were typed, where something was made of them: choices taken, wildcards filled in, LoRAs named. */
  typed: z.record(z.string(), z.string()).optional(),
  /** LoRAs that stood in the texts, by the names that were typed. */
  loras: z.array(loraTagSchema).optional(),
  /** The preset its values came from, as it was called then. */
  preset: z.object({ id: z.string(), name: z.string() }).optional(),
});
export type Request = z.infer<typeof requestSchema>;

export const failureSchema = z.object({
  /** What happened, in words for the person. */
  message: textSchema,
  /** What to do about it. */
  remedy: textSchema,
  /** Under which the details are logged, where there is more to know. */
  reportId: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/**
 * What its prompts met through nothing that could be told at once. Each kind has a limit, after which the job has
 * failed: so one that brings a server down every time does it a few times, and no more.
 */
export const mishapKinds = ['died', 'hung', 'memory', 'missed'] as const;
export type MishapKind = (typeof mishapKinds)[number];
const mishapsSchema = z.object({
  /** The backend went away while the prompt ran there. */
  died: z.number().int().nonnegative().optional(),
  /** It ran without a sign of life. */
  hung: z.number().int().nonnegative().optional(),
  /** It ran out of memory, and the backend's memory was freed. */
  memory: z.number().int().nonnegative().optional(),
  /** It ended well, but what it made could not be had. */
  missed: z.number().int().nonnegative().optional(),
});

/** Several pictures on one, and how many of them stand in a row. */
const sheetSchema = standInSchema.extend({ across: z.number().int().positive() });
export type Sheet = z.infer<typeof sheetSchema>;

export const jobSchema = z.object({
  id: jobIdSchema,
  /** Counts the writes; an update names the revision it read. */
  revision: z.number().int().nonnegative(),
  state: z.enum(jobStates),
  owner: personSchema,
  place: placeSchema,
  request: requestSchema,
  /** Its owner's language when they asked (BCP 47). */
  language: z.string().optional(),
  /** How much work it is, in the unit of its workflow (see `workOf`). */
  work: z.number().positive().optional(),
  /** The job this one was made from. */
  parent: jobIdSchema.optional(),
  /** How it was made from its parent, and of which of its outputs (from 0), where it was of one. */
  from: z
    .object({
      by: z.enum(steps),
      output: z.number().int().nonnegative().optional(),
      /** What its parent was asked to show, where its own workflow takes no prompt. */
      prompt: z.string().optional(),
    })
    .optional(),
  /** Keys of the files that people gave for it, as they stand among its values. */
  attached: z.array(z.string()).optional(),
  createdAt: z.number(),
  /** When the backend began to run it. */
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  /** How often a prompt was submitted for it. */
  attempts: z.number().int().nonnegative().default(0),
  /** The prompt at a backend. Written before it is submitted, so that it can be found again after a crash. */
  prompt: z
    .object({
      id: z.string(),
      backend: z.string(),
      submittedAt: z.number(),
      /** When its worker let go of it in good order, so that what happens to it until another has it is no fault of it. */
      handedBackAt: z.number().optional(),
    })
    .optional(),
  mishaps: mishapsSchema.optional(),
  outputs: z.array(outputSchema).default([]),
  /** All its pictures on one sheet, where they are one batch. */
  grid: sheetSchema.optional(),
  /** Where one sheet does not hold them: those that follow it. */
  moreGrids: z.array(sheetSchema).optional(),
  failure: failureSchema.optional(),
  /** Branches of the graph the backend left out although the rest ran, in words. */
  warnings: z.array(textSchema).optional(),
  cancelAsked: z.object({ by: personSchema, at: z.number() }).optional(),
  post: postRefSchema.optional(),
  /** Posts with the files that the first one does not hold. */
  more: z.array(postRefSchema).optional(),
  /** Its platform would not take them: the first post says so. */
  alone: z.boolean().optional(),
  /** Where else it was shown for all to see, the newest last. */
  copies: z.array(copySchema).optional(),
  /** When its post first showed how it ended: whoever removes it after that wants it gone. */
  shownAt: z.number().optional(),
  /** Its owner could not be shown there how it ended. */
  away: awaySchema.optional(),
  /** Its owner is told that the post shows how it ended: by this message, once it is made. */
  ping: z.object({ post: postRefSchema.optional() }).optional(),
  /** The owner took the result away: post, files and gallery entry go, the record stays. */
  deletedAt: z.number().optional(),
  /**
   * Not for everybody's eyes: its workflow or its words are marked so, or it was asked for where only such things are.
   * It is then shown in age-restricted channels alone.
   */
  nsfw: z.boolean().optional(),
  /** Its owner alone is shown it, by direct message; `place` is where it was asked for all the same. */
  private: z.boolean().optional(),
  /** Its files were kept long enough and are gone; post and record stay. */
  sweptAt: z.number().optional(),
  /** Where its trace goes on (W3C trace context), when traces are sent. */
  trace: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional()
    .catch(undefined),
  /** Whether a stand-in without a model made the outputs. */
  standIn: z.boolean().optional(),
});
export type Job = z.infer<typeof jobSchema>;

/** What it shows, in somebody's words; empty where nobody said. */
export function promptOf({ request, from }: Pick<Job, 'request' | 'from'>): string {
  return String(request.values.prompt ?? from?.prompt ?? '');
}

export function isFinal(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Whether the job still holds a place in the queue or on a backend. */
export function isActive(job: Job): boolean {
  return !isFinal(job.state);
}

/** Whether a post that shows the one record may have to be changed to show the other. */
export function looksDifferent(before: Job, after: Job): boolean {
  return JSON.stringify(shown(before)) !== JSON.stringify(shown(after));
}

/** Without what no post shows: where its posts are, and how the job is being worked on. */
function shown({
  post: _post,
  more: _more,
  alone: _alone,
  copies: _copies,
  shownAt: _shownAt,
  away: _away,
  ping: _ping,
  sweptAt: _sweptAt,
  prompt: _prompt,
  attempts: _attempts,
  revision: _revision,
  ...rest
}: Job) {
  return rest;
}
