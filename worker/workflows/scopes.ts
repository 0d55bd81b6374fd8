/**
 * The scopes of a workflow: the graph itself, and one for each place where a subgraph stands, with the values its host
 * gives to what is inside. A host that is muted or bypassed has no scope: nothing in it runs.
 */

import { UserError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import type { Definitions } from './definitions.ts';
import {
  boundary,
  type EditorGraph,
  type EditorNode,
  type EditorWorkflow,
  limits,
  mode,
  type Subgraph,
} from './editor.ts';
import { openGroup } from './groups.ts';

export interface Scope extends EditorGraph {
  /** What stands before the ids of its nodes in the prompt: `""`, `"5:"`, `"5:7:"`. */
  prefix: string;
  /** What the subgraph is called, for people; empty for the workflow itself. */
  title: string;
  /** The node that stands for it, in the scope around it. */
  host: { scope: Scope; node: EditorNode; subgraph: Subgraph; values: HostValues } | null;
  /** The scopes of the hosts that stand in this one, by node id. */
  inner: Map<string, Scope>;
}

/** What a host sets inside: by the name of the subgraph's input, and by a node's id and its widget's name. */
export interface HostValues {
  inputs: Map<string, unknown>;
  widgets: Map<string, Map<string, unknown>>;
}

/** @throws UserError when a subgraph holds itself, or when there is more than anybody would draw. */
export function openScopes(workflow: EditorWorkflow, definitions: Definitions): Scope {
  let count = 0;

  function subgraphOf(node: EditorNode): { subgraph: Subgraph; values: HostValues } | null {
    const found = workflow.subgraphs.get(node.type);
    if (found) return { subgraph: found, values: hostValues(node, found) };
    const name = /^workflow[>/](.+)$/s.exec(node.type)?.[1];
    const group = name === undefined ? undefined : workflow.groups.get(name);
    return name && group ? openGroup(name, group, node, definitions) : null;
  }

  function open(
    graph: EditorGraph,
    prefix: string,
    title: string,
    host: Scope['host'],
    above: string[],
  ): Scope {
    const scope: Scope = { nodes: graph.nodes, links: graph.links, prefix, title, host, inner: new Map() };
    for (const node of graph.nodes.values()) {
      count += 1;
      if (count > limits.nodes)
        throw new UserError(
          say('With its subgraphs the workflow has more than {n} nodes.', { n: limits.nodes }),
        );
      const found = subgraphOf(node);
      if (!found || node.mode === mode.muted || node.mode === mode.bypassed) continue;
      const { subgraph } = found;
      const called = subgraph.name || node.title || node.type;
      if (above.includes(subgraph.id))
        throw new UserError(say('The subgraph "{title}" holds itself.', { title: called }));
      if (above.length >= limits.nesting)
        throw new UserError(say('Subgraphs are nested more than {n} deep.', { n: limits.nesting }));
      const values = merge(found.values, subgraph, host?.values.widgets.get(node.id));
      const inside = open(subgraph, `${prefix}${node.id}:`, called, { scope, node, subgraph, values }, [
        ...above,
        subgraph.id,
      ]);
      scope.inner.set(node.id, inside);
    }
    return scope;
  }

  return open(workflow, '', '', null, []);
}

const proxySource = /^\s*(\d+)\s*:\s*(.+)$/s;

/**
 * Which widgets a host shows, and with what values, has been saved in three ways: a list of `[node, widget]` with the
 * values in the same order; the same with node -1 for an input of the subgraph; and today nothing but the values, in
 * the order of the inputs that have a widget.
 */
function hostValues(node: EditorNode, subgraph: Subgraph): HostValues {
  const values: HostValues = { inputs: new Map(), widgets: new Map() };
  const list = Array.isArray(node.widgets_values) ? node.widgets_values : [];
  const shown = readProxies(node.properties.proxyWidgets);
  if (shown.length > 0) {
    for (const [index, [source, name]] of shown.entries()) {
      const value = list[index];
      if (value === undefined || value === null) continue;
      if (source === '-1') values.inputs.set(name, value);
      else setWidget(values, source, name, value);
    }
  } else {
    const promoted = promotedInputs(node, subgraph);
    for (const [index, name] of promoted.entries()) {
      const value = list[index];
      if (value !== undefined && value !== null) values.inputs.set(name, value);
    }
  }
  const named =
    node.widgets_values_named ?? (Array.isArray(node.widgets_values) ? null : node.widgets_values);
  for (const [name, value] of Object.entries(named ?? {})) values.inputs.set(name, value);
  return values;
}

function readProxies(given: unknown): [source: string, name: string][] {
  if (!Array.isArray(given)) return [];
  return given.map((one) => (Array.isArray(one) ? [String(one[0]), String(one[1])] : ['', '']));
}

function setWidget(values: HostValues, node: string, name: string, value: unknown): void {
  const widgets = values.widgets.get(node) ?? new Map<string, unknown>();
  widgets.set(name, value);
  values.widgets.set(node, widgets);
}

/** The subgraph's inputs that show a widget, in their order. */
function promotedInputs(host: EditorNode, { inputs, links, nodes }: Subgraph): string[] {
  const marked = host.inputs.filter(({ widget }) => widget).map(({ name }) => name);
  if (marked.length > 0) return marked;
  const shown = new Set<number>();
  for (const link of links.values()) {
    const target = link.from === boundary.inputs ? nodes.get(link.to)?.inputs[link.toSlot] : undefined;
    if (target?.widget) shown.add(link.fromSlot);
  }
  return inputs.filter((_, index) => shown.has(index)).map(({ name }) => name);
}

/** What the host's own host shows of it: by an input's name, or by a widget deeper inside as `12: steps`. */
function merge(own: HostValues, { inputs }: Subgraph, outer: Map<string, unknown> | undefined): HostValues {
  for (const [name, value] of outer ?? []) {
    const deeper = proxySource.exec(name);
    if (inputs.some((input) => input.name === name) || !deeper) own.inputs.set(name, value);
    else setWidget(own, deeper[1] ?? '', deeper[2] ?? '', value);
  }
  return own;
}
