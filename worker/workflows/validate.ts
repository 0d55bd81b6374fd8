/**
 * Would this server take the graph? The same questions it asks itself when a prompt arrives, asked before anybody waits:
 * what is required, whether types fit, whether values are in range and in the list.
 */
import { type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import { isModelFile } from '../comfyui/models.ts';
import type { Definitions, InputDefinition, NodeDefinition } from './definitions.ts';
import { fits } from './follow.ts';
import { ancestors } from './samplers.ts';
import { openWiring, readLink } from './wiring.ts';

/** Why a graph would not do what its author meant. */
export interface Problem {
  text: Phrase;
  /** The one input it is about, as `<node id>.<input name>`. */
  target: string | null;
}

/** What is wrong, in words. Missing classes and model files are not among it: those are needs. */
export function validate(graph: Graph, definitions: Definitions): Problem[] {
  const problems: Problem[] = [];
  const used = leadingToOutput(graph, definitions);
  for (const [id, node] of Object.entries(graph)) {
    // What leads to no output is not run, and nobody asks whether it could be.
    if (!used.has(id)) continue;
    const definition = definitions.get(node.class_type);
    if (!definition) continue;
    const tell = (input: string, what: Phrase) =>
      problems.push({
        text: say('node {node} ({class}): {input} {what}', {
          ...{ node: id, class: node.class_type, input, what },
        }),
        target: `${id}.${input}`,
      });
    for (const input of inputsIn(definition.inputs, node.inputs)) {
      const value = Object.hasOwn(node.inputs, input.name) ? node.inputs[input.name] : undefined;
      if (value === undefined) {
        if (input.required && !input.grows) tell(input.name, say('is missing'));
        continue;
      }
      const wrong = Array.isArray(value)
        ? wrongLink(graph, definitions, { input, value })
        : wrongValue(input, value);
      if (wrong) tell(input.name, wrong);
    }
  }
  if (Object.keys(graph).length === 0) problems.push({ text: say('the graph is empty'), target: null });
  else if (used.size === 0) problems.push({ text: say('no node saves or shows anything'), target: null });
  return problems;
}

/** A class that is not known may be one that saves something. */
function leadingToOutput(graph: Graph, definitions: Definitions): Set<string> {
  const wiring = openWiring(graph, definitions);
  const ends = wiring.ids.filter((id) => definitions.get(wiring.classOf(id))?.isOutput !== false);
  return new Set(ends.flatMap((id) => [id, ...ancestors(wiring, id)]));
}

/** With the inputs that the chosen option of a dynamic combo brings. */
function inputsIn(
  inputs: NodeDefinition['inputs'],
  values: Record<string, unknown>,
  prefix = '',
): InputDefinition[] {
  return inputs.flatMap((input) => {
    const name = `${prefix}${input.name}`;
    const chosen = Object.hasOwn(values, name) ? values[name] : undefined;
    const more = typeof chosen === 'string' ? input.options?.get(chosen) : undefined;
    // One that grows is checked by its parts, which only the server can name.
    return [{ ...input, name }, ...(more ? inputsIn(more, values, `${name}.`) : [])];
  });
}

function wrongLink(
  graph: Graph,
  definitions: Definitions,
  { input, value }: { input: InputDefinition; value: unknown[] },
): Phrase | null {
  const link = readLink(value);
  if (!link) return say('is a list, which is no link; a list as a value has to be wrapped');
  const origin = Object.hasOwn(graph, link.node) ? graph[link.node] : undefined;
  if (!origin) return say('is linked to node {node}, which is not there', { node: link.node });
  const outputs = definitions.get(origin.class_type)?.outputs;
  if (!outputs) return null;
  const type = outputs[link.slot];
  if (type === undefined)
    return say('is linked to output {slot} of node {node}, which has {n}', {
      slot: String(link.slot),
      node: link.node,
      n: outputs.length,
    });
  return fits(type, input.type) || input.options || input.choices
    ? null
    : say('takes {type}, and node {node} gives {other}', { type: input.type, node: link.node, other: type });
}

function wrongValue(
  { type, choices, min, max, options, upload }: InputDefinition,
  value: unknown,
): Phrase | null {
  const said = JSON.stringify(value)?.slice(0, 60) ?? '';
  if (type === 'INT' || type === 'FLOAT') {
    const number =
      typeof value === 'boolean'
        ? Number(value)
        : typeof value === 'string'
          ? Number(value || Number.NaN)
          : value;
    if (typeof number !== 'number' || Number.isNaN(number))
      return say('must be a number, got {value}', { value: said });
    if (min !== null && number < min)
      return say('must be at least {min}, got {value}', { min: String(min), value: said });
    if (max !== null && number > max)
      return say('must be at most {max}, got {value}', { max: String(max), value: said });
  }
  // A file that is loaded is attached by whoever asks; the author's own is hardly there.
  if (upload) return null;
  if (
    choices &&
    choices.length > 0 &&
    !isModelFile(value) &&
    !choices.includes(value) &&
    typeof value !== 'object'
  ) {
    const shown = choices.slice(0, 8).join(', ');
    const list = choices.length > 8 ? `${shown}, …` : shown;
    return options
      ? say("must be one of the server's options ({list}), got {value}", { list, value: said })
      : say("must be one of the server's choices ({list}), got {value}", { list, value: said });
  }
  return null;
}
