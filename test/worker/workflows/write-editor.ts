/**
 * A prompt written as the editor would save it, in one of the many ways in which the same graph can be drawn: reroutes,
 * primitives, bypassed and muted nodes, notes, subgraphs in subgraphs, values in lists and by name, links in both forms.
 */
import type { Graph } from '../../../core/workflow.ts';
import type { Definitions, InputDefinition } from '../../../worker/workflows/definitions.ts';
import { readLink } from '../../../worker/workflows/wiring.ts';

/** Decides how something is drawn. */
export interface Taste {
  yes(): boolean;
  below(count: number): number;
}

interface Wire {
  from: string;
  slot: number;
  to: string;
  input: string;
  type: string;
}

interface Drawn {
  nodes: Record<string, unknown>[];
  links: unknown[];
}

type End = [node: number, slot: number];

/** @returns the workflow, and for each node the id it will have in the prompt. */
export function writeEditor(
  graph: Graph,
  definitions: Definitions,
  taste: Taste,
): { workflow: unknown; ids: Map<string, string> } {
  const ids = new Map<string, string>();
  const subgraphs: unknown[] = [];
  const objects = taste.yes();
  const sockets = taste.yes();
  const defined = (id: string) => definitions.get(graph[id]?.class_type ?? '');
  const wires: Wire[] = Object.entries(graph).flatMap(([to, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) => {
      const link = readLink(value);
      return link
        ? [
            {
              from: link.node,
              slot: link.slot,
              to,
              input,
              type: defined(link.node)?.outputs[link.slot] ?? '*',
            },
          ]
        : [];
    }),
  );

  /** One scope: these nodes, with what comes in from outside and what goes out. */
  function draw(
    members: string[],
    prefix: string,
    coming: Wire[],
    going: Wire[],
    depth: number,
  ): Drawn & { shown: Shown[] } {
    const drawn: Drawn = { nodes: [], links: [] };
    const shown: Shown[] = [];
    let nextNode = 100;
    let nextLink = 1;
    const packed = depth < 2 && members.length > 2 && taste.yes() ? members.filter(() => taste.yes()) : [];
    const plain = members.filter((id) => !packed.includes(id));
    const isIn = (list: string[], id: string) => list.includes(id);

    function connect([from, fromSlot]: End, [to, toSlot]: End, type: string): number {
      const id = nextLink;
      nextLink += 1;
      const asObject = objects || depth > 0;
      drawn.links.push(
        asObject
          ? { id, origin_id: from, origin_slot: fromSlot, target_id: to, target_slot: toSlot, type }
          : [id, from, fromSlot, to, toSlot, type],
      );
      return id;
    }

    /** A link, perhaps with something in between that the server never sees. */
    function route(from: End, to: End, type: string, more = 3): number {
      const between = taste.below(5);
      if (between > 1 || more === 0) return connect(from, to, type);
      const id = nextNode;
      nextNode += 1;
      const into = route(from, [id, 0], type, more - 1);
      const name = between === 0 ? 'Reroute' : 'Passing';
      const inputs = [{ name: '', type: between === 0 ? '*' : type, link: into }];
      drawn.nodes.push({
        id,
        type: name,
        mode: between === 0 ? 0 : 4,
        inputs,
        outputs: [{ name: '', type }],
      });
      return connect([id, 0], to, type);
    }

    const hostId = nextNode;
    nextNode += 1;
    const entering = wires.filter(({ from, to }) => isIn(packed, to) && !isIn(packed, from));
    const leaving = distinctSources(wires.filter(({ from, to }) => isIn(packed, from) && !isIn(packed, to)));

    function origin(wire: Wire): End {
      if (isIn(plain, wire.from)) return [Number(wire.from), wire.slot];
      if (isIn(packed, wire.from))
        return [hostId, leaving.findIndex(({ from, slot }) => from === wire.from && slot === wire.slot)];
      return [-10, coming.indexOf(wire)];
    }

    for (const id of plain) {
      ids.set(id, `${prefix}${id}`);
      const { inputs: values = {} } = graph[id] ?? {};
      const listed: unknown[] = [];
      const inputs: Record<string, unknown>[] = [];
      const named: Record<string, unknown> = {};
      const add = (input: InputDefinition, name: string) => {
        const wire = wires.find((one) => one.to === id && one.input === name);
        const slot = inputs.length;
        const socket = { name, type: input.type, ...(input.widget && { widget: { name } }) };
        if (wire) inputs.push({ ...socket, link: route(origin(wire), [Number(id), slot], wire.type) });
        else if (!input.widget) inputs.push({ ...socket, link: null });
        if (!input.widget) return;
        const value = values[name];
        if (wire) listed.push(staleOf(input));
        else if (depth > 0 && !input.options && taste.below(4) === 0) {
          // Shown on the subgraph's own node, which then has the say.
          listed.push(staleOf(input));
          inputs.push({
            ...socket,
            link: connect([-10, coming.length + shown.length], [Number(id), slot], input.type),
          });
          shown.push({ node: id, name, type: input.type, value });
        } else if (!input.options && taste.below(6) === 0) {
          listed.push(staleOf(input));
          const primitive = nextNode;
          nextNode += 1;
          const outputs = [{ name: input.type, type: input.type, widget: { name } }];
          drawn.nodes.push({
            id: primitive,
            type: 'PrimitiveNode',
            outputs,
            widgets_values: [value, 'fixed'],
          });
          inputs.push({ ...socket, link: route([primitive, 0], [Number(id), slot], input.type) });
        } else {
          listed.push(value);
          named[name] = value;
          if (sockets) inputs.push({ ...socket, link: null });
        }
        if (input.control || /^(noise_)?seed$/.test(input.name)) listed.push('randomize');
        if (input.upload) listed.push(input.upload);
        for (const more of (typeof value === 'string' && input.options?.get(value)) || [])
          add(more, `${name}.${more.name}`);
      };
      for (const input of defined(id)?.inputs ?? []) if (!input.grows) add(input, input.name);
      drawn.nodes.push({
        id: Number(id),
        type: graph[id]?.class_type,
        mode: 0,
        inputs,
        outputs: (defined(id)?.outputs ?? []).map((type) => ({ name: type, type, links: [] })),
        ...(listed.length > 0 && { widgets_values: taste.below(8) === 0 ? { ...named } : listed }),
        // By name, only those stand that are the node's own; the rest comes over links.
        ...(taste.below(8) === 0 && { widgets_values_named: named }),
        properties: { 'Node name for S&R': graph[id]?.class_type },
      });
    }

    if (packed.length > 0) {
      const inside = draw(packed, `${prefix}${hostId}:`, entering, leaving, depth + 1);
      const type = `${prefix}subgraph`;
      const names = [
        ...entering.map((_, index) => `in_${index}`),
        ...inside.shown.map((_, index) => `shown_${index}`),
      ];
      const types = [...entering, ...inside.shown].map((one) => one.type);
      subgraphs.push({
        id: type,
        name: `Part ${depth}`,
        nodes: inside.nodes,
        links: inside.links,
        inputs: names.map((name, index) => ({ name, type: types[index] })),
        outputs: leaving.map((one, index) => ({ name: `out_${index}`, type: one.type })),
      });
      const inputs = [
        ...entering.map((wire, index) => ({
          name: names[index],
          type: wire.type,
          link: route(origin(wire), [hostId, index], wire.type),
        })),
        ...inside.shown.map((one, index) => {
          const name = `shown_${index}`;
          return { name, type: one.type, widget: { name }, link: null };
        }),
      ];
      const manner = taste.below(3);
      const proxies = inside.shown.map(({ node, name }, index) =>
        manner === 1 ? ['-1', `shown_${index}`] : [node, name],
      );
      drawn.nodes.push({
        id: hostId,
        type,
        mode: 0,
        inputs,
        outputs: leaving.map((one, index) => ({ name: `out_${index}`, type: one.type })),
        widgets_values: inside.shown.map(({ value }) => value),
        properties: manner === 0 ? {} : { proxyWidgets: proxies },
      });
    }

    for (const [index, wire] of going.entries()) connect(origin(wire), [-20, index], wire.type);
    if (taste.yes()) drawn.nodes.push({ id: 9001, type: 'Note', mode: 0, widgets_values: ['look here'] });
    if (taste.yes())
      drawn.nodes.push({ id: 9002, type: 'SaveImage', mode: 2, inputs: [], widgets_values: ['muted'] });
    if (taste.yes()) drawn.nodes.reverse();
    return { ...drawn, shown };
  }

  const { nodes, links } = draw(Object.keys(graph), '', [], [], 0);
  const workflow = { version: objects ? 1 : 0.4, nodes, links, definitions: { subgraphs }, extra: {} };
  return { workflow, ids };
}

interface Shown {
  node: string;
  name: string;
  type: string;
  value: unknown;
}

function distinctSources(wires: Wire[]): Wire[] {
  return [...new Map(wires.map((wire) => [`${wire.from} ${wire.slot}`, wire])).values()];
}

/** What a widget still holds that no longer has the say. */
function staleOf({ type, choices }: InputDefinition): unknown {
  if (choices) return choices[0] ?? 'old.safetensors';
  return type === 'STRING' ? 'old' : type === 'BOOLEAN' ? false : 1;
}
