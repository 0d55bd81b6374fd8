/**
 * What the side file of a workflow from a chat may do about inputs: rename them, narrow them, leave them out. It may not
 * reach what a person cannot: a file on the server that somebody else uploaded, a path, a text that no person is meant to set.
 */
import { UserError } from '../errors.ts';
import { say } from '../say.ts';
import { type Graph, type Input, isFileInput } from '../workflow.ts';
import type { Read } from './reading.ts';
import { splitTarget, targetsOf } from './targets.ts';

/** @throws UserError naming the input, and what it may not do. */
export function checkChatInputs(inputs: Record<string, Input>, { inputs: found, graph }: Read): void {
  const attached = new Set<string>();
  for (const [name, input] of Object.entries(inputs)) {
    for (const target of targetsOf(input)) {
      if (!mayReach(input, target, found, graph))
        throw new UserError(
          say('input "{name}" goes to "{target}", which workflows added in a chat may not set.', {
            name,
            target,
          }),
        );
      if (isFileInput(input) && input.required) attached.add(target);
    }
  }
  for (const input of Object.values(found)) {
    if (!isFileInput(input)) continue;
    const open = input.to.find((target) => !attached.has(target));
    if (open !== undefined)
      throw new UserError(
        say(
          '"{target}" names a file on the server, which may be somebody else\'s. In a workflow added in a chat it has to be a required input.',
          { target: open },
        ),
      );
  }
}

function mayReach(input: Input, target: string, found: Record<string, Input>, graph: Graph): boolean {
  const known = Object.values(found).find((one) => targetsOf(one).includes(target));
  switch (input.type) {
    case 'integer':
    case 'number':
    case 'seed':
    case 'size': {
      const { node, input: field } = splitTarget(target);
      return typeof graph[node]?.inputs[field] === 'number';
    }
    case 'choice':
      return known?.type === 'choice' && input.options.every((option) => known.options.includes(option));
    default:
      return known?.type === input.type;
  }
}
