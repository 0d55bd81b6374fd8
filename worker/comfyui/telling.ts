/** What every explanation is made of: the node by its title, the server's own words cut short, values as they stand. */
import type { Text } from '../../core/card.ts';
import type { Failure } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';

export type Trouble = Pick<Failure, 'message' | 'remedy'>;

export const mendGraph = say('Mend the workflow in ComfyUI and export it again with "Export (API)".');
const longestDetail = 300;

export function titleOf(graph: Graph, node: string): string {
  const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
  return found?._meta?.title?.trim() || found?.class_type || `#${node}`;
}

/** The first line, short enough for a card. */
export function brief(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}

/** Something that somebody else may not have said. */
export const orNothing = (text: string, otherwise: Phrase): Text => (text === '' ? otherwise : text);

export function show(value: unknown): string | Phrase {
  if (typeof value === 'string' && /^-?\d+$|^[A-Z_,*]+$/.test(value)) return value;
  const written = JSON.stringify(value);
  return written === undefined ? say('nothing') : brief(written);
}
