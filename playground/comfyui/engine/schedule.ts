/**
 * Which node runs next: any whose inputs are there, output nodes first, then those that feed an output node soon.
 */
import type { NodeClasses } from '../nodes/registry.ts';
import { type Graph, linkedNodes } from './graph.ts';

export function createSchedule(
  graph: Graph,
  classes: NodeClasses,
  outputs: string[],
  isCached: (id: string) => boolean,
) {
  /** Waiting nodes and those they wait for. */
  const waiting = new Map<string, Set<string>>();

  // Depth first, the last link first: where several nodes are ready this order decides.
  for (const output of outputs) {
    const stack = [output];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (waiting.has(id)) continue;
      const needs = linkedNodes(graph[id] as Graph[string]).filter((from) => !isCached(from));
      waiting.set(id, new Set(needs));
      stack.push(...needs);
    }
  }

  const isOutput = (id: string): boolean => classes.get(graph[id]?.class_type ?? '')?.outputNode === true;
  const waitingFor = (id: string): string[] =>
    [...waiting].flatMap(([other, needs]) => (needs.has(id) ? [other] : []));
  const feedsOutput = (id: string, steps: number): boolean =>
    waitingFor(id).some((next) => isOutput(next) || (steps > 1 && feedsOutput(next, steps - 1)));

  return {
    next(): string | null {
      const ready = [...waiting].flatMap(([id, needs]) => (needs.size === 0 ? [id] : []));
      return (
        ready.find(isOutput) ??
        ready.find((id) => feedsOutput(id, 1)) ??
        ready.find((id) => feedsOutput(id, 2)) ??
        ready[0] ??
        null
      );
    },
    done(id: string): void {
      waiting.delete(id);
      for (const needs of waiting.values()) needs.delete(id);
    },
  };
}
