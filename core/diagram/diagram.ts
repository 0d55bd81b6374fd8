/**
 * A diagram: what is drawn of a graph. Boxes and the links between them, without any knowledge of what a node does;
 * whoever knows (the worker's reading) says the roles of nodes and the types of links.
 */
import { z } from 'zod';

/** What a box is for: it is told by a sign of its own, not by its colour alone. */
export const roleSchema = z.enum(['loader', 'sampler', 'output', 'attached', 'step']);
export type Role = z.infer<typeof roleSchema>;

const boxSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** The kind of node, for where the title cannot be written. */
  kind: z.string(),
  /** One muted line: a file, the beginning of a text. */
  detail: z.string().optional(),
  role: roleSchema,
  /** Names of the inputs that people may set here. */
  settable: z.array(z.string()),
  /** So many nodes that lead only to this one are drawn as part of it. */
  folded: z.number().int().positive().optional(),
});
export type Box = z.infer<typeof boxSchema>;

const linkSchema = z.object({
  from: z.string(),
  /** Which of its outputs. */
  output: z.number(),
  to: z.string(),
  /** The name of the input it goes into. */
  input: z.string(),
  /** What goes through it, such as `LATENT`; links of one type have one colour. */
  type: z.string(),
});
export type Link = z.infer<typeof linkSchema>;

export const diagramSchema = z.object({
  boxes: z.array(boxSchema),
  links: z.array(linkSchema),
  /** Nodes that are neither drawn nor folded into others. */
  left: z.number().int().nonnegative(),
});
export type Diagram = z.infer<typeof diagramSchema>;

/** `width` and `height` in pixels. */
export const drawingSchema = z.object({ svg: z.string(), width: z.number(), height: z.number() });
export type Drawing = z.infer<typeof drawingSchema>;
