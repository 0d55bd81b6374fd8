/** What a graph needs of the server that runs it: classes of nodes and model files, and what a given server lacks. */
import { distance } from 'fastest-levenshtein';
import type { Graph } from '../../core/workflow.ts';
import { isModelFile, modelFolder, nearest } from '../comfyui/models.ts';
import type { Definitions } from './definitions.ts';
import { type Pack, packOf } from './packs.ts';

export interface ModelFile {
  name: string;
  /** Under ComfyUI's `models`; null where the loader is not one we know. */
  folder: string | null;
  node: string;
  input: string;
}

export interface Needs {
  /** By class, the nodes of it. */
  classes: Map<string, string[]>;
  models: ModelFile[];
}

export interface Lacks {
  classes: { name: string; nodes: string[]; pack: Pack | null; closest: string | null }[];
  models: (ModelFile & { closest: string[] })[];
}

export function needsOf(graph: Graph): Needs {
  const classes = new Map<string, string[]>();
  const models = new Map<string, ModelFile>();
  for (const [node, { class_type, inputs }] of Object.entries(graph)) {
    classes.set(class_type, [...(classes.get(class_type) ?? []), node]);
    for (const [input, value] of Object.entries(inputs)) {
      if (!isModelFile(value)) continue;
      const folder = modelFolder(class_type, input);
      const key = `${folder ?? `${class_type}.${input}`} ${value}`;
      if (!models.has(key)) models.set(key, { name: value, folder, node, input });
    }
  }
  return { classes, models: [...models.values()] };
}

/**
 * Nothing is said of a model whose loader the server does not have, or for which it gives no list.
 * @param named packs by class, as the file itself says.
 */
export function lacksOf(
  graph: Graph,
  definitions: Definitions,
  named: ReadonlyMap<string, Pack> = new Map(),
): Lacks {
  const needs = needsOf(graph);
  const classes = [...needs.classes]
    .filter(([name]) => !definitions.has(name))
    .map(([name, nodes]) => ({
      name,
      nodes,
      pack: packOf(name) ?? named.get(name) ?? null,
      closest: closestClass(name, definitions),
    }));
  const models = needs.models.flatMap((model) => {
    const choices = definitions
      .get(graph[model.node]?.class_type ?? '')
      ?.inputs.find(({ name }) => name === model.input)?.choices;
    const names = choices?.filter((one): one is string => typeof one === 'string');
    // Servers on Windows list folders with backslashes.
    const plain = (name: string) => name.replaceAll('\\', '/');
    if (!names || names.some((name) => plain(name) === plain(model.name))) return [];
    return [
      {
        ...model,
        closest: nearest(model.name, names).filter((name) => isAlike(bare(name), bare(model.name))),
      },
    ];
  });
  return { classes, models };
}

/** A class that was renamed or misspelt; one that only sounds like it is of no help. */
function closestClass(name: string, definitions: Definitions): string | null {
  const [best] = nearest(name, [...definitions.keys()], 1);
  return best && isAlike(best, name, 0.2) ? best : null;
}

/** Without folder and ending, which all have in common. */
function bare(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
}

function isAlike(a: string, b: string, share = 0.5): boolean {
  return distance(a.toLowerCase(), b.toLowerCase()) <= Math.max(a.length, b.length) * share;
}

/** `needs flux1-dev.safetensors in models/diffusion_models; closest: flux1-schnell.safetensors`. */
export function tellLacks({ classes, models }: Lacks): string[] {
  return [
    ...classes.map(({ name, nodes, pack, closest }) => {
      const where = pack ? `it comes with ${pack.name} (${pack.url})` : 'its pack is not known';
      const like = closest ? `; closest: ${closest}` : '';
      return `needs the node ${name} (${nodes.length === 1 ? `node ${nodes[0]}` : `nodes ${nodes.join(', ')}`}); ${where}${like}`;
    }),
    ...models.map(({ name, folder, closest }) => {
      const like = closest.length > 0 ? `; closest: ${closest.join(', ')}` : '';
      return `needs ${name}${folder ? ` in models/${folder}` : ''}${like}`;
    }),
  ];
}
