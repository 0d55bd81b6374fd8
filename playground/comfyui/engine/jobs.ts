/** Queue items and history entries as jobs. Members without a value are left out. */
import { z } from 'zod';
import type { HistoryEntry, PromptQueue, QueueItem, StatusMessage, UiOutput } from './queue.ts';

export const STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof STATUSES)[number];

export interface Job {
  id: string;
  status: JobStatus;
  priority: number;
  create_time?: number | undefined;
  execution_start_time?: number | undefined;
  execution_end_time?: number | undefined;
  execution_error?: Record<string, unknown> | undefined;
  outputs_count: number;
  previewable_outputs_count: number;
  preview_output?: Record<string, unknown> | undefined;
  workflow_id?: string | undefined;
}

const MEDIA = ['images', 'video', 'audio', '3d', 'text'];

// `extra_pnginfo: null` fails here, as it does in the real server, where it takes the whole list down.
const extraData = z.looseObject({
  create_time: z.number().optional(),
  extra_pnginfo: z
    .looseObject({ workflow: z.looseObject({ id: z.string().optional() }).optional() })
    .optional(),
});

export const listJobs = (queue: PromptQueue): Job[] => [
  ...waitingItems(queue).map(([item, status]) => waitingJob(item, status)),
  ...[...queue.history.values()].map(finishedJob),
];

export function describeJob(queue: PromptQueue, id: string): Record<string, unknown> | null {
  const waiting = waitingItems(queue).find(([item]) => item.id === id);
  if (waiting !== undefined) return { ...waitingJob(...waiting) };
  const entry = queue.history.get(id);
  if (entry === undefined) return null;
  const [, , prompt, extra_data] = entry.prompt;
  return {
    ...finishedJob(entry),
    outputs: entry.outputs,
    execution_status: entry.status,
    workflow: { prompt, extra_data },
  };
}

function waitingItems(queue: PromptQueue): [QueueItem, 'pending' | 'in_progress'][] {
  const running = queue.running();
  return [
    ...(running === null ? [] : [[running, 'in_progress'] as [QueueItem, 'in_progress']]),
    ...queue.pending().map((item): [QueueItem, 'pending'] => [item, 'pending']),
  ];
}

function waitingJob({ id, number, extra }: QueueItem, status: JobStatus): Job {
  return { id, status, priority: number, ...about(extra), outputs_count: 0, previewable_outputs_count: 0 };
}

function finishedJob({ prompt, outputs, status }: HistoryEntry): Job {
  const [number, id, , extra] = prompt;
  const timeOf = (message: StatusMessage | undefined) => message?.[1].timestamp as number | undefined;
  const last = status.messages.at(-1);
  const { create_time, workflow_id } = about(extra);
  return {
    id,
    status: status.completed ? 'completed' : last?.[0] === 'execution_interrupted' ? 'cancelled' : 'failed',
    priority: number,
    create_time,
    execution_start_time: timeOf(status.messages[0]),
    execution_end_time: timeOf(last),
    execution_error: last?.[0] === 'execution_error' ? last[1] : undefined,
    ...summarise(outputs),
    workflow_id,
  };
}

function about(extra: unknown): { create_time?: number | undefined; workflow_id?: string | undefined } {
  const { create_time, extra_pnginfo } = extraData.parse(extra ?? {});
  return { create_time, workflow_id: extra_pnginfo?.workflow?.id };
}

/** How many outputs there are, and the one to show: a kept file rather than a passing one. */
function summarise(outputs: Record<string, UiOutput>) {
  const items = Object.entries(outputs).flatMap(([nodeId, output]) =>
    Object.entries(output)
      .filter(([mediaType]) => mediaType !== 'animated')
      .flatMap(([mediaType, values]) => values.map((value) => ({ nodeId, mediaType, value }))),
  );
  const previews = items
    .filter(({ mediaType }) => MEDIA.includes(mediaType))
    .map(
      ({ nodeId, mediaType, value }): Record<string, unknown> =>
        typeof value === 'string'
          ? { nodeId, mediaType: 'text', content: value }
          : { ...(value as object), nodeId, mediaType },
    );
  return {
    outputs_count: items.length,
    previewable_outputs_count: previews.length,
    preview_output: previews.find(({ type }) => type === 'output') ?? previews[0],
  };
}
