/** What can be said on the command line. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { targets } from './targets.ts';

const names = targets.map(({ name }) => name);
const whole = (least: number) => z.coerce.number().int().min(least, `must be a whole number from ${least}`);

const optionsSchema = z.object({
  cases: whole(1).default(100_000),
  seconds: whole(1).optional(),
  seed: whole(0).default(1),
  target: z.enum(names, { error: `must be one of ${names.join(', ')}` }).optional(),
  /** Only this one: how a failure is tried again. */
  case: whole(0).optional(),
});
export type FuzzOptions = z.infer<typeof optionsSchema>;

/** @throws Error with a sentence that says what would be right. */
export function readOptions(args: string[]): FuzzOptions {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(
      Object.keys(optionsSchema.shape).map((name) => [name, { type: 'string' as const }]),
    ),
  });
  const parsed = optionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `--${String(issue?.path[0])} ${issue?.message}\nnpm run fuzz -- [--cases N] [--seconds S] [--target NAME] [--seed N] [--case N]`,
  );
}
