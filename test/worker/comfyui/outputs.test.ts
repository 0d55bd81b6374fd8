import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHistory } from '../../../worker/comfyui/history.ts';
import { findOutputs, viewPath } from '../../../worker/comfyui/outputs.ts';
import { historyEntrySchema, historySchema } from '../../../worker/comfyui/wire.ts';
import { toldOf } from '../../support/failure.ts';
import { node } from '../graphs.ts';

const graph = { '1': node('KSampler', {}), '7': node('SaveImage', {}, 'Saving') };
const saved = (filename: string) => ({ filename, subfolder: '', type: 'output' });

test('files are found under any key, with the word of the node whether they move', () => {
  const found = findOutputs(
    {
      '7': { images: [saved('a.png'), saved('b.png')] },
      '8': { images: [saved('v.mp4')], animated: [true] },
      '9': { audio: [saved('s.flac')] },
      '10': {
        gifs: [
          { ...saved('c.mp4'), format: 'video/h264-mp4', frame_rate: 8, workflow: 'c.png', fullpath: '/x' },
        ],
      },
      '11': { a_images: [saved('d.png')], b_images: [saved('e.png')] },
      '12': { text: ['some words', '', 5] },
      '13': null,
    },
    graph,
  );
  expect(found.map((one) => (one.kind === 'file' ? one.file.filename : one.text))).toEqual([
    'a.png',
    'b.png',
    'v.mp4',
    's.flac',
    'c.mp4',
    'd.png',
    'e.png',
    'some words',
  ]);
  expect(found[0]).toMatchObject({ node: '7', title: 'Saving', animated: false });
  expect(found[2]).toMatchObject({ node: '8', title: '#8', animated: true });
});

test('a file that two nodes show is taken once, and uploads of others are not taken', () => {
  const found = findOutputs(
    {
      '7': { images: [saved('a.png')] },
      '8': { images: [saved('a.png'), { ...saved('in.png'), type: 'input' }] },
    },
    graph,
  );
  expect(found).toHaveLength(1);
});

test('an address for /view carries any file name', () => {
  const path = viewPath({ filename: 'a b&c=d#.png', subfolder: 'x/ü', type: 'output' });
  const { searchParams } = new URL(path, 'http://host');
  expect(Object.fromEntries(searchParams)).toEqual({
    filename: 'a b&c=d#.png',
    subfolder: 'x/ü',
    type: 'output',
  });
});

test('whatever stands in a history, reading it throws nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())), (outputs) => {
      const entry = historyEntrySchema.parse({ outputs, status: null });
      expect(readHistory(entry, graph).how).toBe('success');
    }),
  );
});

const entry = (status_str: string, last: [string, object], cached: string[] = []) =>
  historySchema.parse({
    p: {
      prompt: [1, 'p', {}, {}, []],
      outputs: { '7': { images: [saved('a.png')] } },
      status: {
        status_str,
        completed: status_str === 'success',
        messages: [
          ['execution_start', { prompt_id: 'p', timestamp: 1000 }],
          ['execution_cached', { nodes: cached, prompt_id: 'p', timestamp: 1001 }],
          last,
        ],
      },
      meta: {},
    },
  }).p;
const read = (...of: Parameters<typeof entry>) => {
  const one = entry(...of);
  if (!one) throw new Error('no entry');
  return readHistory(one, graph);
};

test('how it ended is told by the last message, not by the status', () => {
  const end = { prompt_id: 'p', timestamp: 4500 };
  expect(read('success', ['execution_success', end])).toMatchObject({ how: 'success', ranMs: 3500 });
  expect(read('error', ['execution_interrupted', { ...end, node_id: '1' }]).how).toBe('interrupted');
  const error = {
    ...end,
    node_id: '1',
    node_type: 'KSampler',
    exception_type: 'X',
    exception_message: 'why\n',
  };
  const failed = read('error', ['execution_error', error]);
  expect(failed).toMatchObject({ how: 'failed', found: [{ kind: 'file' }] });
  expect(toldOf(failed.failure).message).toBe('"KSampler" failed: why (X)');
});

test('a run whose long part came from the cache has no run time', () => {
  const end = { prompt_id: 'p', timestamp: 1003 };
  expect(read('success', ['execution_success', end], ['1']).ranMs).toBeNull();
  expect(read('success', ['execution_success', end], ['7']).ranMs).toBe(3);
});
