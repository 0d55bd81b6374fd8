/** The texts that steer the samplers: back from their positive and negative inputs, through any conditioning in between. */
import type { Sampler } from './samplers.ts';
import type { Link, Place, Wiring } from './wiring.ts';

export interface Prompts {
  positive: Place[];
  negative: Place[];
  /** Nodes on the way, among them those that say how strongly to follow the prompt. */
  passed: Set<string>;
}

/** Names under which nodes that read a text into conditioning take it. */
const textInput =
  /^(text|prompt|text_?[gl]|clip_?[gl]|t5xxl|t5|llama|tags|lyrics|caption|positive_prompt|positive|user_prompt|string.*|delimiter|value)$/i;
/** What comes out of these says nothing any more. */
const silencing = new Set(['ConditioningZeroOut']);

export function findPrompts(wiring: Wiring, samplers: Sampler[]): Prompts {
  const passed = new Set<string>();
  const collect = (side: 'positive' | 'negative') => {
    const places = new Map<string, Place>();
    const seen = new Set<string>();
    for (const sampler of samplers)
      for (const [node, input] of sampler[side]) {
        const link = wiring.linkOf(node, input);
        if (link) walk(wiring, link, { places, seen, passed });
      }
    return places;
  };
  const positive = collect('positive');
  const negative = collect('negative');
  // A text that goes both ways is what the picture shows: the negative side is then made of it, mostly of nothing.
  for (const key of positive.keys()) negative.delete(key);
  return { positive: [...positive.values()], negative: [...negative.values()], passed };
}

interface Walk {
  places: Map<string, Place>;
  seen: Set<string>;
  passed: Set<string>;
}

function walk(wiring: Wiring, link: Link, state: Walk): void {
  const key = `${link.node} ${link.slot}`;
  if (state.seen.has(key) || silencing.has(wiring.classOf(link.node))) return;
  state.seen.add(key);
  state.passed.add(link.node);
  const inputs = wiring.inputsOf(link.node).map(([name]) => name);
  const through = inputs.filter((name) => carriesConditioning(wiring, link, name));
  if (through.length > 0) {
    // A node that takes and gives both sides keeps them apart.
    const sides = through.includes('positive') && through.includes('negative');
    const side = link.slot === 1 ? 'negative' : 'positive';
    const followed = sides
      ? through.filter((name) => name === side || !/^(positive|negative)$/.test(name))
      : through;
    for (const name of followed) {
      const next = wiring.linkOf(link.node, name);
      if (next) walk(wiring, next, state);
    }
    return;
  }
  for (const name of inputs.filter((one) => textInput.test(one))) collectText(wiring, link.node, name, state);
}

function carriesConditioning(wiring: Wiring, { node }: Link, input: string): boolean {
  const next = wiring.linkOf(node, input);
  if (!next) return false;
  const type = wiring.define(node, input)?.type ?? wiring.typeOf(next);
  return type === null ? /^(conditioning.*|positive|negative|cond\d*)$/.test(input) : type === 'CONDITIONING';
}

/** A text may be put together from others. */
function collectText(wiring: Wiring, node: string, input: string, state: Walk): void {
  const place = wiring.settle(node, input);
  if (place) {
    if (typeof place.value === 'string' && input !== 'delimiter')
      state.places.set(`${place.node}.${place.input}`, place);
    return;
  }
  const link = wiring.linkOf(node, input);
  const key = `text ${link?.node}`;
  if (!link || state.seen.has(key)) return;
  state.seen.add(key);
  for (const [name] of wiring.inputsOf(link.node))
    if (textInput.test(name)) collectText(wiring, link.node, name, state);
}
