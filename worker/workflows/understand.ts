/** Everything there is to know of one workflow on one server, in one call: the graph it becomes, and what stands against it. */
import type { Text } from '../../core/card.ts';
import type { Graph } from '../../core/workflow.ts';
import { convert } from './convert.ts';
import type { Definitions } from './definitions.ts';
import { type Lacks, lacksOf } from './needs.ts';
import { packsNamedIn } from './packs.ts';
import type { WorkflowFile } from './read.ts';
import { type Problem, validate } from './validate.ts';

export interface Understood {
  graph: Graph;
  /** Why it would not do what its author meant. */
  problems: Problem[];
  notes: Text[];
  /** What the server has to get first. */
  lacks: Lacks;
}

/** @throws UserError when the editor's form cannot be unfolded (a subgraph in itself, too many nodes). */
export function understand(file: WorkflowFile, definitions: Definitions): Understood {
  // The graph that ran is taken before the editor's form of it: it needs no conversion.
  const converted = file.api ? null : file.editor && convert(file.editor, definitions);
  const graph = file.api ?? converted?.graph ?? {};
  return {
    graph,
    problems: [
      ...(converted?.problems ?? []).map((text) => ({ text, target: null })),
      ...validate(graph, definitions),
    ],
    notes: [...file.notes, ...(converted?.notes ?? [])],
    lacks: lacksOf(graph, definitions, file.editor ? packsNamedIn(file.editor) : undefined),
  };
}

/** Whether that server could run it now. */
export function isReady({ problems, lacks }: Understood): boolean {
  return problems.length === 0 && lacks.classes.length === 0 && lacks.models.length === 0;
}
