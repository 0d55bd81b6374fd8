/** What ComfyUI answers and sends: JSON of its routes, texts and frames of its websocket. */
import { parseJson } from '../../core/json.ts';
import { progressSchema } from '../../core/progress.ts';
import type { Graph } from '../../core/workflow.ts';
import { explainLeftOut, explainRefusal } from '../../worker/comfyui/explain.ts';
import { readFrame } from '../../worker/comfyui/frames.ts';
import { readHistory } from '../../worker/comfyui/history.ts';
import { explainBlocked, isRefusal } from '../../worker/comfyui/mishap.ts';
import { viewPath } from '../../worker/comfyui/outputs.ts';
import { advance, beginProgress, readProgress } from '../../worker/comfyui/progress.ts';
import {
  acceptedSchema,
  choicesOf,
  historySchema,
  objectInfoSchema,
  queueSchema,
  readMessage,
  refusedSchema,
  systemStatsSchema,
} from '../../worker/comfyui/wire.ts';
import { mutateBytes, mutateJson, mutateText } from '../mutate.ts';
import { insist, type Json, mayThrow, type Target } from '../target.ts';

const id = '5a6b7c8d-0000-4000-8000-000000000001';
export const graph: Graph = {
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['1', 1] } },
  '4': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '5': {
    class_type: 'KSampler',
    inputs: { seed: 1, model: ['1', 0], positive: ['2', 0], latent_image: ['4', 0] },
  },
  '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
  '7': {
    class_type: 'SaveImage',
    inputs: { images: ['6', 0], filename_prefix: 'x' },
    _meta: { title: 'Saving' },
  },
};
const wireGraph = graph as unknown as Json;
const error = {
  node_id: '5',
  node_type: 'KSampler',
  exception_message: 'Allocation on device ',
  exception_type: 'torch.OutOfMemoryError',
  traceback: [],
  current_inputs: {},
  timestamp: 1_795_240_000_000,
};
const nodeErrors = {
  '1': {
    class_type: 'CheckpointLoaderSimple',
    dependent_outputs: ['7'],
    errors: [
      {
        type: 'value_not_in_list',
        message: 'Value not in list',
        details: "ckpt_name: 'a.safetensors' not in ['b.safetensors']",
        extra_info: {
          input_name: 'ckpt_name',
          input_config: [['b.safetensors'], {}],
          received_value: 'a.safetensors',
        },
      },
      {
        type: 'value_smaller_than_min',
        message: 'Value 0 smaller than min of 1',
        details: 'steps',
        extra_info: { input_name: 'steps', input_config: ['INT', { min: 1 }], received_value: 0 },
      },
    ],
  },
};
const history = (messages: Json, status: string): Json => ({
  [id]: {
    prompt: [0, id, wireGraph, { client_id: id }, ['7']],
    outputs: {
      '7': {
        images: [{ filename: 'x_00001_.png', subfolder: 'rendezvous', type: 'output' }],
        animated: [false],
        text: ['a text'],
      },
    },
    status: { status_str: status, completed: status === 'success', messages },
    meta: {},
  },
});
const answers: Json[] = [
  history(
    [
      ['execution_start', { prompt_id: id, timestamp: 1 }],
      ['execution_cached', { nodes: ['1'], prompt_id: id, timestamp: 2 }],
      ['execution_success', { prompt_id: id, timestamp: 9 }],
    ],
    'success',
  ),
  history([['execution_error', { prompt_id: id, ...error }]], 'error'),
  history(
    [['execution_interrupted', { prompt_id: id, node_id: '5', node_type: 'KSampler', executed: [] }]],
    'error',
  ),
  { queue_running: [[0, id, wireGraph, {}, ['7']]], queue_pending: [[1, 'other', {}, {}, []]] },
  { prompt_id: id, number: 1, node_errors: {} },
  {
    error: { type: 'prompt_outputs_failed_validation', message: 'x', details: '', extra_info: {} },
    node_errors: nodeErrors,
  },
  {
    system: { comfyui_version: '0.33.0', ram_total: 1, argv: [] },
    devices: [{ name: 'cuda', type: 'cuda', vram_total: 1, vram_free: 1 }],
  },
  {
    KSampler: {
      input: {
        required: { sampler_name: [['euler'], {}], scheduler: ['COMBO', { options: ['karras'] }] },
        optional: {},
      },
    },
  },
];

function checkAnswer(text: string): void {
  const json = mayThrow([SyntaxError], () => parseJson(text));
  for (const entry of Object.values(historySchema.safeParse(json).data ?? {})) {
    const { found, failure } = readHistory(entry, graph);
    for (const one of found)
      if (one.kind === 'file') insist(viewPath(one.file).startsWith('/view?'), 'a strange path');
    if (failure) insist(failure.message !== '', 'a failure without words');
  }
  queueSchema.safeParse(json);
  systemStatsSchema.safeParse(json);
  const info = objectInfoSchema.safeParse(json).data ?? {};
  for (const { input } of Object.values(info))
    for (const spec of Object.values(input.required ?? {})) choicesOf(spec);
  const accepted = acceptedSchema.safeParse(json).data;
  if (accepted) explainLeftOut(accepted.node_errors, graph, () => null);
  const refused = refusedSchema.safeParse(json).data;
  if (refused)
    insist(explainRefusal(refused, graph, () => ['a', 'b']).message !== '', 'a refusal without words');
}

export const comfyuiAnswers: Target = {
  name: 'comfyui-answers',
  share: 90,
  open: () => ({
    make(random) {
      const text = JSON.stringify(mutateJson(random, random.pick(answers)));
      return random.chance(0.2) ? mutateText(random, text) : text;
    },
    check: (input) => checkAnswer(String(input)),
  }),
};

const messages: Json[] = [
  { type: 'feature_flags', data: { supports_preview_metadata: true } },
  { type: 'status', data: { status: { exec_info: { queue_remaining: 1 } }, sid: id } },
  { type: 'execution_start', data: { prompt_id: id } },
  { type: 'execution_cached', data: { nodes: ['1', '2'], prompt_id: id } },
  { type: 'executing', data: { node: '5', display_node: '5', prompt_id: id } },
  { type: 'progress', data: { value: 3, max: 20, prompt_id: id, node: '5' } },
  {
    type: 'progress_state',
    data: {
      prompt_id: id,
      nodes: { '5': { value: 3, max: 20, state: 'running', node_id: '5', display_node_id: '5' } },
    },
  },
  { type: 'executed', data: { node: '7', display_node: '7', output: {}, prompt_id: id } },
  { type: 'execution_success', data: { prompt_id: id } },
  { type: 'execution_error', data: { prompt_id: id, ...error } },
];

export const comfyuiTexts: Target = {
  name: 'comfyui-texts',
  share: 120,
  open: () => ({
    /** Several in a row: what one leaves behind meets the next. */
    make: (random) =>
      Array.from({ length: random.between(1, 5) }, () => mutateJson(random, random.pick(messages))),
    check(input) {
      let state = beginProgress(graph);
      for (const one of Array.isArray(input) ? input : []) {
        const message = readMessage(JSON.stringify(one));
        if (!message) continue;
        if (message.type === 'execution_error' && isRefusal(message.data))
          explainBlocked(message.data, graph);
        state = advance(state, message);
        const { success, error: wrong } = progressSchema.safeParse({ ...readProgress(state), at: 0 });
        insist(success, `progress that cannot be kept: ${wrong?.message}`);
      }
    },
  }),
};

function frame(event: number, second: number, ...rest: (string | Buffer)[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(event);
  head.writeUInt32BE(second, 4);
  return Buffer.concat([head, ...rest.map((one) => Buffer.from(one as string))]);
}
const metadata = JSON.stringify({
  prompt_id: id,
  node_id: '5',
  display_node_id: '5',
  image_type: 'image/jpeg',
});
const frames = [
  frame(1, 1, Buffer.from([0xff, 0xd8, 0xff])),
  frame(3, 2, '12text'),
  frame(4, metadata.length, metadata, Buffer.from([0x89, 0x50])),
];

export const comfyuiFrames: Target = {
  name: 'comfyui-frames',
  share: 150,
  open: () => ({
    make: (random) => mutateBytes(random, random.pick(frames)),
    check(input) {
      const read = readFrame(Buffer.from(input as Uint8Array));
      insist(read === null || read.kind === 'picture' || read.kind === 'text', 'a frame of no kind');
    },
  }),
};
