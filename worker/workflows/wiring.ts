/** A prompt as a graph to walk: what an input is linked to, and where a value that reaches it can be set. */
import type { Graph } from '../../core/workflow.ts';
import type { Definitions, InputDefinition } from './definitions.ts';

export interface Link {
  node: string;
  slot: number;
}

/** A place in the graph that holds a value. */
export interface Place {
  node: string;
  input: string;
  value: string | number | boolean;
}

export interface Wiring {
  ids: string[];
  classOf(node: string): string;
  /** The name its author gave the node, if it is not the one that all of its class bear. */
  titleOf(node: string): string | null;
  inputsOf(node: string): [name: string, value: unknown][];
  linkOf(node: string, input: string): Link | null;
  define(node: string, input: string): InputDefinition | undefined;
  /** The type that the server gives an input or output; null where it does not know the class. */
  typeOf(link: Link): string | null;
  /** Where to set what reaches this input: itself, or the node behind it that does nothing but hold a value. */
  settle(node: string, input: string): Place | null;
}

export function readLink(value: unknown): Link | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [node, slot] = value as unknown[];
  return typeof node === 'string' && typeof slot === 'number' ? { node, slot } : null;
}

/** What nodes that only hold a value call it. */
const holders = [
  'value',
  'seed',
  'noise_seed',
  'text',
  'string',
  'prompt',
  'int',
  'float',
  'number',
  'Value',
  'Number',
];
const mostSteps = 50;

export function openWiring(graph: Graph, definitions: Definitions): Wiring {
  const ids = Object.keys(graph);

  function linkOf(node: string, input: string): Link | null {
    const inputs = graph[node]?.inputs ?? {};
    const link = Object.hasOwn(inputs, input) ? readLink(inputs[input]) : null;
    return link && Object.hasOwn(graph, link.node) ? link : null;
  }

  function settle(node: string, input: string, steps = 0): Place | null {
    const inputs = graph[node]?.inputs ?? {};
    const value = Object.hasOwn(inputs, input) ? inputs[input] : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return { node, input, value };
    const link = linkOf(node, input);
    if (!link || steps > mostSteps) return null;
    // A node with several inputs makes something of them; it holds a value when that is all it has.
    const own = Object.keys(graph[link.node]?.inputs ?? {});
    const held = holders.find((name) => own.includes(name));
    return held && own.length <= 2 ? settle(link.node, held, steps + 1) : null;
  }

  return {
    ids,
    classOf: (node) => graph[node]?.class_type ?? '',
    titleOf(node) {
      const found = graph[node];
      const title = found?._meta?.title?.trim();
      if (!found || !title || title === found.class_type) return null;
      return title === definitions.get(found.class_type)?.title ? null : title;
    },
    inputsOf: (node) => Object.entries(graph[node]?.inputs ?? {}),
    linkOf,
    define: (node, input) =>
      definitions.get(graph[node]?.class_type ?? '')?.inputs.find(({ name }) => name === input),
    typeOf: ({ node, slot }) => definitions.get(graph[node]?.class_type ?? '')?.outputs[slot] ?? null,
    settle,
  };
}
