/**
 * The nodes that make the picture, and what they are given: by the names of their inputs, so that the samplers of packs
 * are found too, and through the parts into which newer workflows take a sampler apart (noise, guider, sigmas).
 */
import type { Wiring } from './wiring.ts';

export interface Sampler {
  node: string;
  /** The inputs that hold or receive the conditioning, as node and name. */
  positive: [node: string, input: string][];
  negative: [node: string, input: string][];
  /** The nodes that hold its settings: itself and its parts. */
  parts: string[];
  /** It starts from noise of its own, so its seed matters. */
  makesNoise: boolean;
  /** It does only some of the steps, as one of several samplers in a row. */
  partial: boolean;
}

/** Parts hang on these inputs; behind them there may be more (a sigma list that is split, a sampler in a sampler). */
const partInputs = ['guider', 'noise', 'sigmas', 'sampler', 'options'];
const conditioning = {
  positive: ['positive', 'conditioning', 'cond1', 'cond2', 'conds'],
  negative: ['negative'],
};
const deepestPart = 6;

/** In the order in which they work: one that goes on with the picture of another comes after it. */
export function findSamplers(wiring: Wiring): Sampler[] {
  const found = wiring.ids.filter((node) => isSampler(wiring, node)).map((node) => describe(wiring, node));
  const before = new Map(found.map(({ node }) => [node, ancestors(wiring, node)]));
  return found.sort(
    (a, b) => Number(before.get(a.node)?.has(b.node)) - Number(before.get(b.node)?.has(a.node)),
  );
}

function isSampler(wiring: Wiring, node: string): boolean {
  const names = new Set(wiring.inputsOf(node).map(([name]) => name));
  if (names.has('guider') && names.has('sigmas')) return true;
  const seeded = names.has('seed') || names.has('noise_seed') || names.has('noise');
  return (
    seeded &&
    names.has('positive') &&
    (names.has('steps') || names.has('sigmas') || names.has('sampler_name'))
  );
}

function describe(wiring: Wiring, node: string): Sampler {
  const parts = partsOf(wiring, node);
  const inputs = (names: string[]) =>
    parts.flatMap((part) =>
      names.filter((name) => wiring.linkOf(part, name)).map((name): [string, string] => [part, name]),
    );
  const value = (name: string) => wiring.inputsOf(node).find(([one]) => one === name)?.[1];
  const noise = value('add_noise');
  const noiseNode = wiring.linkOf(node, 'noise')?.node;
  const start = value('start_at_step');
  const end = value('end_at_step');
  const steps = value('steps');
  return {
    node,
    parts,
    positive: inputs(conditioning.positive),
    negative: inputs(conditioning.negative),
    makesNoise:
      noise !== 'disable' && noise !== false && !(noiseNode && wiring.classOf(noiseNode) === 'DisableNoise'),
    partial:
      (typeof start === 'number' && start > 0) ||
      (typeof end === 'number' && typeof steps === 'number' && end < steps) ||
      parts.some((part) => /split/i.test(wiring.classOf(part))),
  };
}

function partsOf(wiring: Wiring, sampler: string): string[] {
  const parts = new Set([sampler]);
  let edge = [sampler];
  for (let depth = 0; depth < deepestPart && edge.length > 0; depth += 1) {
    const next = edge.flatMap((node) =>
      partInputs.map((name) => wiring.linkOf(node, name)?.node).filter((one) => one !== undefined),
    );
    edge = next.filter((node) => !parts.has(node));
    for (const node of edge) parts.add(node);
  }
  return [...parts];
}

/** Everything a node's work depends on. */
export function ancestors(wiring: Wiring, node: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [name] of wiring.inputsOf(next)) {
      const link = wiring.linkOf(next, name);
      if (!link || seen.has(link.node)) continue;
      seen.add(link.node);
      waiting.push(link.node);
    }
  }
  return seen;
}
