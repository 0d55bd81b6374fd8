/**
 * A reading: what a worker understood of a workflow's file, for backends that have these nodes and models. Core keeps and
 * compares readings; what a node means only the worker knows.
 */
import { z } from 'zod';
import { roleSchema } from '../diagram/diagram.ts';
import { textSchema } from '../text-schema.ts';
import { graphSchema, inputSchema } from '../workflow.ts';

const lacksSchema = z.object({
  classes: z.array(
    z.object({
      name: z.string(),
      nodes: z.array(z.string()),
      /** What brings it. */
      pack: z.object({ name: z.string(), url: z.string() }).nullable(),
      closest: z.string().nullable(),
    }),
  ),
  models: z.array(
    z.object({
      name: z.string(),
      /** Under ComfyUI's `models`; null where the loader is not known. */
      folder: z.string().nullable(),
      node: z.string(),
      input: z.string(),
      closest: z.array(z.string()),
    }),
  ),
});

const key = {
  /** Of the file that was read. */
  file: z.string(),
  /** Of what the backends have that it is for. */
  info: z.string(),
  /** Of the code that read it. */
  reader: z.string(),
  madeAt: z.number(),
};

const readSchema = z.object({
  ...key,
  state: z.literal('read'),
  /** What it was read from, for people: `editor format`, `PNG picture`. */
  form: z.string(),
  /** What its author calls it. */
  title: z.string().nullable(),
  /** The file holds the very graph that ran, so nothing had to be converted. */
  exact: z.boolean(),
  graph: graphSchema,
  inputs: z.record(z.string(), inputSchema),
  /** Pictures, videos and sounds it starts from. */
  files: z.record(
    z.string(),
    z.object({
      kind: z.enum(['image', 'mask', 'video', 'audio', 'file']),
      title: z.string().nullable(),
      to: z.array(z.string()),
      /** What is transparent in it is used as a mask. */
      masked: z.boolean(),
      example: z.string(),
    }),
  ),
  outputs: z.array(
    z.object({
      node: z.string(),
      title: z.string().nullable(),
      kind: z.enum(['image', 'animation', 'video', 'audio', 'text', 'file']),
      /** Only shown, not saved. */
      passing: z.boolean(),
    }),
  ),
  /** For drawing it: what nodes are there for, and the types of outputs, as `<node>.<number>`. */
  roles: z.record(z.string(), roleSchema).optional(),
  types: z.record(z.string(), z.string()).optional(),
  /** Why an input was taken for what it is, or why there is none. */
  reasons: z.array(z.object({ input: z.string(), because: textSchema })),
  notes: z.array(textSchema),
  /** Why it would not do what its author meant. `target` is the one input it is about, where it is about one. */
  problems: z.array(z.object({ text: textSchema, target: z.string().nullable() })),
  lacks: lacksSchema,
  /** What is not allowed from chat, unless the operator allows the class or its module by name. */
  refusals: z.array(
    z.object({ node: z.string(), classType: z.string(), module: z.string(), because: textSchema }),
  ),
});
export type Read = z.infer<typeof readSchema>;

const unreadableSchema = z.object({
  ...key,
  state: z.literal('unreadable'),
  /** In words for whoever sent the file. */
  why: textSchema,
});

export const readingSchema = z.discriminatedUnion('state', [readSchema, unreadableSchema]);
export type Reading = z.infer<typeof readingSchema>;
