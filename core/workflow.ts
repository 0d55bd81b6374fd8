/**
 * A workflow: a ComfyUI graph plus the inputs of it that people may set.
 *
 * To this folder the graph is opaque data; only the worker knows what its nodes mean. An input says where
 * its value goes by node id and input name.
 */
import { z } from 'zod';

/** The value of one input as it stands in a request. */
const valueSchema = z.union([z.string(), z.number(), z.boolean()]);
export const valuesSchema = z.record(z.string(), valueSchema);
export type Values = z.infer<typeof valuesSchema>;

/** ComfyUI's prompt format, as far as everyone needs to know it: nodes by id. */
export const graphSchema = z.record(
  z.string(),
  z.looseObject({
    class_type: z.string(),
    inputs: z.record(z.string(), z.unknown()),
    _meta: z.looseObject({ title: z.string().optional() }).optional(),
  }),
);
export type Graph = z.infer<typeof graphSchema>;

/** `"6.text"`: input `text` of node `6`. Node ids may hold colons, never dots. */
const targetSchema = z.string().regex(/^[^.]+\..+$/, 'must be "<node id>.<input name>", such as "6.text"');
const targetsSchema = z.preprocess(
  (given) => (typeof given === 'string' ? [given] : given),
  z.array(targetSchema).min(1),
);

/** Kinds of files that a workflow starts from. */
export const fileKinds = ['image', 'mask', 'video', 'audio'] as const;
export type FileKind = (typeof fileKinds)[number];

const common = { title: z.string().min(1).max(45).optional(), description: z.string().max(100).optional() };

export const inputSchema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('text'),
    to: targetsSchema,
    default: z.string().default(''),
    required: z.boolean().default(false),
  }),
  z.object({
    ...common,
    type: z.literal('integer'),
    to: targetsSchema,
    min: z.number().int(),
    max: z.number().int(),
    default: z.number().int(),
  }),
  z.object({
    ...common,
    type: z.literal('number'),
    to: targetsSchema,
    min: z.number(),
    max: z.number(),
    default: z.number(),
  }),
  // One of a list, such as a sampler or a model file.
  z.object({
    ...common,
    type: z.literal('choice'),
    to: targetsSchema,
    options: z.array(z.string()).min(1).max(5000),
    default: z.string(),
  }),
  // A seed without a value is chosen at random when the request is made, and recorded.
  z.object({
    ...common,
    type: z.literal('seed'),
    to: targetsSchema,
    min: z.number().int().nonnegative().default(0),
    max: z.number().int().positive().max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
  }),
  // A named size. `edge` is the side of the square with the number of pixels the model likes (1024 for SDXL).
  z.object({
    ...common,
    type: z.literal('size'),
    width: targetsSchema,
    height: targetsSchema,
    edge: z.number().int().min(64).max(4096),
    multiple: z.number().int().min(1).max(128).default(64),
    default: z.string().default('square'),
  }),
  // A file that people attach. Its value is its key in the media store; where none is given and none must be, the
  // graph keeps what stands in it.
  z.object({
    ...common,
    type: z.enum(fileKinds),
    to: targetsSchema,
    required: z.boolean().default(true),
  }),
]);
export type Input = z.infer<typeof inputSchema>;
export type FileInput = Extract<Input, { type: FileKind }>;

export function isFileInput(input: Input): input is FileInput {
  return fileKinds.some((kind) => kind === input.type);
}

const addressSchema = z.url({ protocol: /^https?$/ });
/** A plain file name: never a path. */
const fileNameSchema = z.string().regex(/^[^/\\]+$/, 'must be a file name without a folder');

/** What there is to say about a workflow besides running it. All of it may be left out. */
const aboutSchema = {
  tags: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,23}$/, 'must be lower-case letters, digits and hyphens'))
    .max(12)
    .optional(),
  /** A picture beside the workflow's file. */
  cover: fileNameSchema.regex(/\.(webp|png|jpe?g)$/, 'must be a WebP, PNG or JPEG file').optional(),
  /** How long it takes, very roughly, compared with one picture of SDXL. */
  cost: z.number().positive().max(10_000).optional(),
  /** What the makers of its models allow, in a sentence, and where they say so. */
  licence: z.object({ text: z.string().min(1).max(300), url: addressSchema }).optional(),
  /** The model files it loads. `file` is as the graph names it, `folder` one of ComfyUI's below `models/`. */
  models: z
    .array(
      z.object({
        file: z.string().min(1),
        folder: z.string().regex(/^[A-Za-z0-9_.-]+$/),
        bytes: z.number().int().positive().optional(),
        from: addressSchema.optional(),
      }),
    )
    .max(50)
    .optional(),
  /** The packs of custom nodes it needs. */
  packs: z
    .array(z.object({ name: z.string().min(1), url: addressSchema }))
    .max(50)
    .optional(),
};

export const workflowSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(80),
  description: z.string().max(200).default(''),
  /** Lower comes first; the first is what `/render` uses when no workflow is named. */
  order: z.number().default(100),
  /** Not for everybody's eyes: only where children are kept out. */
  nsfw: z.boolean().optional(),
  ...aboutSchema,
  inputs: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,31}$/), inputSchema),
  graph: graphSchema,
  /** Hash of graph and inputs: the exact thing a job was asked to run. */
  version: z.string(),
  /** Where the graph is from: by the file's hash it is known what backends lack for it, and what is from chat is policed. */
  source: z.object({ file: z.string(), chat: z.boolean() }).optional(),
});
export type Workflow = z.infer<typeof workflowSchema>;
