/**
 * Puts LoRAs into a graph: between what loads the model and its text encoder, and everything that uses them. LoRAs that the
 * graph loads by itself stay, behind the new ones.
 */
import type { LoraTag } from '../../core/loras.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import { type Link, openWiring, type Wiring } from './wiring.ts';

/** A LoRA by the name the server has for its file. */
export interface KnownLora extends Omit<LoraTag, 'name'> {
  file: string;
}

/** Null when the graph loads no model. */
export function insertLoras(
  graph: Graph,
  loras: readonly KnownLora[],
  definitions: Definitions,
): Graph | null {
  const wiring = openWiring(graph, definitions);
  const models = sources(wiring, 'MODEL');
  if (models.length === 0) return null;
  const clips = sources(wiring, 'CLIP');
  const result = structuredClone(graph);
  for (const { model, clip } of paired(models, clips)) {
    let ends = { model, clip };
    for (const lora of loras) ends = addLoader(result, ends, lora);
    relink(result, graph, model, ends.model);
    if (clip && ends.clip) relink(result, graph, clip, ends.clip);
  }
  return result;
}

/** Outputs of this type that come from a loader: from a node that is given nothing of the kind. */
function sources(wiring: Wiring, type: 'MODEL' | 'CLIP'): Link[] {
  const linksOf = (node: string) =>
    wiring.inputsOf(node).flatMap(([name]) => wiring.linkOf(node, name) ?? []);
  const used = wiring.ids.flatMap(linksOf).filter((link) => wiring.typeOf(link) === type);
  const loaded = used.filter(({ node }) => linksOf(node).every((link) => wiring.typeOf(link) !== type));
  return [...new Map(loaded.map((link) => [`${link.slot} ${link.node}`, link])).values()];
}

interface Pair {
  model: Link;
  clip: Link | null;
}

/** Each model with the text encoder that comes with it; one that is loaded by itself goes with the first that has none. */
function paired(models: readonly Link[], clips: readonly Link[]): Pair[] {
  const own = new Map(models.map((model) => [model, clips.find(({ node }) => node === model.node) ?? null]));
  const alone = clips.filter((clip) => ![...own.values()].includes(clip));
  return models.map((model) => ({ model, clip: own.get(model) ?? alone.shift() ?? null }));
}

function addLoader(graph: Graph, { model, clip }: Pair, { file, ...strength }: KnownLora): Pair {
  let count = 1;
  while (Object.hasOwn(graph, `lora-${count}`)) count += 1;
  const id = `lora-${count}`;
  graph[id] = {
    class_type: clip ? 'LoraLoader' : 'LoraLoaderModelOnly',
    inputs: {
      model: [model.node, model.slot],
      ...(clip && { clip: [clip.node, clip.slot] }),
      lora_name: file,
      strength_model: strength.model,
      ...(clip && { strength_clip: strength.clip ?? strength.model }),
    },
    _meta: { title: `LoRA ${file.replace(/^.*[\\/]/, '')}` },
  };
  return { model: { node: id, slot: 0 }, clip: clip && { node: id, slot: 1 } };
}

/** What was linked to the one in the graph as it was is linked to the other. */
function relink(result: Graph, before: Graph, from: Link, to: Link): void {
  for (const [node, { inputs }] of Object.entries(before)) {
    for (const [name, value] of Object.entries(inputs)) {
      if (!Array.isArray(value) || value[0] !== from.node || value[1] !== from.slot) continue;
      const changed = result[node];
      if (changed) changed.inputs[name] = [to.node, to.slot];
    }
  }
}
