/** The side file of a workflow, `<name>.yaml`: its title, what more there is to say, and what it changes about the inputs. */

import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { toError, UserError } from '../errors.ts';
import { say } from '../say.ts';

const sideSchema = z.looseObject({
  /** Each as a whole, or what is to be different about the one that was found; false takes it away. */
  inputs: z.record(z.string(), z.union([z.literal(false), z.looseObject({})])).optional(),
  /**
   * Whether inputs that are found by themselves are offered beside those that stand here.
   * @default true, unless the graph is in API format and inputs stand here
   */
  find: z.boolean().optional(),
});
export type Side = z.infer<typeof sideSchema>;

const largestSide = 200_000;

/** @throws UserError naming the file and what is wrong with it. */
export function parseSide(text: string, name: string): Side {
  if (text.length > largestSide)
    throw new UserError(
      say('{file} has {n} characters; at most {most} are read.', {
        file: name,
        n: text.length,
        most: largestSide,
      }),
    );
  let given: unknown;
  try {
    given = parseYaml(text, { maxAliasCount: 20 });
  } catch (thrown) {
    throw new UserError(say('{file} is not valid YAML: {why}', { file: name, why: toError(thrown).message }));
  }
  const parsed = sideSchema.safeParse(given ?? {});
  if (!parsed.success) throw new UserError(`${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
