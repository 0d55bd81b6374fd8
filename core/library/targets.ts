/** Where the values of inputs go: node id and input name. */
import { UserError } from '../errors.ts';
import { say } from '../say.ts';
import type { Graph, Input } from '../workflow.ts';

/** Where an input's value goes, as node id and input name. The node id is everything before the first dot. */
export function splitTarget(target: string): { node: string; input: string } {
  const dot = target.indexOf('.');
  return { node: target.slice(0, dot), input: target.slice(dot + 1) };
}

export function targetsOf(input: Input): string[] {
  return input.type === 'size' ? [...input.width, ...input.height] : input.to;
}

/** @throws UserError naming the input whose value has nowhere to go. */
export function checkTargets(inputs: Record<string, Input>, graph: Graph): void {
  for (const [name, input] of Object.entries(inputs)) {
    for (const target of targetsOf(input)) {
      const { node, input: field } = splitTarget(target);
      const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
      if (!found)
        throw new UserError(
          say('input "{name}" goes to "{target}", but the graph has no node {node}.', { name, target, node }),
        );
      if (!Object.hasOwn(found.inputs, field)) {
        throw new UserError(
          say('input "{name}" goes to "{target}", but node {node} ({class}) has no input {field}.', {
            ...{ name, target, node, field },
            class: found.class_type,
          }),
        );
      }
      if (Array.isArray(found.inputs[field])) {
        throw new UserError(
          say('input "{name}" goes to "{target}", which is linked to another node in the graph.', {
            name,
            target,
          }),
        );
      }
    }
  }
}
