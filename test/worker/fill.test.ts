import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/errors.ts';
import type { Values } from '../../core/workflow.ts';
import { fillGraph } from '../../worker/fill.ts';
import { anyChar } from '../support/any-char.ts';
import { picture } from '../support/workflows.ts';
import { node } from './graphs.ts';

const values: Values = {
  prompt: 'a lighthouse',
  negative: '',
  seed: 7,
  steps: 20,
  guidance: 7,
  size: 'wide',
  count: 2,
};
const fill = (changes: Values = {}, workflow = picture) =>
  fillGraph({ workflow, values: { ...values, ...changes }, filePrefix: 'rendezvous/abc123' });

test('each value stands at its targets, and the workflow is left as it was', () => {
  const before = structuredClone(picture.graph);
  const graph = fill();
  expect(graph['1']?.inputs.text).toBe('a lighthouse');
  expect(graph['3']?.inputs).toMatchObject({ seed: 7, steps: 20, cfg: 7 });
  // 512² pixels at 16:9, in multiples of 64.
  expect(graph['4']?.inputs).toEqual({ width: 704, height: 384, batch_size: 2 });
  expect(picture.graph).toEqual(before);
});

test('a prompt is one text and nothing else, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyChar, minLength: 1 }), (prompt) => {
      fc.pre(prompt.trim() !== '');
      const graph = fill({ prompt });
      expect(JSON.parse(JSON.stringify(graph))['1'].inputs.text).toBe(prompt);
      const { '1': _filled, ...others } = graph;
      const { '1': _plain, ...expected } = fill();
      expect(others).toEqual(expected);
    }),
  );
});

test('what does not fit is refused with what it must be', () => {
  const refused = (changes: Values, message: string) =>
    expect(() => fill(changes)).toThrow(expect.objectContaining({ name: 'UserError', message }));
  refused({ steps: 400 }, 'steps must be 1 to 50, got 400.');
  refused({ steps: 2.5 }, 'steps must be a whole number, got 2.5.');
  refused({ guidance: Number.NaN }, 'guidance must be a number, got NaN.');
  refused({ seed: 2 ** 53 }, 'seed must be a whole number, got 9007199254740992.');
  refused({ prompt: '  ' }, 'prompt must not be empty.');
  refused({ size: 'round' }, 'size must be one of square, portrait, landscape, tall, wide, got round.');
  refused({ strength: 1 }, 'Picture has no input called strength.');
});

test('a default fills what was left out, but a seed has to be there', () => {
  const { steps: _steps, seed: _seed, ...rest } = values;
  const graph = fillGraph({ workflow: picture, values: { ...rest, seed: 1 }, filePrefix: 'p' });
  expect(graph['3']?.inputs.steps).toBe(20);
  expect(() => fillGraph({ workflow: picture, values: rest, filePrefix: 'p' })).toThrow('seed has no value');
});

test('an input may have several targets, and names of the prototype are only names', () => {
  const workflow = {
    title: 'T',
    graph: { '57:8': node('A', { 'images.image0': 1, seed: 0 }), b: node('B', { seed: 0 }) },
    inputs: { seed: { type: 'seed' as const, to: ['57:8.seed', 'b.seed'], min: 0, max: 9 } },
  };
  const graph = fillGraph({ workflow, values: { seed: 5 }, filePrefix: 'p' });
  expect([graph['57:8']?.inputs.seed, graph.b?.inputs.seed]).toEqual([5, 5]);
  expect(() => fillGraph({ workflow, values: { seed: 5, constructor: 1 }, filePrefix: 'p' })).toThrow(
    UserError,
  );
});

test('every node that saves gets the prefix of this submission, linked ones excepted', () => {
  const workflow = {
    title: 'T',
    inputs: {},
    graph: {
      '1': node('SaveImage', { images: ['9', 0], filename_prefix: '../../evil' }),
      '2': node('SaveAudio', { audio: ['9', 0], filename_prefix: 'audio/x' }),
      '3': node('SaveImage', { images: ['9', 0], filename_prefix: ['8', 0] }),
      '4': node('PreviewImage', { images: ['9', 0] }),
    },
  };
  const graph = fillGraph({ workflow, values: {}, filePrefix: 'rendezvous/abc' });
  expect(Object.values(graph).map(({ inputs }) => inputs.filename_prefix)).toEqual([
    'rendezvous/abc',
    'rendezvous/abc',
    ['8', 0],
    undefined,
  ]);
});

const key = 'in-a/0123456789abcdef0123456789abcdef.png';
const remake: typeof picture = {
  ...picture,
  inputs: { image: { type: 'image', to: ['5.image'], required: true } },
  graph: { '5': { class_type: 'LoadImage', inputs: { image: 'example.png' } } },
};

test('a file stands in the graph under the name the backend gave it, never under its key', () => {
  const handed = new Map([[key, 'rendezvous/abc.png']]);
  const graph = fillGraph({ workflow: remake, values: { image: key }, filePrefix: 'x', handed });
  expect(graph['5']?.inputs.image).toBe('rendezvous/abc.png');
  expect(() => fillGraph({ workflow: remake, values: { image: key }, filePrefix: 'x' })).toThrow(
    'image was not handed to the backend before its graph was filled',
  );
});

test('a file that must be there is asked for; without one that may be left out the graph keeps its own', () => {
  expect(() => fillGraph({ workflow: remake, values: {}, filePrefix: 'x' })).toThrow(
    'image is missing: a picture has to be attached.',
  );
  const optional = {
    ...remake,
    inputs: { image: { type: 'image' as const, to: ['5.image'], required: false } },
  };
  const graph = fillGraph({ workflow: optional, values: {}, filePrefix: 'x' });
  expect(graph['5']?.inputs.image).toBe('example.png');
});
