import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../core/errors.ts';
import { convert } from '../../../worker/workflows/convert.ts';
import { readWorkflowFile } from '../../../worker/workflows/read.ts';
import { makers } from './files.ts';
import { definitions, graphs, readFixture } from './support.ts';

const api = graphs.get('sd15_txt2img');
const editor = readFixture('pairs/subgraph.ui.json');
const texts = { prompt: JSON.stringify(api), workflow: JSON.stringify(editor) };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe.each(Object.entries(makers))('%s', (name, make) => {
  test('carries the graph that ran and the workflow of the editor', () => {
    const file = readWorkflowFile(name, make(texts));
    expect(file.api).toEqual(api);
    expect(file.editor?.subgraphs.size).toBe(1);
    expect(file.notes).toEqual([]);
  });

  test('a graph with NaN in it and a long text are read', () => {
    const long = 'x'.repeat(40_000);
    const graph = `{"1": {"class_type": "A", "inputs": {"text": "${long}"}, "is_changed": NaN}}`;
    expect(readWorkflowFile(name, make({ prompt: graph })).api?.['1']?.inputs).toEqual({ text: long });
  });

  test('without one it says what to send instead', () => {
    expect(() => readWorkflowFile(name, make({ title: 'a picture' }))).toThrow(
      /carries no workflow.*as ComfyUI saved it/,
    );
  });

  test('cut off in the middle, before the workflow, it says so', () => {
    const bytes = make({ note: 'x'.repeat(500), ...texts });
    expect(() => readWorkflowFile(name, bytes.subarray(0, 300))).toThrow(/is damaged|carries no workflow/);
  });
});

describe('JSON', () => {
  test.each([
    ['the API format', api],
    ['with entries that are no nodes', { ...api, version: 3, extra: {} }],
    [
      'a request to a server',
      { prompt: api, client_id: 'x', extra_data: { extra_pnginfo: { workflow: editor } } },
    ],
    ['an entry of a server’s queue', [4, 'an-id', api, {}, ['9']]],
    ['what the editor makes of a graph', { output: api, workflow: editor }],
    ['a text in a text', JSON.stringify(JSON.stringify(api))],
  ])('%s', (_, given) => {
    expect(readWorkflowFile('a.json', json(given)).api).toEqual(api);
  });

  test('of the editor, in UTF-8 with a mark and in UTF-16', () => {
    const text = `\ufeff${JSON.stringify(editor)}`;
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le')])
      expect(readWorkflowFile('a.json', bytes).form).toBe('editor format');
  });

  test('a seed that is too large for a number keeps its digits', () => {
    const text = '{"3": {"class_type": "KSampler", "inputs": {"seed": 18446744073709551615}}}';
    expect(readWorkflowFile('a.json', Buffer.from(text)).api?.['3']?.inputs.seed).toBe(
      '18446744073709551615',
    );
  });
});

describe('says what is wrong', () => {
  const deep = '['.repeat(5000);
  const many = Array.from({ length: 3001 }, (_, id) => ({ id, type: 'A' }));
  const parameters = 'a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7';
  test.each([
    ['an empty file', Buffer.alloc(0), 'a.file: The file is empty.'],
    ['some text', Buffer.from('hello'), 'a.file: This is no workflow: neither JSON nor a picture'],
    [
      'JSON of something else',
      json({ name: 'x' }),
      'a.file: This JSON is no ComfyUI workflow: it has neither nodes nor a prompt.',
    ],
    ['a list', json([1, 2]), 'a.file: This JSON is no ComfyUI workflow'],
    ['broken JSON', Buffer.from('{"nodes": ['), 'a.file: The JSON is broken: '],
    ['deep JSON', Buffer.from(deep), 'a.file: The JSON is nested more than 200 deep.'],
    [
      'too many nodes',
      json({ nodes: many }),
      'a.file: The workflow has 3,001 nodes; at most 3,000 are taken.',
    ],
    [
      'a node without a type',
      json({ nodes: [{ id: 1 }] }),
      'a.file: The workflow cannot be read: nodes.0.type is missing.',
    ],
    [
      'a node with strange inputs',
      json({ a: { class_type: 5 } }),
      'a.file: The graph cannot be read: a.class_type is no string.',
    ],
    [
      'a graph as a list of itself',
      json({ prompt: { prompt: { prompt: { prompt: { prompt: { prompt: { prompt: {} } } } } } } }),
      'wrapped too often',
    ],
    ['another program', makers['plain.png']?.({ parameters }), 'carries the parameters of another program'],
    [
      'a broken workflow',
      makers['plain.png']?.({ workflow: '{"nodes": 5' }),
      'a.file: This PNG picture carries a workflow. Its workflow cannot be read: The JSON is broken',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readWorkflowFile('a.file', bytes ?? Buffer.alloc(0))).toThrow(message);
    expect(() => readWorkflowFile('a.file', bytes ?? Buffer.alloc(0))).toThrow(UserError);
  });

  test('a picture that unpacks to far more than a workflow', () => {
    const bomb = makers['packed.png']?.({ workflow: `"${'a'.repeat(17_000_000)}"` });
    expect(() => readWorkflowFile('bomb.png', bomb ?? Buffer.alloc(0))).toThrow('carries no workflow');
  });
});

/** A long run by hand: FUZZ_RUNS=100000. */
const runs = Number(process.env.FUZZ_RUNS ?? 400);
const whole = [
  ...Object.values(makers).map((make) => make(texts)),
  json(api),
  json(editor),
  ...['txt2img-widget-sockets', 'dynamic-combo', 'object-widget-values'].map((name) =>
    json(readFixture(`pairs/${name}.ui.json`)),
  ),
];

test('a damaged file ends in a workflow or in an error that people can read', () => {
  const damage = fc.record({
    file: fc.nat({ max: whole.length - 1 }),
    writes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
    cut: fc.option(fc.nat(), { nil: undefined }),
    moved: fc.option(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 200 })), { nil: undefined }),
  });
  fc.assert(
    fc.property(damage, ({ file, writes, cut, moved }) => {
      const bytes = Buffer.from(whole[file] ?? []);
      for (const [at, byte] of writes) bytes[at % bytes.length] = byte;
      if (moved)
        bytes.copyWithin(
          moved[0] % bytes.length,
          moved[1] % bytes.length,
          (moved[1] % bytes.length) + moved[2],
        );
      const given = cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length);
      try {
        const { editor: read } = readWorkflowFile('a file', given);
        if (read) convert(read, definitions);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
        expect(String(thrown)).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: runs },
  );
}, 300_000);
