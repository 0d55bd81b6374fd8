/** A graph as clients post it, and what counts as a link in it. */

export interface GraphNode {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title?: unknown };
  /** Written by the server into its working copy, for nodes whose result depends on more than their inputs. */
  is_changed?: unknown;
}

export type Graph = Record<string, GraphNode>;

type Link = [node: string, slot: number];

export const isLink = (value: unknown): value is Link =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';

/** The node ids a node's inputs point at, in the order of its inputs. */
export const linkedNodes = (node: GraphNode): string[] =>
  Object.values(node.inputs).flatMap((value) => (isLink(value) ? [value[0]] : []));
