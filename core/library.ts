/**
 * The workflow library: the files of `workflows/`, read and checked.
 *
 * A workflow is `<name>.json` (the graph in ComfyUI's API format) with `<name>.yaml` beside it (title, inputs).
 * A file that cannot be used is kept as a fault with a reason, so that asking for it gets a clear answer and the
 * others work on.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { toError } from './errors.ts';
import { parseJson } from './json.ts';
import { type Graph, graphSchema, type Input, type Workflow, workflowSchema } from './workflow.ts';

export interface Library {
  /** In the order people see them; the first is the default. */
  all(): Workflow[];
  get(name: string): Workflow | undefined;
  /** Names of files that cannot be used, with the reason. */
  faults(): Map<string, string>;
  reload(): Promise<void>;
}

const largestFile = 4_000_000;

export async function openLibrary(folder: string): Promise<Library> {
  let workflows: Workflow[] = [];
  let faults = new Map<string, string>();

  async function reload(): Promise<void> {
    const found: Workflow[] = [];
    const broken = new Map<string, string>();
    const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
    for (const file of files) {
      const name = basename(file, '.json');
      try {
        found.push(await readWorkflow(folder, name));
      } catch (thrown) {
        broken.set(name, thrown instanceof z.ZodError ? z.prettifyError(thrown) : toError(thrown).message);
      }
    }
    workflows = found.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
    faults = broken;
  }

  await reload();
  return {
    all: () => workflows,
    get: (name) => workflows.find((workflow) => workflow.name === name),
    faults: () => faults,
    reload,
  };
}

async function readWorkflow(folder: string, name: string): Promise<Workflow> {
  const graphText = await readText(join(folder, `${name}.json`));
  let graphJson: unknown;
  try {
    graphJson = parseJson(graphText);
  } catch (thrown) {
    throw new Error(`${name}.json is not valid JSON: ${toError(thrown).message}`);
  }
  if (typeof graphJson === 'object' && graphJson !== null && 'nodes' in graphJson) {
    throw new Error(
      `${name}.json is saved in the editor's format; export it with "Export (API)" in ComfyUI.`,
    );
  }
  const graph = graphSchema.parse(graphJson);
  const sideText = await readText(join(folder, `${name}.yaml`)).catch(() => {
    throw new Error(`${name}.yaml is missing; it names the inputs people may set.`);
  });
  const side: unknown = parseYaml(sideText);
  const version = createHash('sha256')
    .update(JSON.stringify([graph, side]))
    .digest('hex')
    .slice(0, 16);
  const workflow = workflowSchema.parse({ ...z.looseObject({}).parse(side), name, graph, version });
  checkTargets(workflow.inputs, graph);
  return workflow;
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.length > largestFile)
    throw new Error(`${basename(path)} is ${bytes.length} bytes; at most ${largestFile} are read.`);
  return bytes.toString('utf8');
}

/** Where an input's value goes, as node id and input name. The node id is everything before the first dot. */
export function splitTarget(target: string): { node: string; input: string } {
  const dot = target.indexOf('.');
  return { node: target.slice(0, dot), input: target.slice(dot + 1) };
}

export function targetsOf(input: Input): string[] {
  return input.type === 'size' ? [...input.width, ...input.height] : input.to;
}

function checkTargets(inputs: Record<string, Input>, graph: Graph): void {
  for (const [name, input] of Object.entries(inputs)) {
    for (const target of targetsOf(input)) {
      const { node, input: field } = splitTarget(target);
      const found = graph[node];
      if (!found) throw new Error(`input "${name}" goes to "${target}", but the graph has no node ${node}.`);
      if (!Object.hasOwn(found.inputs, field)) {
        throw new Error(
          `input "${name}" goes to "${target}", but node ${node} (${found.class_type}) has no input ${field}.`,
        );
      }
      if (Array.isArray(found.inputs[field])) {
        throw new Error(`input "${name}" goes to "${target}", which is linked to another node in the graph.`);
      }
    }
  }
}
