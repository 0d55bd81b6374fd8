/** From a workflow's graph to its diagram. */
import { splitTarget, targetsOf } from '../library/targets.ts';
import type { Graph, Input } from '../workflow.ts';
import { condense } from './condense.ts';
import type { Box, Diagram, Link, Role } from './diagram.ts';

/** What is known of a graph beyond its text. All of it may be missing: then it is drawn by its shape. */
export interface Known {
  inputs?: Readonly<Record<string, Input>>;
  /** By node id. */
  roles?: Readonly<Record<string, Role>>;
  /** Of outputs, as `<node id>.<number>`. */
  types?: Readonly<Record<string, string>>;
}

export function diagramOf(graph: Graph, { inputs = {}, roles = {}, types = {} }: Known = {}): Diagram {
  const links = linksOf(graph, types);
  const feeding = new Set(links.map(({ from }) => from));
  const fed = new Set(links.map(({ to }) => to));
  const settable = settableOf(inputs);
  const boxes = Object.entries(graph).map(([id, node]): Box => {
    const shape: Role = !feeding.has(id) && fed.has(id) ? 'output' : 'step';
    const role = own(roles, id) ?? shape;
    // What an output says of itself is only how its file is called; what a sampler says, its settings say.
    const detail = role === 'output' || role === 'sampler' ? undefined : detailOf(node.inputs);
    return {
      id,
      title: node._meta?.title?.trim() || node.class_type,
      kind: node.class_type,
      role,
      settable: settable.get(id) ?? [],
      ...(detail && { detail }),
    };
  });
  return condense({ boxes, links, left: 0 });
}

function linksOf(graph: Graph, types: Readonly<Record<string, string>>): Link[] {
  return Object.entries(graph).flatMap(([to, node]) =>
    Object.entries(node.inputs).flatMap(([input, value]) => {
      if (!Array.isArray(value) || value.length !== 2) return [];
      const [from, output]: unknown[] = value;
      if (typeof from !== 'string' || typeof output !== 'number' || !Object.hasOwn(graph, from)) return [];
      return [{ from, output, to, input, type: own(types, `${from}.${output}`) ?? guessed(input) }];
    }),
  );
}

/** An input called `vae` is fed a VAE; without anybody who knows, its name is the best word there is. */
function guessed(input: string): string {
  return input.replace(/[_\d.]+$/, '').toUpperCase() || '*';
}

function settableOf(inputs: Readonly<Record<string, Input>>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, input] of Object.entries(inputs)) {
    const nodes = new Set(targetsOf(input).map((target) => splitTarget(target).node));
    for (const node of nodes) found.set(node, [...(found.get(node) ?? []), name]);
  }
  return found;
}

/** The first text among a node's own values: a file, a prompt. */
function detailOf(values: Readonly<Record<string, unknown>>): string | undefined {
  const text = Object.values(values).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof text === 'string' ? text.slice(0, 200).replace(/\s+/g, ' ').trim() : undefined;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
