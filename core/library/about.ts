/** All that is known of one workflow, put together for whoever asks: usable or not, and why. */

import { z } from 'zod';
import type { Text } from '../card.ts';
import { saidBy } from '../errors.ts';
import type { Person } from '../people.ts';
import { type Phrase, say } from '../say.ts';
import type { Graph, Workflow } from '../workflow.ts';
import { against, bestReading, isSound, refused, tellReasons } from './ability.ts';
import { isRead, type Known, readAt, readingsToGoBy } from './knowledge.ts';
import { isComplete, mergeWorkflow } from './merge.ts';
import type { Read } from './reading.ts';
import type { Side } from './side.ts';
import { titleFrom, type WorkflowFile } from './source.ts';

/** A workflow as it was given, in the folder or in a chat. */
export interface Source {
  name: string;
  file: WorkflowFile;
  side: Side;
  sideText: string | null;
  /** Where it is known without a worker. */
  graph: Graph | null;
  /** Who added it in a chat, and when; null for the folder's, and for one that is not added yet. */
  added: { by: Person; at: number } | null;
  /** From a chat: what it may do is limited. */
  chat: boolean;
}

export interface BackendAbility {
  backend: string;
  /** Null: it has not been read for that backend yet, or cannot be. */
  ready: boolean | null;
  /** Why it cannot run it with its default values, in words that follow "it". */
  against: Text[];
}

export interface About extends Pick<Source, 'name' | 'file' | 'sideText' | 'added' | 'chat'> {
  title: string;
  /** Null: not usable, for the reason in `fault`. */
  workflow: Workflow | null;
  fault: Text | null;
  /** The reason is only that no worker has read it yet. */
  waiting: boolean;
  /** Graph as it was understood, form, reasons for each input, outputs, notes; null before a worker has read it. */
  reading: Read | null;
  /** What policy has against it; only of one from a chat. */
  refusals: Text[];
  backends: BackendAbility[];
}

export function aboutSource(source: Source, known: Known): About {
  const { name, file, sideText, side, added, chat } = source;
  const readings = readingsToGoBy(known, file.id);
  const reading = bestReading(readings.filter(isRead)) ?? null;
  const refusals = reading && chat ? refused(reading, known.allowed) : [];
  const about: About = {
    ...{ name, file, sideText, added, chat, reading, refusals },
    title: typeof side.title === 'string' ? side.title : (reading?.title ?? titleFrom(file.name)),
    workflow: null,
    fault: null,
    waiting: false,
    backends: [],
  };
  if (!isComplete(source) && readings.length === 0)
    return { ...about, waiting: true, fault: tellWaiting(file.name, known) };
  about.fault = isComplete(source)
    ? null
    : tellUnusable(
        readings.find((one) => !isRead(one)),
        reading,
        refusals,
      );
  if (about.fault !== null) return about;
  try {
    const workflow = mergeWorkflow({ ...source, reading });
    return { ...about, workflow, title: workflow.title, backends: abilities(workflow, known) };
  } catch (thrown) {
    const fault = thrown instanceof z.ZodError ? z.prettifyError(thrown) : saidBy(thrown);
    return { ...about, fault };
  }
}

function tellWaiting(file: string, { backends }: Known): Phrase {
  return backends.length === 0
    ? say('{file} has to be read by a worker, and none is here now. It can be used as soon as one is.', {
        file,
      })
    : say('{file} is being read by a worker. It can be used in a moment.', { file });
}

/** Null: nothing is in the way of making a workflow of it. */
function tellUnusable(
  unreadable: { state: string; why?: Text } | undefined,
  reading: Read | null,
  refusals: Text[],
): Text | null {
  if (!reading) return unreadable?.why ?? say('It could not be read.');
  if (refusals.length > 0) return say('It is not allowed here: {why}.', { why: tellReasons(refusals) });
  if (isSound(reading)) return null;
  const reasons = against(reading, { workflow: { inputs: {} }, allowed: new Set() });
  return say('No worker has what it takes to read it rightly: {why}.', { why: tellReasons(reasons) });
}

function abilities(workflow: Workflow, known: Known): BackendAbility[] {
  const { source } = workflow;
  if (!source) return [];
  return readAt(known, source.file).map(({ backend, reading }) => {
    if (!reading || !isRead(reading)) return { backend, ready: null, against: [] };
    const reasons = against(reading, { workflow, allowed: known.allowed });
    return { backend, ready: reasons.length === 0, against: reasons };
  });
}
