/**
 * Group nodes, the forerunners of subgraphs: `extra.groupNodes` keeps a bare list of nodes and links, and what a group
 * shows outside follows from what is left open inside. Here a group becomes the subgraph it would be today.
 */
import { z } from 'zod';
import type { Definitions, InputDefinition } from './definitions.ts';
import {
  boundary,
  type EditorInput,
  type EditorLink,
  type EditorNode,
  type GroupNode,
  type Subgraph,
} from './editor.ts';
import type { HostValues } from './scopes.ts';
import { hasControl, takeInOrder } from './widgets.ts';

/** A widget that the group shows; `input` bears the name it has there. */
interface ShownWidget {
  node: string;
  name: string;
  input: InputDefinition;
}

interface Inner {
  id: string;
  node: EditorNode;
  /** What the node has, in the order of its definition. */
  inputs: InputDefinition[];
  outputs: string[];
}

type Wire = [from: number, fromSlot: number, to: number, toSlot: number, type: string];

export function openGroup(
  name: string,
  group: GroupNode,
  host: EditorNode,
  definitions: Definitions,
): { subgraph: Subgraph; values: HostValues } {
  const wires = group.links.map(readWire).filter((wire) => wire !== null);
  const external = externalOutputs(group);
  const around = { group, wires, external, host };
  const inner = group.nodes.map((node, index) => describe(node, index, around, definitions));
  const links: EditorLink[] = wires.map(([from, fromSlot, to, toSlot], index) => ({
    id: `inner${index}`,
    from: String(from),
    fromSlot,
    to: String(to),
    toSlot,
  }));
  const shown = shownInputs(inner, around);
  for (const [index, { node, slot }] of shown.sockets.entries())
    links.push({ id: `outer${index}`, from: boundary.inputs, fromSlot: index, to: node, toSlot: slot });
  const outputs = shownOutputs(inner, around);
  for (const [index, { node, slot }] of outputs.entries())
    links.push({ id: `output${index}`, from: node, fromSlot: slot, to: boundary.outputs, toSlot: index });

  const nodes = new Map(
    inner.map(({ id, node }) => [id, { ...node, id, inputs: rewired(id, node.inputs, links) }]),
  );
  return {
    subgraph: {
      id: `group ${name}`,
      name,
      nodes,
      links: new Map(links.map((link) => [link.id, link])),
      inputs: shown.sockets.map(({ name, type }) => ({ name, type })),
      outputs: outputs.map(({ name, type }) => ({ name, type })),
    },
    values: valuesOf(host, shown.widgets),
  };
}

function valuesOf(host: EditorNode, widgets: ShownWidget[]): HostValues {
  const list = Array.isArray(host.widgets_values) ? host.widgets_values : [];
  const { values } = takeInOrder(
    widgets.map(({ input }) => input),
    list,
  );
  const found: HostValues = { inputs: new Map(), widgets: new Map() };
  for (const { node, name, input } of widgets) {
    const inside = found.widgets.get(node) ?? new Map<string, unknown>();
    if (values.has(input.name)) inside.set(name, values.get(input.name));
    found.widgets.set(node, inside);
  }
  return found;
}

function readWire(given: unknown): Wire | null {
  if (!Array.isArray(given)) return null;
  const [from, fromSlot, to, toSlot, , type] = given.map((one) => one as unknown);
  const numbers = [from, fromSlot, to, toSlot];
  if (!numbers.every((one): one is number => typeof one === 'number')) return null;
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  return [a, b, c, d, typeof type === 'string' ? type : '*'];
}

interface Around {
  group: GroupNode;
  wires: Wire[];
  /** Outputs that are used outside although they are linked inside: `"5 0"`. */
  external: Set<string>;
  /** The node that stands for the group. */
  host: EditorNode;
}

function describe(
  node: EditorNode,
  index: number,
  { group, wires, external }: Around,
  definitions: Definitions,
): Inner {
  const id = String(index);
  const definition = definitions.get(node.type);
  if (definition) return { id, node, inputs: definition.inputs, outputs: definition.outputs };
  const out = wires.find(([from]) => from === index);
  const into = wires.find(([, , to]) => to === index);
  if (node.type === 'PrimitiveNode') {
    if (!out) return { id, node, inputs: [], outputs: [] };
    return { id, node, inputs: [bare('value', out[4], out[4])], outputs: [out[4]] };
  }
  if (node.type === 'Reroute') {
    if (into && out && !external.has(`${id} 0`)) return { id, node, inputs: [], outputs: [] };
    const type =
      (out && group.nodes[out[2]]?.inputs[out[3]]?.type) ??
      (into && group.nodes[into[0]]?.outputs[into[1]]?.type) ??
      '*';
    return { id, node, inputs: [bare(type, type, null)], outputs: [type] };
  }
  const inputs = node.inputs.map(({ name, type, widget }) => bare(name, type, widget ? type : null));
  return { id, node, inputs, outputs: node.outputs.map(({ type }) => type) };
}

/** Early files have the whole node in place of its number. */
function externalOutputs(group: GroupNode): Set<string> {
  const schema = z.tuple(
    [z.union([z.number(), z.looseObject({ index: z.number() }).transform(({ index }) => index)]), z.number()],
    z.unknown(),
  );
  const read = group.external.map((one) => schema.safeParse(one).data).filter((one) => one !== undefined);
  return new Set(read.map(([node, slot]) => `${node} ${slot}`));
}

function bare(name: string, type: string, widget: string | null): InputDefinition {
  return {
    name,
    type,
    widget,
    required: false,
    choices: null,
    default: undefined,
    min: null,
    max: null,
    step: null,
    multiline: false,
    control: widget === 'INT' || widget === 'FLOAT' || widget === 'COMBO',
    upload: null,
    options: null,
    grows: false,
    advanced: false,
  };
}

interface Socket {
  node: string;
  slot: number;
  name: string;
  type: string;
}

function shownInputs(
  inner: Inner[],
  { group, wires, host }: Around,
): { sockets: Socket[]; widgets: ShownWidget[] } {
  const sockets: Socket[] = [];
  const widgets: ShownWidget[] = [];
  const turned: (() => void)[] = [];
  const rename = renamer(group);
  for (const one of inner) {
    const { id, node } = one;
    const linked = (slot: number) => wires.some(([, , to, toSlot]) => String(to) === id && toSlot === slot);
    const showWidget = (input: InputDefinition, name: string) =>
      widgets.push({ node: id, name: input.name, input: { ...input, name, control: hasControl(input) } });
    // As the editor: a node's widgets get their names first, then its sockets; widgets turned into inputs come last.
    for (const input of one.inputs.filter(({ widget }) => widget)) {
      const slot = node.inputs.findIndex(({ name, widget }) => name === input.name && widget);
      if (slot >= 0 && linked(slot)) continue;
      // Newer files have a socket for every widget; only one that the host has too was turned into an input.
      const names = [nameOf(group, one, input.name), longName(one, input.name)];
      if (slot < 0 || !host.inputs.some(({ name }) => names.includes(name)))
        showWidget(input, rename(one, input.name));
      else
        turned.push(() => {
          const name = rename(one, input.name);
          showWidget(input, name);
          sockets.push({ node: id, slot, name, type: input.type });
        });
    }
    for (const input of one.inputs.filter(({ widget }) => !widget)) {
      const slot = node.type === 'Reroute' ? 0 : node.inputs.findIndex(({ name }) => name === input.name);
      if (slot < 0 || linked(slot)) continue;
      const name = rename(one, input.name);
      if (!hidden(group, id, 'input', input.name)) sockets.push({ node: id, slot, name, type: input.type });
    }
  }
  for (const show of turned) show();
  return { sockets, widgets };
}

/** A group's names are unique: the second `seed` is `KSampler seed`, the third `KSampler 2 seed`. */
function renamer(group: GroupNode): (inner: Inner, name: string) => string {
  const seen = new Map<string, number>();
  return (inner, input) => {
    const { node } = inner;
    let name = nameOf(group, inner, input);
    let key = name;
    if ((node.type === 'PrimitiveNode' && node.title) || seen.has(name)) {
      key = longName(inner, input);
      name = seen.has(key) ? `${node.title ?? node.type} ${seen.get(key)} ${input}` : key;
    }
    seen.set(key, (seen.get(key) ?? 1) + 1);
    return name;
  };
}

function nameOf(group: GroupNode, { id, node }: Inner, input: string): string {
  const label = node.inputs.find(({ name }) => name === input)?.label;
  return custom(group, id, 'input', input).name ?? (typeof label === 'string' ? label : input);
}

function longName({ node }: Inner, input: string): string {
  return `${node.title ?? node.type} ${input}`;
}

function shownOutputs(inner: Inner[], { group, wires, external }: Around): Socket[] {
  return inner.flatMap(({ id, outputs }) =>
    outputs
      .map((type, slot) => ({ node: id, slot, name: type, type }))
      .filter(({ slot }) => {
        const used = wires.some(([from, fromSlot]) => String(from) === id && fromSlot === slot);
        const visible = custom(group, id, 'output', String(slot)).visible;
        return visible ?? !(used && !external.has(`${id} ${slot}`));
      }),
  );
}

/** What the author of the group changed about one of its inputs or outputs. */
function custom(
  group: GroupNode,
  node: string,
  side: 'input' | 'output',
  name: string,
): { name?: string; visible?: boolean } {
  let found: unknown = group.config;
  for (const key of [node, side, name])
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  if (typeof found !== 'object' || found === null) return {};
  const given = found as Record<string, unknown>;
  return {
    ...(typeof given.name === 'string' && { name: given.name }),
    ...(typeof given.visible === 'boolean' && { visible: given.visible }),
  };
}

function hidden(group: GroupNode, node: string, side: 'input' | 'output', name: string): boolean {
  return custom(group, node, side, name).visible === false;
}

/** The links of a group are kept apart from its nodes, whose own ids of links mean nothing. */
function rewired(id: string, inputs: EditorInput[], links: EditorLink[]): EditorInput[] {
  return inputs.map((input, slot) => ({
    ...input,
    link: links.find((link) => link.to === id && link.toSlot === slot)?.id ?? null,
  }));
}
