/**
 * What a node class is: the inputs it declares, the outputs it has, and what running it does.
 * `/object_info`, validation and execution all read the same declaration.
 */
import type { Graph } from '../engine/graph.ts';
import type { UiOutput } from '../engine/queue.ts';
import type { Files } from '../files.ts';
import type { VersionSwitches } from '../version.ts';
import type { Inputs, Value } from './values.ts';

export interface InputSpec {
  type: string;
  /** The values of a combo; `type` is then COMBO. */
  choices?: () => readonly string[];
  /** The keys of a dynamic combo and the inputs each of them brings along, named `<input>.<name>`. */
  branches?: Record<string, Record<string, InputSpec>>;
  required: boolean;
  options?: Record<string, unknown>;
}

/** A picture on its way to the client while a node still runs. */
export interface Preview {
  format: 'JPEG' | 'PNG';
  bytes: Buffer;
}

/** What a running node can do besides computing. */
export interface NodeRun {
  files: Files;
  /** The graph and the extra data, for those who write them into files. */
  graph: Graph;
  extraPngInfo: Record<string, unknown>;
  /** Five letters that stay the same while this node stays in the prompts. */
  tempLetters: string;
  previews: boolean;
  /** One sampler step's time. Throws when the run was interrupted. */
  step(value: number, max: number, preview: (() => Promise<Preview>) | null): Promise<void>;
  /** Reports progress without taking time. Throws when the run was interrupted. */
  progress(value: number, max: number, preview: Preview | null): void;
  /** A text event; always goes to everybody. */
  say(text: string): void;
}

export interface NodeResult {
  values?: Value[];
  ui?: UiOutput;
}

export interface NodeClass {
  name: string;
  title: string | null;
  module: string;
  category: string;
  /** V1 and V3 nodes describe themselves differently in object_info. */
  api: 'v1' | 'v3';
  inputs: Record<string, InputSpec>;
  hidden: readonly string[];
  outputs: readonly (readonly [type: string, name: string])[];
  outputNode: boolean;
  /** Makes the result depend on more than the inputs. */
  fingerprint?(inputs: Inputs): unknown;
  /** true, or the reason why a value is refused. Takes the place of the checks of that input. */
  check?: { input: string; accepts(value: unknown): true | string };
  run(inputs: Inputs, run: NodeRun): Promise<NodeResult> | NodeResult;
}

/** What the declarations of a server's nodes depend on. */
export interface NodeSetting {
  version: VersionSwitches;
  files: Files;
  /** Model files of a folder. */
  models(folder: string): string[];
  /** Names in the input folder. They are looked up before object_info and validation. */
  inputFiles(): string[];
  ffmpeg: string | null;
}

type Declaration = Omit<NodeClass, 'api' | 'hidden' | 'outputNode' | 'title' | 'outputs' | 'inputs'> & {
  title?: string;
  /** `moved`: V1 in the old version, V3 in the modern one. */
  api: 'v1' | 'v3' | 'moved';
  inputs: Record<string, InputSpec>;
  outputs?: readonly (string | readonly [type: string, name: string])[];
  hidden?: readonly string[];
  /** An output node that saves or shows what it is given; the modern version hands that on. */
  shows?: readonly [type: string, name: string];
  outputNode?: boolean;
};

export function defineNode(version: VersionSwitches, declared: Declaration): NodeClass {
  const { shows, outputs = [], api, title, hidden = [], outputNode, ...rest } = declared;
  const passedOn = shows !== undefined && version.saveNodesReturn ? [shows] : [];
  return {
    ...rest,
    title: title ?? null,
    api: api === 'moved' ? (version.modern ? 'v3' : 'v1') : api,
    hidden,
    outputs: [
      ...outputs.map((output) => (typeof output === 'string' ? ([output, output] as const) : output)),
      ...passedOn,
    ],
    outputNode: outputNode ?? shows !== undefined,
  };
}

type Options = Record<string, unknown>;

const spec = (type: string, options?: Options): InputSpec => ({
  type,
  required: true,
  ...(options === undefined ? {} : { options }),
});

export const link = (type: string): InputSpec => spec(type);
export const int = (def: number, min: number | bigint, max: number | bigint, more: Options = {}): InputSpec =>
  spec('INT', { default: def, min, max, ...more });
export const float = (
  def: number,
  min: number,
  max: number | bigint,
  step: number,
  more: Options = {},
): InputSpec => spec('FLOAT', { default: def, min, max, step, ...more });
export const text = (options?: Options): InputSpec => spec('STRING', options);
export const flag = (def: boolean, more: Options = {}): InputSpec =>
  spec('BOOLEAN', { ...more, default: def });
export const seed = (): InputSpec => int(0, 0, 18_446_744_073_709_551_615n, { control_after_generate: true });
export const other = spec;

export function combo(choices: readonly string[] | (() => readonly string[]), options?: Options): InputSpec {
  return { ...spec('COMBO', options), choices: typeof choices === 'function' ? choices : () => choices };
}

export const dynamicCombo = (branches: Record<string, Record<string, InputSpec>>): InputSpec => ({
  ...spec('COMFY_DYNAMICCOMBO_V3'),
  branches,
});

export const optional = (input: InputSpec): InputSpec => ({ ...input, required: false });
