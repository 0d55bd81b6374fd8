/** LoRAs put into the graphs that come along, and a stand-in for ComfyUI that accepts what comes of it. */

import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../../core/card.ts';
import { parseJson } from '../../../core/json.ts';
import { type Graph, graphSchema } from '../../../core/workflow.ts';
import { type ComfyUiServer, startComfyUi } from '../../../playground/comfyui/server.ts';
import { openComfyUi } from '../../../worker/comfyui/backend.ts';
import { JobFailure } from '../../../worker/failure.ts';
import type { Definitions } from '../../../worker/workflows/definitions.ts';
import { insertLoras } from '../../../worker/workflows/insert-loras.ts';
import { askServer } from '../../../worker/workflows/server.ts';
import { validate } from '../../../worker/workflows/validate.ts';

let comfyui: ComfyUiServer;
let definitions: Definitions;
beforeAll(async () => {
  comfyui = await startComfyUi({
    models: { loras: ['style/paper-cutout.safetensors', 'soft-light.safetensors'] },
  });
  const server = await askServer(comfyui.url);
  if (!server.reachable) throw new Error(server.trouble);
  definitions = server.definitions;
});
afterAll(() => comfyui?.close());

const paper = { file: 'style/paper-cutout.safetensors', model: 0.8, clip: 0.5 };
const soft = { file: 'soft-light.safetensors', model: 1 };

async function shipped(name: string): Promise<Graph> {
  return graphSchema.parse(parseJson(await readFile(`workflows/${name}.json`, 'utf8')));
}
const loaders = (graph: Graph | null) =>
  Object.entries(graph ?? {})
    .filter(([id]) => id.startsWith('lora-'))
    .map(([id, { class_type, inputs }]) => ({ id, class_type, ...inputs }));

describe('a checkpoint', () => {
  it('is used through them, in the order of the prompt, with its text encoder', async () => {
    const graph = await shipped('sdxl');
    const result = insertLoras(graph, [paper, soft], definitions);
    expect(loaders(result)).toEqual([
      {
        id: 'lora-1',
        class_type: 'LoraLoader',
        model: ['1', 0],
        clip: ['1', 1],
        lora_name: paper.file,
        strength_model: 0.8,
        strength_clip: 0.5,
      },
      {
        id: 'lora-2',
        class_type: 'LoraLoader',
        model: ['lora-1', 0],
        clip: ['lora-1', 1],
        lora_name: soft.file,
        strength_model: 1,
        strength_clip: 1,
      },
    ]);
    expect(result?.['5']?.inputs.model).toEqual(['lora-2', 0]);
    expect(result?.['2']?.inputs.clip).toEqual(['lora-2', 1]);
    expect(result?.['3']?.inputs.clip).toEqual(['lora-2', 1]);
    // What it gives besides is used as before, and the graph that was given is as it was.
    expect(JSON.stringify(result)).toContain('["1",2]');
    expect(graph).toEqual(await shipped('sdxl'));
  });

  it('is used through them before a LoRA that the graph has itself', async () => {
    const graph = await shipped('sdxl');
    graph['lora-1'] = {
      class_type: 'LoraLoaderModelOnly',
      inputs: { model: ['1', 0], lora_name: soft.file, strength_model: 1 },
    };
    const sampler = graph['5'];
    if (sampler) sampler.inputs.model = ['lora-1', 0];
    const result = insertLoras(graph, [paper], definitions);
    expect(result?.['lora-1']?.inputs.model).toEqual(['lora-2', 0]);
    expect(result?.['5']?.inputs.model).toEqual(['lora-1', 0]);
    expect(result?.['2']?.inputs.clip).toEqual(['lora-2', 1]);
  });
});

it('models that are loaded in parts: both of Wan go through them, the text encoder once', async () => {
  const result = insertLoras(await shipped('wan-video'), [paper], definitions);
  expect(loaders(result).map(({ class_type }) => class_type)).toEqual(['LoraLoader', 'LoraLoaderModelOnly']);
});

it('a graph without a model has no place for them', async () => {
  expect(insertLoras(await shipped('no-model'), [paper], definitions)).toBeNull();
});

it('every workflow that comes along stays valid with them', async () => {
  const files = (await readdir('workflows')).filter(
    (file) => file.endsWith('.json') && file !== 'no-model.json',
  );
  for (const file of files) {
    const graph = await shipped(file.replace('.json', ''));
    const result = insertLoras(graph, [paper, soft], definitions);
    if (result === null) continue;
    expect(loaders(result).length, file).toBeGreaterThanOrEqual(2);
    expect(validate(result, definitions), file).toEqual(validate(graph, definitions));
  }
});

describe('at a server', () => {
  const signal = new AbortController().signal;
  const ask = async (graph: Graph, ...names: string[]) => {
    const backend = openComfyUi({ url: comfyui.url });
    try {
      return await backend.addLoras(
        graph,
        names.map((name) => ({ name, model: 1 })),
        signal,
      );
    } finally {
      await backend.close();
    }
  };
  it('names are found by their end', async () => {
    expect(loaders(await ask(await shipped('sdxl'), 'paper-cutout', 'SOFT-LIGHT'))).toMatchObject([
      { lora_name: 'style/paper-cutout.safetensors' },
      { lora_name: 'soft-light.safetensors' },
    ]);
  });
  it('an unknown one is refused with the closest', async () => {
    const refused = ask(await shipped('sdxl'), 'paper-cut');
    await expect(refused).rejects.toThrow('The ComfyUI server has no LoRA called "paper-cut".');
    const thrown = await refused.catch((one: unknown) => one);
    expect(thrown instanceof JobFailure && plain(thrown.remedy)).toContain('style/paper-cutout');
  });
  it('a workflow without a model is refused', async () => {
    await expect(ask(await shipped('no-model'), 'soft-light')).rejects.toThrow('loads no model');
  });
});
