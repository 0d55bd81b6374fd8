/**
 * What a backend says its node classes are (`GET /object_info`), read once into one shape.
 *
 * A list of choices comes in two encodings and moves from one to the other between releases of ComfyUI; nobody behind
 * this file sees the difference. A class or an input we cannot read is left out, as if the backend did not have it.
 */
import { z } from 'zod';

export interface InputDefinition {
  name: string;
  required: boolean;
  /** `COMBO` whatever the encoding; several types are joined by commas, `*` takes anything. */
  type: string;
  /** What the editor shows to set it: a primitive type, `COMBO`, a type of the editor's own; null: a socket only. */
  widget: string | null;
  /** The values of a COMBO. */
  choices: unknown[] | null;
  default: unknown;
  min: number | null;
  max: number | null;
  step: number | null;
  multiline: boolean;
  /** The editor keeps another value behind this one: what becomes of it after a run. Null: not said. */
  control: boolean | null;
  /** What is uploaded into it: `image`, `video`, `audio`, `file`. */
  upload: string | null;
  /** Of a dynamic combo: the inputs that come with each choice. */
  options: Map<string, InputDefinition[]> | null;
  /** Of a growing list of inputs (`images.image0`, `images.image1`, …). */
  grows: boolean;
  advanced: boolean;
}

export interface NodeDefinition {
  name: string;
  title: string;
  /** In the order of the editor: required ones first. */
  inputs: InputDefinition[];
  outputs: string[];
  /** Saves or shows something: a graph without such a node does nothing. */
  isOutput: boolean;
  /** Where the class comes from: `nodes`, `comfy_extras.…`, `custom_nodes.<folder>`. */
  module: string;
}

/** By class name. */
export type Definitions = ReadonlyMap<string, NodeDefinition>;

const specSchema = z.tuple([z.union([z.string(), z.array(z.unknown())]), z.looseObject({}).catch({})]);
const specsSchema = z.record(z.string(), z.unknown()).catch({});
const optionSchema = z.looseObject({
  key: z.string(),
  inputs: z
    .looseObject({ required: specsSchema, optional: specsSchema })
    .catch({ required: {}, optional: {} }),
});

const order = z.array(z.string()).catch([]);
const classSchema = z.looseObject({
  display_name: z.string().min(1).optional().catch(undefined),
  input: z.looseObject({ required: specsSchema, optional: specsSchema }),
  input_order: z.looseObject({ required: order, optional: order }).catch({ required: [], optional: [] }),
  output: z.array(z.unknown()).catch([]),
  output_node: z.boolean().catch(false),
  python_module: z.string().catch(''),
});

/** Types that the editor has a widget for although they are not among the five every node uses. */
const editorWidgets = new Set([
  'COLOR',
  'COLORS',
  'CURVE',
  'BOUNDING_BOX',
  'BOUNDING_BOXES',
  'LOAD_3D',
  'LOAD_3D_ANIMATION',
  'IMAGECOMPARE',
  'COMPOSITOR',
  'WEBCAM',
  'AUDIO_RECORD',
]);
const dynamicCombo = 'COMFY_DYNAMICCOMBO_V3';
const plainWidgets = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO', dynamicCombo]);
const growing = /^COMFY_AUTOGROW/;

/** Dynamic combos may hold others; deeper than this nobody nests them on purpose. */
const deepestOptions = 8;

export function readDefinitions(objectInfo: unknown): Definitions {
  const definitions = new Map<string, NodeDefinition>();
  for (const [name, given] of Object.entries(z.record(z.string(), z.unknown()).parse(objectInfo))) {
    const parsed = classSchema.safeParse(given).data;
    if (!parsed) continue;
    const { required, optional } = parsed.input;
    definitions.set(name, {
      name,
      title: parsed.display_name ?? name,
      inputs: [
        ...readInputs(required, { required: true, order: parsed.input_order.required }),
        ...readInputs(optional, { required: false, order: parsed.input_order.optional }),
      ],
      outputs: parsed.output.map((type) => (typeof type === 'string' ? type : 'COMBO')),
      isOutput: parsed.output_node,
      module: parsed.python_module,
    });
  }
  return definitions;
}

interface Section {
  required: boolean;
  order?: string[];
  depth?: number;
}

function readInputs(specs: Record<string, unknown>, section: Section): InputDefinition[] {
  const named = (section.order ?? []).filter((name) => Object.hasOwn(specs, name));
  const names = new Set([...named, ...Object.keys(specs)]);
  return [...names]
    .map((name) => readInput(name, specs[name], section))
    .filter((input): input is InputDefinition => input !== null);
}

function readInput(name: string, spec: unknown, { required, depth = 0 }: Section): InputDefinition | null {
  const parsed = specSchema.safeParse(Array.isArray(spec) ? [spec[0], spec[1] ?? {}] : spec);
  if (!parsed.success) return null;
  const [given, opts] = parsed.data;
  const type = typeof given === 'string' ? given : 'COMBO';
  const options = type === dynamicCombo && depth < deepestOptions ? readOptions(opts.options, depth) : null;
  return {
    name,
    required,
    type,
    widget: widgetOf(type, opts),
    choices: options ? [...options.keys()] : choicesOf(given, opts),
    default: opts.default,
    min: numberIn(opts.min),
    max: numberIn(opts.max),
    step: numberIn(opts.step),
    multiline: opts.multiline === true,
    control: typeof opts.control_after_generate === 'string' ? true : booleanIn(opts.control_after_generate),
    upload: ['image', 'video', 'audio', 'file'].find((kind) => opts[`${kind}_upload`]) ?? null,
    options,
    grows: growing.test(type),
    advanced: opts.advanced === true,
  };
}

function widgetOf(type: string, opts: Record<string, unknown>): string | null {
  if (opts.forceInput === true) return null;
  if (typeof opts.widgetType === 'string') return opts.widgetType;
  if (plainWidgets.has(type) || editorWidgets.has(type)) return type;
  return opts.socketless !== undefined ? type : null;
}

function choicesOf(given: string | unknown[], opts: Record<string, unknown>): unknown[] | null {
  if (Array.isArray(given)) return given;
  return given === 'COMBO' && Array.isArray(opts.options) ? opts.options : null;
}

function readOptions(given: unknown, depth: number): Map<string, InputDefinition[]> {
  const options = z.array(z.unknown()).catch([]).parse(given);
  const read = options
    .map((option) => optionSchema.safeParse(option).data)
    .filter((one) => one !== undefined);
  return new Map(
    read.map(({ key, inputs }) => [
      key,
      [
        ...readInputs(inputs.required, { required: true, depth: depth + 1 }),
        ...readInputs(inputs.optional, { required: false, depth: depth + 1 }),
      ],
    ]),
  );
}

function numberIn(given: unknown): number | null {
  // A bound beyond 2^53 was kept as text; as a number it is near enough for a bound.
  const number = typeof given === 'string' ? Number(given) : given;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function booleanIn(given: unknown): boolean | null {
  return typeof given === 'boolean' ? given : null;
}
