/**
 * The editor's own workflow format, all versions, read into one shape: nodes and links of the graph and of each
 * subgraph definition. Bounded, because a file may come from anybody.
 *
 * - scope: one graph that nodes stand in, the workflow itself or a subgraph's definition
 * - host: the node that stands for a subgraph in the scope around it
 */

import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { type Phrase, say } from '../../core/say.ts';

export const limits = { nodes: 3000, links: 20_000, slots: 500, nesting: 16 } as const;

/** The ends of a link that are a subgraph's own inputs and outputs. */
export const boundary = { inputs: '-10', outputs: '-20' } as const;

export const mode = { muted: 2, bypassed: 4 } as const;

const idSchema = z.union([z.number(), z.string()]).transform(String);
/** Some nodes write a list of types, or -1 for "event". */
const typeSchema = z
  .unknown()
  .optional()
  .transform((type) => (typeof type === 'string' ? type : String(type ?? '*')));
const named = z.record(z.string(), z.unknown());

const inputSchema = z.looseObject({
  name: z.string().catch(''),
  type: typeSchema,
  link: idSchema.nullish().catch(null),
  /** Present on sockets that stand for a widget. */
  widget: z
    .looseObject({ name: z.string().optional().catch(undefined) })
    .nullish()
    .catch(null),
});
export type EditorInput = z.infer<typeof inputSchema>;

const outputSchema = z.looseObject({ name: z.string().catch(''), type: typeSchema });

const slots = <T extends z.ZodType>(schema: T) => z.array(schema).max(limits.slots).nullish().catch(null);

const nodeSchema = z.looseObject({
  id: idSchema,
  type: z.string(),
  mode: z.number().catch(0),
  title: z.string().optional().catch(undefined),
  inputs: slots(inputSchema).transform((given) => given ?? []),
  outputs: slots(outputSchema).transform((given) => given ?? []),
  widgets_values: z
    .union([z.array(z.unknown()), named])
    .nullish()
    .catch(null),
  widgets_values_named: named.nullish().catch(null),
  properties: named.catch({}),
});
export type EditorNode = z.infer<typeof nodeSchema>;

const linkSchema = z.union([
  z
    .tuple([idSchema, idSchema, z.number(), idSchema, z.number()], z.unknown())
    .transform(([id, from, fromSlot, to, toSlot]) => ({ id, from, fromSlot, to, toSlot })),
  z
    .looseObject({
      id: idSchema,
      origin_id: idSchema,
      origin_slot: z.number(),
      target_id: idSchema,
      target_slot: z.number(),
    })
    .transform((link) => ({
      id: link.id,
      from: link.origin_id,
      fromSlot: link.origin_slot,
      to: link.target_id,
      toSlot: link.target_slot,
    })),
]);
export type EditorLink = z.infer<typeof linkSchema>;

/** Removed links leave holes behind in some files. */
const linksSchema = z
  .union([z.array(z.unknown()), named.transform((given) => Object.values(given))])
  .catch([])
  .transform((given) =>
    given.map((one) => linkSchema.safeParse(one).data).filter((one) => one !== undefined),
  );

const nodesSchema = z.array(nodeSchema);

const subgraphSchema = z.looseObject({
  id: z.string(),
  name: z.string().catch(''),
  nodes: nodesSchema,
  links: linksSchema,
  inputs: slots(z.looseObject({ name: z.string().catch(''), type: typeSchema })).transform(
    (given) => given ?? [],
  ),
  outputs: slots(z.looseObject({ name: z.string().catch(''), type: typeSchema })).transform(
    (given) => given ?? [],
  ),
});

const groupSchema = z.looseObject({
  // Nodes of a group are known by their place in the list.
  nodes: z.array(
    nodeSchema.extend({
      id: z
        .unknown()
        .optional()
        .transform(() => ''),
    }),
  ),
  links: z.array(z.unknown()).catch([]),
  external: z.array(z.unknown()).catch([]),
  config: z.record(z.string(), z.unknown()).catch({}),
});
export type GroupNode = z.infer<typeof groupSchema>;

const workflowSchema = z.looseObject({
  version: z.number().optional().catch(undefined),
  nodes: nodesSchema,
  links: linksSchema,
  definitions: z
    .looseObject({ subgraphs: z.array(z.unknown()).catch([]) })
    .nullish()
    .catch(null),
  extra: z
    .looseObject({ groupNodes: z.record(z.string(), z.unknown()).optional().catch(undefined) })
    .nullish()
    .catch(null),
});

export interface EditorGraph {
  nodes: Map<string, EditorNode>;
  links: Map<string, EditorLink>;
}

export interface Subgraph extends EditorGraph {
  id: string;
  name: string;
  inputs: { name: string; type: string }[];
  outputs: { name: string; type: string }[];
}

export interface EditorWorkflow extends EditorGraph {
  version: number | undefined;
  subgraphs: Map<string, Subgraph>;
  /** Group nodes, the forerunners of subgraphs, by name. */
  groups: Map<string, GroupNode>;
}

/** @throws UserError naming what is wrong with the file. */
export function readEditor(json: unknown): EditorWorkflow {
  const parsed = workflowSchema.safeParse(json);
  if (!parsed.success)
    throw new UserError(say('The workflow cannot be read: {why}.', { why: firstProblem(parsed.error) }));
  const { nodes, links, definitions, extra, version } = parsed.data;
  const subgraphs = new Map<string, Subgraph>();
  for (const given of definitions?.subgraphs ?? []) {
    const read = subgraphSchema.safeParse(given);
    if (!read.success)
      throw new UserError(
        say("One of the workflow's subgraphs cannot be read: {why}.", { why: firstProblem(read.error) }),
      );
    const { id, name, inputs, outputs } = read.data;
    subgraphs.set(id, { id, name, inputs, outputs, ...indexed(read.data.nodes, read.data.links) });
  }
  const groups = new Map<string, GroupNode>();
  for (const [name, given] of Object.entries(extra?.groupNodes ?? {})) {
    const read = groupSchema.safeParse(given);
    if (!read.success)
      throw new UserError(
        say('The group node "{name}" cannot be read: {why}.', { name, why: firstProblem(read.error) }),
      );
    groups.set(name, read.data);
  }
  checkSize([nodes, ...[...subgraphs.values()].map((one) => [...one.nodes.values()])], links.length);
  return { version, subgraphs, groups, ...indexed(nodes, links) };
}

function indexed(nodes: EditorNode[], links: EditorLink[]): EditorGraph {
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    links: new Map(links.map((link) => [link.id, link])),
  };
}

export const tooManyNodes = (n: number): Phrase =>
  say('The workflow has {n} nodes; at most {most} are taken.', { n, most: limits.nodes });

function checkSize(scopes: EditorNode[][], links: number): void {
  const count = scopes.reduce((sum, nodes) => sum + nodes.length, 0);
  if (count > limits.nodes) throw new UserError(tooManyNodes(count));
  if (links > limits.links)
    throw new UserError(
      say('The workflow has {n} links; at most {most} are taken.', { n: links, most: limits.links }),
    );
}

/** What the first thing is that does not fit, in words for whoever has the file. */
export function firstProblem(error: z.ZodError): Phrase {
  const [issue] = error.issues;
  if (!issue) return say('its form is unknown');
  const path = issue.path.join('.') || say('the file');
  if (issue.code === 'invalid_type' && /undefined$/.test(issue.message))
    return say('{path} is missing', { path });
  if (issue.code === 'invalid_type') return say('{path} is no {kind}', { path, kind: issue.expected });
  return say('{path}: {why}', { path, why: issue.message });
}
