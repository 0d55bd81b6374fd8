/**
 * From the editor's format to the prompt a server takes, by the rules of the editor itself. What the file does not say
 * and cannot be known is said in words; nothing is guessed silently.
 */
import type { Text } from '../../core/card.ts';
import { type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import { type EditorNode, type EditorWorkflow, mode } from './editor.ts';
import { isVirtual, sourceOf } from './follow.ts';
import { openScopes, type Scope } from './scopes.ts';
import { readWidgets } from './widgets.ts';

/** Nodes of a pack that connect others while the editor prepares a run, and leave no link in the file. */
const handsOn = /^(Anything|Seed|Prompts) Everywhere/;

export interface Converted {
  graph: Graph;
  /** Why the graph would not do what the file's author meant. Empty: it does. */
  problems: Phrase[];
  /** What was decided on the way and is worth knowing. */
  notes: Phrase[];
}

/** @param definitions of the backend that is to run it: only it knows the names behind a file's values. */
export function convert(workflow: EditorWorkflow, definitions: Definitions): Converted {
  const nodes = new Map<string, Graph[string]>();
  const problems: Phrase[] = [];
  const notes: Phrase[] = [];
  const tell = (scope: Scope, node: EditorNode) => tellNode(workflow, scope, node);

  function emit(scope: Scope, node: EditorNode): void {
    const definition = definitions.get(node.type);
    const called = tell(scope, node);
    const widgets = readWidgets(node, definition);
    if (widgets.unknown)
      problems.push(
        say('{node} has values whose names only a server with {class} knows.', {
          node: called,
          class: node.type,
        }),
      );
    if (handsOn.test(node.type))
      problems.push(
        say('{node} hands its inputs on without links, which only its own editor code can follow.', {
          node: called,
        }),
      );
    for (const doubt of widgets.doubts) notes.push(say('{node}: {doubt}.', { node: called, doubt }));
    const values = new Map([...widgets.values, ...(scope.host?.values.widgets.get(node.id) ?? [])]);
    const inputs = new Map([...values].map(([name, value]) => [name, literal(value)]));
    for (const [slot, { name, type }] of node.inputs.entries()) {
      const source = sourceOf(scope, node, slot);
      if (source.from === 'node') inputs.set(name, [`${source.scope.prefix}${source.node.id}`, source.slot]);
      if (source.from === 'value') inputs.set(name, literal(source.value));
      if (source.from === 'muted') {
        inputs.delete(name);
        const other = tell(source.scope, source.node);
        notes.push(
          say('{node}: {input} is left out, because {other} is muted.', { node: called, input: name, other }),
        );
      }
      if (source.from === 'unknown') {
        const values = { node: called, input: name || type, why: source.because };
        problems.push(say('{node}: {input} is not connected: {why}.', values));
      }
    }
    const title = node.title || definition?.title || node.type;
    // From entries, so that no name in the file can be taken for something else.
    const entry = { class_type: node.type, inputs: Object.fromEntries(inputs), _meta: { title } };
    nodes.set(`${scope.prefix}${node.id}`, entry);
  }

  function walk(scope: Scope): void {
    for (const node of scope.nodes.values()) {
      if (isVirtual(node)) continue;
      if (node.mode === mode.muted || node.mode === mode.bypassed) continue;
      const inner = scope.inner.get(node.id);
      if (inner) walk(inner);
      else emit(scope, node);
    }
  }

  walk(openScopes(workflow, definitions));
  const graph: Graph = Object.fromEntries(nodes);
  dropLoose(graph);
  return { graph, problems, notes };
}

function tellNode(workflow: EditorWorkflow, scope: Scope, node: EditorNode): Text {
  const type = workflow.subgraphs.get(node.type)?.name || node.type;
  const name = node.title && node.title !== type ? `${node.title} (${type})` : type;
  const id = `${scope.prefix}${node.id}`;
  return scope.title === ''
    ? say('node {id} {name}', { id, name })
    : say('node {id} {name} in "{title}"', { id, name, title: scope.title });
}

/** In a prompt a bare list is a link, so a list that is a value is wrapped. */
function literal(value: unknown): unknown {
  return Array.isArray(value) ? { __value__: value } : value;
}

/** Links to nodes that are not in the prompt. */
function dropLoose(graph: Graph): void {
  for (const { inputs } of Object.values(graph)) {
    for (const [name, value] of Object.entries(inputs)) {
      if (Array.isArray(value) && !Object.hasOwn(graph, String(value[0]))) delete inputs[name];
    }
  }
}
