/** From values to a request: completed, checked, and with what people wrote in their prompts carried out. */
import { chanceOf } from '../core/dynamic/chance.ts';
import { expand } from '../core/dynamic/expand.ts';
import { UserError } from '../core/errors.ts';
import type { Request } from '../core/job.ts';
import { type LoraTag, mostLoras, takeLoras } from '../core/loras.ts';
import { say } from '../core/say.ts';
import { checkValue, resolveValues } from '../core/values.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import type { Tools } from './command.ts';
import { promptLimit } from './options.ts';

/** What is asked of a workflow. */
export interface Wanted {
  workflow: Workflow;
  /** What was given; the rest follows from the workflow. */
  values: Values;
  preset?: Request['preset'];
}

export type NewRequest = Omit<Request, 'workflow'> & { workflow: Workflow };

/**
 * Chooses what the prompts leave open and takes the LoRAs out of them. The choice follows from the seed, so the same
 * request makes the same picture; all pictures of a batch have one text, because they are one run of the graph.
 * @throws UserError
 */
export function prepare(
  { workflow, values: given, preset }: Wanted,
  { wildcards, random }: Pick<Tools, 'wildcards' | 'random'>,
  files: { filesFollow?: boolean } = {},
): NewRequest {
  const values = resolveValues(workflow, given, random, files);
  const seed = seedOf(workflow, values) ?? random();
  const typed: Record<string, string> = {};
  const loras = new Map<string, LoraTag>();
  for (const [name, input] of Object.entries(workflow.inputs)) {
    const text = values[name];
    // The author's own texts are as they were meant.
    if (input.type !== 'text' || typeof text !== 'string' || text === input.default) continue;
    const chance = chanceOf(seed, name);
    const taken = takeLoras(expand(text, { wildcards, chance, longest: promptLimit }));
    for (const one of taken.loras) loras.set(one.name.toLowerCase(), one);
    if (taken.text === text) continue;
    typed[name] = text;
    values[name] = taken.text;
    checkValue(name, input, taken.text);
  }
  if (loras.size > mostLoras)
    throw new UserError(
      say('The prompt names {n} LoRAs; at most {most} are loaded.', { n: loras.size, most: mostLoras }),
    );
  return {
    workflow,
    values,
    ...(Object.keys(typed).length > 0 && { typed }),
    ...(loras.size > 0 && { loras: [...loras.values()] }),
    ...(preset && { preset }),
  };
}

function seedOf({ inputs }: Workflow, values: Values): Values[string] | undefined {
  const name = Object.keys(inputs).find((one) => inputs[one]?.type === 'seed');
  return name === undefined ? undefined : values[name];
}

/** What was typed for a job, without its seeds: what a new one like it is asked for with. */
export function askedAgain(
  { values, typed }: Pick<Request, 'values' | 'typed'>,
  { inputs }: Workflow,
): Values {
  const all: Values = { ...values, ...typed };
  return Object.fromEntries(Object.entries(all).filter(([name]) => inputs[name]?.type !== 'seed'));
}
