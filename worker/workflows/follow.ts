/**
 * Where the value of an input comes from: back along its link, through everything the editor draws and the server never
 * sees (reroutes, bypassed nodes, the edges of subgraphs, set and get nodes), to a node that runs or to a value.
 */
import { type Phrase, say } from '../../core/say.ts';
import { boundary, type EditorNode, mode } from './editor.ts';
import type { Scope } from './scopes.ts';

export type Source =
  | { from: 'node'; scope: Scope; node: EditorNode; slot: number }
  /** A primitive, or a widget that a subgraph's host shows. */
  | { from: 'value'; value: unknown }
  /** Nothing is linked, or only what has nothing to pass on: the input's own value stands. */
  | { from: 'nothing' }
  /** The link comes from a node that does not run: the input is to be left out. */
  | { from: 'muted'; scope: Scope; node: EditorNode }
  /** Cannot be followed, with the reason. */
  | { from: 'unknown'; because: Phrase };

/** Pass their one input on. */
const passing = new Set(['Reroute', 'Reroute (rgthree)', 'ReroutePrimitive|pysssss']);
/** Stand on the canvas for people to read or to steer the editor with. */
const canvasOnly = new Set([
  'Note',
  'MarkdownNote',
  'SetNode',
  'GetNode',
  'PrimitiveNode',
  'Label (rgthree)',
  'Bookmark (rgthree)',
  'Fast Muter (rgthree)',
  'Fast Bypasser (rgthree)',
  'Fast Groups Muter (rgthree)',
  'Fast Groups Bypasser (rgthree)',
  'Fast Actions Button (rgthree)',
  'Mute / Bypass Relay (rgthree)',
  'Mute / Bypass Repeater (rgthree)',
  'Node Collector (rgthree)',
  'Random Unmuter (rgthree)',
]);

/** Never part of a prompt. */
export function isVirtual(node: EditorNode): boolean {
  return passing.has(node.type) || canvasOnly.has(node.type);
}

type Place = { side: 'input' | 'output'; scope: Scope; node: EditorNode; slot: number };

const nothing: Source = { from: 'nothing' };

export function sourceOf(scope: Scope, node: EditorNode, slot: number): Source {
  const type = node.inputs[slot]?.type ?? '*';
  const seen = new Set<string>();
  let place: Place = { side: 'input', scope, node, slot };
  for (;;) {
    const key = `${place.side} ${place.scope.prefix}${place.node.id} ${place.slot}`;
    if (seen.has(key)) return { from: 'unknown', because: say('its link leads back to itself') };
    seen.add(key);
    const next: Place | Source = place.side === 'input' ? behindInput(place) : behindOutput(place, type);
    if ('from' in next) return next;
    place = next;
  }
}

function behindInput({ scope, node, slot }: Place): Place | Source {
  const id = node.inputs[slot]?.link;
  if (id === null || id === undefined) return nothing;
  const link = scope.links.get(id);
  if (!link) return { from: 'unknown', because: say('its link {id} is not in the file', { id: String(id) }) };
  if (link.from === boundary.inputs && scope.host) return outside(scope.host, link.fromSlot);
  const origin = scope.nodes.get(link.from);
  if (!origin)
    return {
      from: 'unknown',
      because: say('it is linked to node {node}, which is not in the file', { node: link.from }),
    };
  return { side: 'output', scope, node: origin, slot: link.fromSlot };
}

/** The input of a subgraph: what is linked to its host, else the value the host shows. */
function outside(host: NonNullable<Scope['host']>, index: number): Place | Source {
  const name = host.subgraph.inputs[index]?.name;
  const found = host.node.inputs.findIndex((input) => input.name === name);
  const slot = found >= 0 ? found : index;
  const link = host.node.inputs[slot]?.link;
  if (link !== null && link !== undefined) return { side: 'input', scope: host.scope, node: host.node, slot };
  if (name !== undefined && host.values.inputs.has(name))
    return { from: 'value', value: host.values.inputs.get(name) };
  return nothing;
}

function behindOutput(place: Place, type: string): Place | Source {
  const { scope, node, slot } = place;
  if (node.type === 'PrimitiveNode') return primitiveValue(scope, node);
  if (passing.has(node.type)) return { ...place, side: 'input', slot: 0 };
  if (node.type === 'GetNode') return setterOf(place);
  if (isVirtual(node)) return nothing;
  if (node.mode === mode.muted) return { from: 'muted', scope, node };
  if (node.mode === mode.bypassed) {
    const through = bypass(node, slot, type);
    return through < 0 ? nothing : { ...place, side: 'input', slot: through };
  }
  const inner = scope.inner.get(node.id);
  if (!inner) return { from: 'node', scope, node, slot };
  const link = [...inner.links.values()].find((one) => one.to === boundary.outputs && one.toSlot === slot);
  if (!link) return nothing;
  if (link.from === boundary.inputs && inner.host) return outside(inner.host, link.fromSlot);
  const origin = inner.nodes.get(link.from);
  if (!origin)
    return {
      from: 'unknown',
      because: say('inside {title} node {node} is missing', {
        title: node.title ?? node.type,
        node: link.from,
      }),
    };
  return { side: 'output', scope: inner, node: origin, slot: link.fromSlot };
}

function primitiveValue(scope: Scope, node: EditorNode): Source {
  const shown = scope.host?.values.widgets.get(node.id)?.values().next();
  if (shown && !shown.done) return { from: 'value', value: shown.value };
  const value = Array.isArray(node.widgets_values) ? node.widgets_values[0] : undefined;
  return value === undefined || value === null ? nothing : { from: 'value', value };
}

/** KJNodes: a get node passes on what goes into the set node of the same name, in its own graph or one around it. */
function setterOf(place: Place): Place | Source {
  const name = nameOf(place.node);
  for (let scope: Scope | undefined = place.scope; scope; scope = scope.host?.scope) {
    for (const node of scope.nodes.values()) {
      if (node.type === 'SetNode' && nameOf(node) === name) return { side: 'input', scope, node, slot: 0 };
    }
  }
  return {
    from: 'unknown',
    because: say('it gets "{name}", which no set node sets', { name: String(name) }),
  };
}

function nameOf(node: EditorNode): unknown {
  return Array.isArray(node.widgets_values) ? node.widgets_values[0] : undefined;
}

/** The input that a bypassed node's output stands for: the same index if it fits, the same type, the first that fits. */
function bypass({ inputs, outputs }: EditorNode, slot: number, type: string): number {
  if (type === '*' || type === '') return inputs.length > slot ? slot : Math.min(0, inputs.length - 1);
  const outputType = outputs[slot]?.type ?? type;
  const passes = (input: { type: string } | undefined) =>
    input !== undefined && fits(input.type, outputType) && fits(input.type, type);
  if (passes(inputs[slot])) return slot;
  const same = inputs.findIndex((input) => input.type === type);
  return same >= 0 ? same : inputs.findIndex(passes);
}

/** Types fit when they have one in common; `*` fits everything. */
export function fits(a: string, b: string): boolean {
  const open = (type: string) =>
    type === '*' || type === '' || type === '0' || type.startsWith('COMFY_MATCHTYPE');
  if (open(a) || open(b)) return true;
  const others = new Set(
    b
      .toUpperCase()
      .split(',')
      .map((one) => one.trim()),
  );
  return a
    .toUpperCase()
    .split(',')
    .some((one) => others.has(one.trim()));
}
