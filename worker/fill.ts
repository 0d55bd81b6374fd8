/**
 * The graph to submit: the workflow's, with the request's values set at their targets. A value is only ever the one
 * value of its inputs; no text of the graph is replaced, so nothing a person types can become something else.
 */
import { UserError } from '../core/errors.ts';
import { splitTarget } from '../core/library/targets.ts';
import { say, told } from '../core/say.ts';
import { isShape, pixels } from '../core/sizes.ts';
import { checkValue, fileWords } from '../core/values.ts';
import {
  type FileInput,
  type Graph,
  type Input,
  isFileInput,
  type Values,
  type Workflow,
} from '../core/workflow.ts';

export interface FillOptions {
  workflow: Pick<Workflow, 'title' | 'inputs' | 'graph'>;
  /** Checked again here: the record may have been written by other code than this. */
  values: Values;
  /**
   * What the names of saved files begin with. One that no earlier submission had makes the saving nodes run again
   * even when everything before them comes from ComfyUI's cache: a cached one would name files that may be gone.
   */
  filePrefix: string;
  /** What the backend calls the files that were handed to it, by their keys in the media store. */
  handed?: ReadonlyMap<string, string>;
}

/** @throws UserError naming the input, what it must be, and the value. */
export function fillGraph({ workflow, values, filePrefix, handed }: FillOptions): Graph {
  const { title, inputs } = workflow;
  const graph = structuredClone(workflow.graph);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(inputs, name))
      throw new UserError(say('{title} has no input called {name}.', { title, name }));
  }
  for (const [name, input] of Object.entries(inputs)) {
    if (isFileInput(input)) {
      const file = handedFile(name, input, values, handed);
      for (const target of input.to) if (file !== undefined) set(graph, target, file);
      continue;
    }
    const value = inputValue(name, input, values);
    for (const [target, part] of partsOf(input, value)) set(graph, target, part);
  }
  for (const node of Object.values(graph)) {
    if (typeof node.inputs.filename_prefix === 'string') node.inputs.filename_prefix = filePrefix;
  }
  return graph;
}

type Value = Values[string];
type PlainInput = Exclude<Input, FileInput>;

/** Undefined where none was given, and none must be. */
function handedFile(
  name: string,
  input: FileInput,
  values: Values,
  handed: FillOptions['handed'],
): string | undefined {
  const key = Object.hasOwn(values, name) ? values[name] : undefined;
  if (key === undefined) {
    if (input.required)
      throw new UserError(
        say('{name} is missing: {file} has to be attached.', { name, file: told(fileWords[input.type]) }),
      );
    return undefined;
  }
  checkValue(name, input, key);
  const file = handed?.get(String(key));
  if (file === undefined)
    throw new Error(`${name} was not handed to the backend before its graph was filled`);
  return file;
}

function inputValue(name: string, input: PlainInput, values: Values): Value {
  const given = Object.hasOwn(values, name) ? values[name] : undefined;
  const value = given ?? (input.type === 'seed' ? undefined : input.default);
  // A seed chosen here would make a different picture each time the job is taken up.
  if (value === undefined)
    throw new UserError(say('{name} has no value; it is chosen when a render is asked for.', { name }));
  checkValue(name, input, value);
  return value;
}

/** Which value goes where: a size is a width and a height. */
function partsOf(input: PlainInput, value: Value): [target: string, value: Value][] {
  if (input.type !== 'size') return input.to.map((target) => [target, value]);
  if (typeof value !== 'string' || !isShape(value)) return [];
  const { width, height } = pixels(value, input.edge, input.multiple);
  const to =
    (part: number) =>
    (target: string): [string, Value] => [target, part];
  return [...input.width.map(to(width)), ...input.height.map(to(height))];
}

function set(graph: Graph, target: string, value: Value): void {
  const { node, input } = splitTarget(target);
  const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
  // The library has checked this when the workflow was read.
  if (!found) throw new Error(`the graph has no node ${node}, which ${target} names`);
  found.inputs[input] = value;
}
