/**
 * What earlier runs computed. A node's key says everything its result depends on: class, literal inputs, fingerprint,
 * and the same of all it is linked to; node ids do not matter. After each prompt only what it used is kept.
 */
import { randomUUID } from 'node:crypto';
import { toJson } from '../json.ts';
import type { NodeClasses } from '../nodes/registry.ts';
import { type Block, readInputs, type Value } from '../nodes/values.ts';
import { type Graph, isLink } from './graph.ts';
import type { NodeMeta, UiOutput } from './queue.ts';

export interface Cached {
  values: (Value | Block)[];
  ui: { output: UiOutput; meta: NodeMeta } | null;
}

export function createNodeCache() {
  let kept = new Map<string, Cached>();
  return {
    get: (key: string): Cached | undefined => kept.get(key),
    set: (key: string, cached: Cached) => kept.set(key, cached),
    keepOnly(keys: Iterable<string>): void {
      const wanted = new Set(keys);
      kept = new Map([...kept].filter(([key]) => wanted.has(key)));
    },
    clear: () => kept.clear(),
  };
}

/** The keys of all nodes of a graph. Fingerprints are written into the nodes, as ComfyUI does. */
export function cacheKeys(graph: Graph, classes: NodeClasses): Map<string, string> {
  for (const node of Object.values(graph)) writeFingerprint(node, classes);
  return new Map(Object.keys(graph).map((id) => [id, cacheKey(graph, id)]));
}

function writeFingerprint(node: Graph[string], classes: NodeClasses): void {
  const fingerprint = classes.get(node.class_type)?.fingerprint;
  if (fingerprint === undefined) return;
  const literals = Object.entries(node.inputs).filter(([, value]) => !isLink(value));
  try {
    node.is_changed = [fingerprint(readInputs(Object.fromEntries(literals)))];
  } catch {
    // NaN is never equal to itself, so the node always runs, and says then what is wrong.
    node.is_changed = Number.NaN;
  }
}

function cacheKey(graph: Graph, id: string): string {
  const ancestors: string[] = [];
  collectAncestors(graph, id, ancestors);
  const place = new Map(ancestors.map((ancestor, index) => [ancestor, index]));
  const describe = (node: string) => {
    const { class_type, inputs, is_changed } = graph[node] as Graph[string];
    const named = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
    const parts = named.map(([name, value]) => [
      name,
      isLink(value) ? { from: place.get(value[0]), slot: value[1] } : value,
    ]);
    // A NaN fingerprint must match nothing, not even itself.
    return [class_type, Number.isNaN(is_changed) ? randomUUID() : (is_changed ?? false), parts];
  };
  return toJson([describe(id), ...ancestors.map(describe)]);
}

function collectAncestors(graph: Graph, id: string, found: string[]): void {
  const inputs = Object.entries(graph[id]?.inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, value] of inputs) {
    if (!isLink(value) || found.includes(value[0]) || graph[value[0]] === undefined) continue;
    found.push(value[0]);
    collectAncestors(graph, value[0], found);
  }
}
