/**
 * Everything that is read from a ComfyUI server, as schemas. They ask only for what is used and let the rest pass:
 * servers from 0.3.45 to today differ in many members, and custom nodes add their own.
 */
import { z } from 'zod';
import { parseJson } from '../../core/json.ts';

const text = z.string().catch('');

const nodeErrorSchema = z.looseObject({
  type: text,
  message: text,
  details: text,
  extra_info: z.looseObject({}).catch({}),
});
export type NodeError = z.infer<typeof nodeErrorSchema>;

const nodeErrorsSchema = z
  .record(
    z.string(),
    z.looseObject({
      class_type: text,
      errors: z.array(nodeErrorSchema).catch([]),
      dependent_outputs: z.array(z.string()).catch([]),
    }),
  )
  .catch({});
export type NodeErrors = z.infer<typeof nodeErrorsSchema>;

/** 200 to `POST /prompt`. `node_errors` is not empty when some outputs were left out and the rest was queued. */
export const acceptedSchema = z.looseObject({ prompt_id: z.string(), node_errors: nodeErrorsSchema });

/** 400 to `POST /prompt`. */
export const refusedSchema = z.looseObject({ error: nodeErrorSchema, node_errors: nodeErrorsSchema });
export type Refused = z.infer<typeof refusedSchema>;

/** `[number, prompt id, graph, extra data, outputs to make]` */
const queueItemSchema = z.tuple([z.unknown(), z.string()], z.unknown());
export type QueueItem = z.infer<typeof queueItemSchema>;
const outputIdsSchema = z.array(z.string()).catch([]);
const extraSchema = z.looseObject({ rendezvous: z.string() });

/** The nodes whose outputs were accepted; empty when that is not told. */
export function acceptedOutputs(item: QueueItem): string[] {
  return outputIdsSchema.parse(item[4]);
}

/** What we wrote to it when it was submitted; null for somebody else's. */
export function markIn(item: QueueItem): string | null {
  return extraSchema.safeParse(item[3]).data?.rendezvous ?? null;
}

export const queueSchema = z.looseObject({
  queue_running: z.array(queueItemSchema),
  queue_pending: z.array(queueItemSchema),
});

const runErrorSchema = z.looseObject({
  node_id: text,
  node_type: text,
  exception_message: text,
  exception_type: text,
  /** Absent when a node refused its inputs (ExecutionBlocker): then the run goes on. */
  timestamp: z.number().optional().catch(undefined),
});
export type RunError = z.infer<typeof runErrorSchema>;

/** The last words of a run, as `status.messages` of a history entry holds them: `[name, data]`. */
const historyMessageSchema = z.tuple([z.string(), z.looseObject({})], z.unknown());

export const historyEntrySchema = z.looseObject({
  prompt: queueItemSchema.nullish().catch(null),
  outputs: z.record(z.string(), z.looseObject({}).nullable().catch(null)).catch({}),
  status: z
    .looseObject({ status_str: text, messages: z.array(historyMessageSchema).catch([]) })
    .nullish()
    .catch(null),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export const historySchema = z.record(z.string(), historyEntrySchema);

export function readRunError(data: unknown): RunError {
  return runErrorSchema.parse(data);
}

export const systemStatsSchema = z.looseObject({
  system: z.looseObject({ comfyui_version: text }),
  devices: z
    .array(
      z.looseObject({
        name: text,
        vram_total: z.number().optional().catch(undefined),
        vram_free: z.number().optional().catch(undefined),
      }),
    )
    .catch([]),
});
export type SystemStats = z.infer<typeof systemStatsSchema>;

/** An input's spec in `/object_info`: `[type, options]`, where a list of choices comes in one of two encodings. */
const inputSpecsSchema = z.record(z.string(), z.array(z.unknown()).catch([])).catch({});
export const objectInfoSchema = z.record(
  z.string(),
  z.looseObject({
    output_node: z.boolean().catch(false),
    input: z.looseObject({ required: inputSpecsSchema, optional: inputSpecsSchema }).catch({
      required: {},
      optional: {},
    }),
  }),
);

/** The choices of a combo spec, `[["a", "b"], …]` or `["COMBO", {options: ["a", "b"]}]`; null when it is none. */
export function choicesOf(spec: unknown): string[] | null {
  if (!Array.isArray(spec)) return null;
  const [type, options] = spec as unknown[];
  const list = Array.isArray(type)
    ? type
    : z.looseObject({ options: z.array(z.unknown()) }).safeParse(options).data?.options;
  return list ? list.filter((one) => typeof one === 'string') : null;
}

const promptId = z.string();
const nodeStateSchema = z.looseObject({
  value: z.number().catch(0),
  max: z.number().catch(1),
  state: text,
  display_node_id: z.string().optional().catch(undefined),
});

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('feature_flags'), data: z.looseObject({}) }),
  z.object({ type: z.literal('execution_start'), data: z.looseObject({ prompt_id: promptId }) }),
  z.object({
    type: z.literal('execution_cached'),
    data: z.looseObject({ prompt_id: promptId, nodes: z.array(z.string()).catch([]) }),
  }),
  // The greeting of a reconnecting owner has no prompt_id; the end marker's node is null.
  z.object({
    type: z.literal('executing'),
    data: z.looseObject({
      node: z.string().nullable(),
      display_node: z.string().optional(),
      prompt_id: promptId.optional(),
    }),
  }),
  z.object({
    type: z.literal('progress'),
    data: z.looseObject({
      prompt_id: promptId.optional(),
      node: z.string().nullish(),
      value: z.number().catch(0),
      max: z.number().catch(1),
    }),
  }),
  z.object({
    type: z.literal('progress_state'),
    data: z.looseObject({ prompt_id: promptId, nodes: z.record(z.string(), nodeStateSchema) }),
  }),
  z.object({
    type: z.literal('executed'),
    data: z.looseObject({
      prompt_id: promptId,
      node: z.string(),
      display_node: z.string().optional(),
      output: z
        .looseObject({})
        .nullish()
        .transform((shown) => shown ?? null)
        .catch(null),
    }),
  }),
  z.object({ type: z.literal('execution_success'), data: z.looseObject({ prompt_id: promptId }) }),
  z.object({
    type: z.literal('execution_error'),
    data: runErrorSchema.extend({ prompt_id: promptId }),
  }),
  z.object({ type: z.literal('execution_interrupted'), data: z.looseObject({ prompt_id: promptId }) }),
]);
export type Message = z.infer<typeof messageSchema>;

/** Null for what is not ours to understand: a broken text, a type of a custom node. */
export function readMessage(data: string): Message | null {
  try {
    return messageSchema.safeParse(parseJson(data)).data ?? null;
  } catch {
    return null;
  }
}
