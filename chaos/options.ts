/** What can be said on the command line. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultNames } from './schedule.ts';

const whole = (least: number, most: number) =>
  z.coerce.number().int().min(least, `must be ${least} to ${most}`).max(most, `must be ${least} to ${most}`);

const optionsSchema = z.object({
  jobs: whole(1, 100_000).default(200),
  seed: whole(0, 2 ** 32 - 1).optional(),
  /** How long members keep asking; jobs are spread over it. */
  minutes: z.coerce.number().positive().max(600).optional(),
  /** Only these kinds of trouble, comma-separated; `none` for a calm run. */
  fault: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z.array(
        z.enum([...faultNames, 'none'], { error: `must be of: ${[...faultNames, 'none'].join(', ')}` }),
      ),
    )
    .optional(),
  /** Seconds between two faults, on average. */
  every: z.coerce.number().positive().max(600).default(4),
  workers: whole(1, 16).default(2),
  comfyui: whole(1, 16).default(3),
  /** After the last fault: how long nothing may change while something is not right yet, in seconds. */
  patience: whole(5, 3600).default(120),
  /** Where everything is kept for looking at afterwards. Without it, a temporary folder that goes when all is well. */
  dir: z.string().optional(),
});

export type ChaosOptions = Omit<z.infer<typeof optionsSchema>, 'seed' | 'minutes' | 'fault'> & {
  seed: number;
  /** Jobs a second. */
  rate: number;
  faults: readonly (typeof faultNames)[number][];
};

const usage = 'npm run chaos -- [--jobs N] [--seed N] [--minutes M] [--fault name,name] [--every SECONDS]';
const usualRate = 2.5;

/** @throws Error with a sentence that says what would be right. */
export function readOptions(args: string[], anySeed: () => number): ChaosOptions {
  const names = Object.keys(optionsSchema.shape);
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0])} ${issue?.message}\n${usage}`);
  }
  const { seed, minutes, fault, ...rest } = parsed.data;
  const calm = fault?.includes('none');
  return {
    ...rest,
    seed: seed ?? anySeed(),
    rate: minutes === undefined ? usualRate : rest.jobs / (minutes * 60),
    faults: calm ? [] : (fault?.filter((name) => name !== 'none') ?? faultNames),
  };
}
