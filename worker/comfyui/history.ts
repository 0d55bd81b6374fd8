/** A history entry, which exists once a prompt has ended, read as how it ended and what it made. */
import { z } from 'zod';
import { say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Finished } from '../backend.ts';
import { explainMishap, isOutOfMemory } from './mishap.ts';
import { type Found, findOutputs } from './outputs.ts';
import { heaviest } from './progress.ts';
import { type HistoryEntry, readRunError } from './wire.ts';

export type Ended = Pick<Finished, 'how' | 'failure' | 'outOfMemory' | 'ranMs'> & { found: Found[] };

/** The entry says `error` of an interrupted prompt too; the name of its last message tells them apart. */
export function readHistory(entry: HistoryEntry, graph: Graph): Ended {
  const messages = entry.status?.messages ?? [];
  const found = findOutputs(entry.outputs, graph);
  const ranMs = runTime(messages, graph);
  const named = (name: string) => messages.findLast(([one]) => one === name)?.[1];
  if (named('execution_interrupted')) return { how: 'interrupted', found, ranMs };
  const error = named('execution_error');
  if (error) {
    const told = readRunError(error);
    const failure = explainMishap(told, graph);
    return { how: 'failed', found, ranMs, failure, outOfMemory: isOutOfMemory(told) };
  }
  if (entry.status?.status_str === 'error') return { how: 'failed', found, ranMs, failure: withoutReason };
  return { how: 'success', found, ranMs };
}

const withoutReason = {
  message: say('ComfyUI stopped the run without giving a reason.'),
  remedy: say("The details are in ComfyUI's own log."),
};

type Messages = NonNullable<HistoryEntry['status']>['messages'];
const timesSchema = z.looseObject({ timestamp: z.number() });
const cachedSchema = z.looseObject({ nodes: z.array(z.string()) });

/** By the server's clock alone. Null when what takes long came from the cache: that says nothing about the next run. */
function runTime(messages: Messages, graph: Graph): number | null {
  const data = (name: string) => messages.find(([one]) => one === name)?.[1];
  const began = timesSchema.safeParse(data('execution_start')).data?.timestamp;
  const ended = timesSchema.safeParse(data('execution_success')).data?.timestamp;
  const cached = new Set(cachedSchema.safeParse(data('execution_cached')).data?.nodes ?? []);
  if (began === undefined || ended === undefined || heaviest(graph).every((node) => cached.has(node)))
    return null;
  return Math.max(0, ended - began);
}
