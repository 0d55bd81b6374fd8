import { describe, expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import type { Graph } from '../../../core/workflow.ts';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';
import { judge, tellRefusal } from '../../../worker/workflows/policy.ts';
import { definitions, graphs } from './support.ts';

const using = (class_type: string, inputs: Record<string, unknown> = {}): Graph => ({
  '5': { class_type, inputs },
});

test.each([...graphs])('%s is allowed', (_, graph) => expect(judge(graph, { definitions })).toEqual([]));

test.each([
  ['runs code', ['ExecPython', 'Evaluate Integers', 'exec_shell_node', 'IDE Node']],
  [
    'reaches other machines',
    [
      'LoadImageFromURL',
      'Load Image From Url (mtb)',
      'HttpRequestNode',
      'DiscordWebhook',
      'CivitaiDownloader',
      'OllamaGenerate',
    ],
  ],
  [
    'reads or writes files',
    [
      'VHS_LoadVideoPath',
      'Load Image Batch',
      'Save Text File',
      'ReadFile',
      'LoadImageSetFromFolderNode',
      'Image Save',
      'Load Images From Dir',
    ],
  ],
  ['what others have made', ['LoadImageOutput', 'LoadLatent']],
  ['trains or writes models', ['TrainLoraNode', 'CheckpointSave', 'SaveLoRA']],
])('what %s is refused', (because, classes) => {
  for (const name of classes)
    expect(judge(using(name)), name).toMatchObject([{ node: '5', classType: name }]);
  for (const name of classes) expect(plain(judge(using(name))[0]?.because ?? '')).toContain(because);
});

test('names that only sound like it are allowed', () => {
  for (const name of [
    'SaveImageWebsocket',
    'KSampler',
    'LoadImage',
    'SaveText',
    'ImageFromBatch',
    'RepeatImageBatch',
    'File3DToSplat',
  ])
    expect(judge(using(name)), name).toEqual([]);
});

describe('packs', () => {
  const node = (python_module: string) => ({ input: { required: {} }, output: [], python_module });
  const server = readDefinitions({
    Odd: node('custom_nodes.odd-pack'),
    VHS_VideoCombine: node('custom_nodes.ComfyUI-VideoHelperSuite'),
    Cloud: node('comfy_api_nodes.nodes_cloud'),
    Plain: node('comfy_extras.nodes_plain'),
  });

  test('that nobody knows and paid services are refused, well-known packs and ComfyUI itself are not', () => {
    const refused = (name: string) =>
      judge(using(name), { definitions: server }).map(({ because }) => plain(because));
    expect(refused('Odd')).toEqual(['it comes from odd-pack, a pack of which nothing is known here']);
    expect(refused('Cloud')).toEqual(['it sends what it is given to a paid service on the internet']);
    expect(refused('VHS_VideoCombine')).toEqual([]);
    expect(refused('Plain')).toEqual([]);
  });

  test('are allowed by the operator, class by class or as a whole', () => {
    for (const allowed of [new Set(['Odd']), new Set(['custom_nodes.odd-pack'])])
      expect(judge(using('Odd'), { definitions: server, allowed })).toEqual([]);
  });
});

test.each([
  ['LoadImage', { image: '../../etc/passwd' }, 'its image leads out of the server'],
  ['LoadImage', { image: '/etc/passwd' }, 'its image leads out of the server'],
  ['Anything', { file: 'C:\\secrets.txt' }, 'its file leads out of the server'],
  ['Anything', { source: 'https://example.com/x.png' }, 'its source leads out of the server'],
  ['LoadImage', { image: 'ComfyUI_00001_.png [output]' }, 'its image is a file that others have made'],
])('%s with %j is refused', (name, inputs, because) => {
  expect(plain(judge(using(name, inputs))[0]?.because ?? '')).toContain(because);
});

test('a prompt may speak of files and addresses', () => {
  expect(judge(using('CLIPTextEncode', { text: '/imagine https://example.com ../..' }))).toEqual([]);
});

test('a refusal says what, why, and who can change it', () => {
  const [refusal] = judge(using('TrainLoraNode'));
  expect(refusal && tellRefusal(refusal)).toBe(
    'node 5 (TrainLoraNode) is not allowed from chat: it trains or writes models on the server. Whoever runs this bot can allow TrainLoraNode by name.',
  );
});
