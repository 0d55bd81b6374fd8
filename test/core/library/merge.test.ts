/** A workflow is made of its file, its side file, and what a worker read. */
import { describe, expect, test } from 'vitest';
import { mergeWorkflow, type Parts } from '../../../core/library/merge.ts';
import { parseSide } from '../../../core/library/side.ts';
import { nameFrom, titleFrom } from '../../../core/library/source.ts';
import { graph, readingOf } from './readings.ts';

const parts = (changes: Partial<Parts> = {}): Parts => ({
  name: 'flow',
  file: { id: 'f'.repeat(32), name: 'My Flow.json' },
  chat: false,
  side: {},
  graph: null,
  reading: readingOf(),
  ...changes,
});
const side = (text: string) => parseSide(text, 'flow.yaml');

describe('what was found', () => {
  test('stands as it is without a side file, under the name of its file', () => {
    const flow = mergeWorkflow(parts());
    expect(flow).toMatchObject({ name: 'flow', title: 'My Flow', order: 100, graph });
    expect(Object.keys(flow.inputs)).toEqual(['prompt', 'steps', 'model', 'image']);
    expect(flow.source).toEqual({ file: 'f'.repeat(32), chat: false });
  });

  test('the side file changes one key, one whole input, or takes one away', () => {
    const { title, inputs } = mergeWorkflow(
      parts({
        side: side(
          'title: Named\ninputs:\n  steps: { max: 30 }\n  model: false\n  extra: { type: seed, to: 3.seed }\n',
        ),
      }),
    );
    expect(title).toBe('Named');
    expect(inputs.steps).toMatchObject({ min: 1, max: 30, default: 20 });
    expect(Object.keys(inputs)).toEqual(['prompt', 'steps', 'image', 'extra']);
  });

  test('an input that becomes another kind keeps nothing of the old one', () => {
    const changed = side(
      'inputs:\n  steps: { type: choice, to: 3.steps, options: ["20", "30"], default: "20" }\n',
    );
    expect(mergeWorkflow(parts({ side: changed })).inputs.steps).toEqual({
      type: 'choice',
      to: ['3.steps'],
      options: ['20', '30'],
      default: '20',
    });
  });

  test.each([
    [
      'find: false\ninputs:\n  steps: { type: integer, to: 3.steps, min: 1, max: 9, default: 5 }\n',
      ['steps'],
    ],
    ['find: false\n', []],
  ])('is left out where the side file says so: %j', (text, names) => {
    expect(Object.keys(mergeWorkflow(parts({ side: side(text) })).inputs)).toEqual(names);
  });

  test('a version is of the graph and of what may be set', () => {
    const version = (changes: Partial<Parts>) => mergeWorkflow(parts(changes)).version;
    expect(version({})).toBe(version({ reading: readingOf({ info: 'there', madeAt: 9 }) }));
    expect(version({})).not.toBe(version({ side: side('inputs: { steps: { max: 30 } }') }));
  });
});

test('a graph in API format whose side file lists its inputs needs no reading', () => {
  const listed = side(
    'title: T\ninputs:\n  steps: { type: integer, to: 3.steps, min: 1, max: 9, default: 5 }\n',
  );
  const flow = mergeWorkflow(parts({ graph, reading: null, side: listed }));
  expect(Object.keys(flow.inputs)).toEqual(['steps']);
  expect(() => mergeWorkflow(parts({ graph, reading: null, side: { ...listed, find: true } }))).toThrow(
    'has not been read yet',
  );
});

describe('from a chat', () => {
  const chat = (text: string) => () => mergeWorkflow(parts({ chat: true, side: side(text) }));

  test('inputs may be renamed, narrowed and left out', () => {
    const text =
      'inputs:\n  steps: { max: 30 }\n  model: { options: [b.safetensors], default: b.safetensors }\n';
    expect(chat(text)().inputs).toMatchObject({ steps: { max: 30 }, image: { required: true } });
  });

  test.each([
    [
      'the file that others uploaded is not read',
      'inputs: { image: false }',
      /"4\.image" names a file on the server/,
    ],
    [
      'nor where it need not be given',
      'inputs: { image: { required: false } }',
      /has to be a required input/,
    ],
    [
      'nor by its name as text',
      'inputs: { image: { type: text, to: 4.image, default: theirs.png } }',
      /input "image" goes to "4\.image", which workflows added in a chat may not set/,
    ],
    [
      'nor by its name as a choice',
      'inputs: { image: { type: choice, to: 4.image, options: [theirs.png], default: theirs.png } }',
      /may not set/,
    ],
    ['no text goes where none is for people', 'inputs: { file: { type: text, to: 1.name } }', /may not set/],
    [
      'no choice beyond those that were found',
      'inputs: { model: { options: [../../x.safetensors], default: ../../x.safetensors } }',
      /may not set/,
    ],
  ])('%s', (_, text, words) => expect(chat(text)).toThrow(words));
});

test('a side file that is none is refused with its name', () => {
  expect(() => side('title: [')).toThrow(/^flow\.yaml is not valid YAML/);
  expect(() => side('inputs: 7')).toThrow(/^flow\.yaml: /);
  expect(() => side(`a: ${'x'.repeat(300_000)}`)).toThrow(/at most 200,000 are read/);
});

test.each([
  ['My Flow (v2).json', 'my-flow-v2', 'My Flow (v2)'],
  ['ComfyUI_00012_.png', 'comfyui-00012', 'ComfyUI 00012'],
  ['Über Bild.webp', 'uber-bild', 'Über Bild'],
  ['../../etc/passwd', 'passwd', 'Passwd'],
  ['日本.png', 'workflow', '日本'],
])('%s is called %s', (file, name, title) => {
  expect(nameFrom(file)).toBe(name);
  expect(titleFrom(file)).toBe(title);
});
