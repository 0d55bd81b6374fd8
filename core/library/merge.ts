/** From a source, its side file and what a worker has read to the workflow that people use. Pure. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { say } from '../say.ts';
import { type Graph, type Input, inputSchema, type Workflow, workflowSchema } from '../workflow.ts';
import { checkChatInputs } from './chat-inputs.ts';
import type { Read } from './reading.ts';
import type { Side } from './side.ts';
import { titleFrom, type WorkflowFile } from './source.ts';
import { checkTargets } from './targets.ts';

export interface Parts {
  name: string;
  file: Pick<WorkflowFile, 'id' | 'name'>;
  /** Given in a chat: what it may do is limited. */
  chat: boolean;
  side: Side;
  /** Where the file is one in API format. */
  graph: Graph | null;
  reading: Read | null;
}

/** Whether the side file says everything there is to know, so that nobody has to read the graph. */
export function isComplete({ graph, side }: Pick<Parts, 'graph' | 'side'>): boolean {
  return graph !== null && side.inputs !== undefined && side.find !== true;
}

/** @throws UserError or ZodError saying what does not fit; the latter is for `z.prettifyError`. */
export function mergeWorkflow({ name, file, chat, side, graph, reading }: Parts): Workflow {
  const { find: _said, inputs: given = {}, ...more } = side;
  const source = { file: file.id, chat };
  if (graph !== null && isComplete({ graph, side })) {
    // As it always was: a version does not change because the code that made it did.
    const version = versionOf([graph, side]);
    const inputs = Object.fromEntries(Object.entries(given).filter(([, input]) => input !== false));
    const workflow = workflowSchema.parse({ ...more, name, graph, inputs, version, source });
    checkTargets(workflow.inputs, graph);
    return workflow;
  }
  if (!reading) throw new UserError(say('{name} has not been read yet.', { name }));
  const find = side.find ?? !(reading.form === 'API format' && side.inputs !== undefined);
  const inputs = mergeInputs(find ? reading.inputs : {}, given);
  const title = more.title ?? reading.title?.slice(0, 80) ?? titleFrom(file.name);
  const version = versionOf([reading.graph, inputs, more, title]);
  const order = more.order ?? (chat ? 200 : 100);
  const workflow = workflowSchema.parse({
    ...more,
    title,
    order,
    name,
    inputs,
    graph: reading.graph,
    version,
    source,
  });
  checkTargets(workflow.inputs, workflow.graph);
  if (chat) checkChatInputs(workflow.inputs, reading);
  return workflow;
}

function versionOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}

/** The side file has the say: about one key of an input, about the whole input, or that there is none. */
export function mergeInputs(
  found: Record<string, Input>,
  given: NonNullable<Side['inputs']>,
): Record<string, Input> {
  const inputs: Record<string, Input> = { ...found };
  for (const [name, change] of Object.entries(given)) {
    if (change === false) {
      delete inputs[name];
      continue;
    }
    const known = Object.hasOwn(found, name) ? found[name] : undefined;
    // Of an input that becomes another kind, what was found of the old one says nothing.
    const base = known && (change.type === undefined || change.type === known.type) ? known : {};
    const parsed = inputSchema.safeParse({ ...base, ...change });
    if (!parsed.success)
      throw new UserError(say('input "{name}": {why}', { name, why: z.prettifyError(parsed.error) }));
    inputs[name] = parsed.data;
  }
  return inputs;
}
