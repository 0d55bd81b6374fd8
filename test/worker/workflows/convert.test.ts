/** What the pairs do not show: forms of older editors and of packs, and files that make no sense. */

import { describe, expect, test } from 'vitest';
import { convert } from '../../../worker/workflows/convert.ts';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';
import { readEditor } from '../../../worker/workflows/editor.ts';
import { linesOf } from '../../support/failure.ts';
import { definitions } from './support.ts';

type Node = Record<string, unknown>;

const emptyImage = (id: number, more: Node = {}): Node => ({
  id,
  type: 'EmptyImage',
  outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
  widgets_values: [64, 32, 1, 255],
  ...more,
});
const save = (id: number, link: number | null): Node => ({
  id,
  type: 'SaveImage',
  inputs: [{ name: 'images', type: 'IMAGE', link }],
  widgets_values: ['x'],
});
const through = (id: number, type: string, link: number | null, more: Node = {}): Node => ({
  id,
  type,
  inputs: [{ name: 'image', type: 'IMAGE', link }],
  outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
  ...more,
});

function run(nodes: Node[], links: unknown[] = [], more: Node = {}) {
  return convert(readEditor({ nodes, links, version: 0.4, ...more }), definitions);
}
const inputsOf = (converted: ReturnType<typeof run>, id: string) => converted.graph[id]?.inputs;

describe('values', () => {
  test('the first editors saved yes or no behind a seed', () => {
    const values = [7, true, 20, 8, 'euler', 'normal', 1];
    expect(inputsOf(run([{ id: 3, type: 'KSampler', widgets_values: values }]), '3')).toMatchObject({
      seed: 7,
      steps: 20,
      cfg: 8,
    });
  });

  test('values that a newer version has more of get its standards', () => {
    expect(inputsOf(run([emptyImage(1, { widgets_values: [100] })]), '1')).toEqual({
      width: 100,
      height: 512,
      batch_size: 1,
      color: 0,
    });
  });

  test('values that do not fit are said', () => {
    const { notes } = run([emptyImage(1, { widgets_values: ['wide', 32, 1, 255] })]);
    expect(linesOf(notes)).toEqual(['node 1 EmptyImage: the saved value of width is no number: "wide".']);
  });

  test('a list that is a value is wrapped, so that nobody takes it for a link', () => {
    const pack = readDefinitions({ Points: { input: { required: { points: ['STRING', {}] } }, output: [] } });
    const { graph } = convert(
      readEditor({ nodes: [{ id: 1, type: 'Points', widgets_values: [['1', 0]] }] }),
      pack,
    );
    expect(graph['1']?.inputs).toEqual({ points: { __value__: ['1', 0] } });
  });

  test('of a class that the server does not have are read by the names of the sockets, and that is said', () => {
    const inputs = [
      { name: 'seed', type: 'INT', widget: { name: 'seed' }, link: null },
      { name: 'mode', type: 'COMBO', widget: { name: 'mode' }, link: null },
    ];
    const converted = run([{ id: 1, type: 'Foreign', inputs, widgets_values: [5, 'randomize', 'fast'] }]);
    expect(inputsOf(converted, '1')).toEqual({ seed: 5, mode: 'fast' });
    expect(linesOf(converted.notes)).toEqual([
      'node 1 Foreign: its values are read by the names of its sockets.',
    ]);
  });

  test('of such a class without names cannot be known', () => {
    const { problems } = run([{ id: 1, type: 'Foreign', title: 'Mystery', widgets_values: [5, 'fast'] }]);
    expect(linesOf(problems)).toEqual([
      'node 1 Mystery (Foreign) has values whose names only a server with Foreign knows.',
    ]);
  });
});

describe('links', () => {
  test('go through set and get nodes of the same name', () => {
    const converted = run(
      [
        emptyImage(1),
        through(2, 'SetNode', 1, { widgets_values: ['picture'] }),
        through(3, 'GetNode', null, { inputs: [], widgets_values: ['picture'] }),
        save(4, 2),
      ],
      [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [2, 3, 0, 4, 0, 'IMAGE'],
      ],
    );
    expect(inputsOf(converted, '4')?.images).toEqual(['1', 0]);
    expect(Object.keys(converted.graph)).toEqual(['1', '4']);
  });

  test('that get what nobody sets are said', () => {
    const { problems } = run(
      [through(3, 'GetNode', null, { widgets_values: ['lost'] }), save(4, 2)],
      [[2, 3, 0, 4, 0, 'IMAGE']],
    );
    expect(linesOf(problems)).toEqual([
      'node 4 SaveImage: images is not connected: it gets "lost", which no set node sets.',
    ]);
  });

  test('that bite their own tail end', () => {
    const { problems } = run(
      [through(1, 'Reroute', 2), through(2, 'Reroute', 1), save(3, 3)],
      [
        [1, 1, 0, 2, 0, '*'],
        [2, 2, 0, 1, 0, '*'],
        [3, 2, 0, 3, 0, '*'],
      ],
    );
    expect(linesOf(problems)).toEqual([
      'node 3 SaveImage: images is not connected: its link leads back to itself.',
    ]);
  });

  test('that are not in the file are said', () => {
    expect(linesOf(run([save(1, 9)]).problems)).toEqual([
      'node 1 SaveImage: images is not connected: its link 9 is not in the file.',
    ]);
  });

  test('that a pack makes while the editor prepares a run are said', () => {
    const { problems } = run([{ id: 1, type: 'Anything Everywhere', inputs: [] }]);
    expect(linesOf(problems)).toEqual([
      'node 1 Anything Everywhere hands its inputs on without links, which only its own editor code can follow.',
    ]);
  });

  test('a thousand reroutes in a row are followed', () => {
    const reroutes = Array.from({ length: 1000 }, (_, at) => through(at + 2, 'Reroute', at + 1));
    const links = Array.from({ length: 1001 }, (_, at) => [at + 1, at + 1, 0, at + 2, 0, '*']);
    expect(inputsOf(run([emptyImage(1), ...reroutes, save(1002, 1001)], links), '1002')?.images).toEqual([
      '1',
      0,
    ]);
  });
});

describe('group nodes', () => {
  const group = {
    nodes: [
      { type: 'EmptyImage', outputs: [{ name: 'IMAGE', type: 'IMAGE' }], widgets_values: [8, 8, 1, 0] },
      {
        type: 'ImageScale',
        inputs: [{ name: 'image', type: 'IMAGE', link: null }],
        outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
      },
      {
        type: 'ImageBlend',
        inputs: [
          { name: 'image1', type: 'IMAGE' },
          { name: 'image2', type: 'IMAGE' },
        ],
        outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
      },
    ],
    links: [
      [0, 0, 1, 0, 1, 'IMAGE'],
      [1, 0, 2, 0, 2, 'IMAGE'],
      [null, 0, 2, 1, 7, 'IMAGE'],
    ],
    external: [],
  };
  const host = {
    id: 9,
    type: 'workflow>Pair',
    inputs: [{ name: 'image2', type: 'IMAGE', link: 1 }],
    outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
    widgets_values: [64, 32, 2, 255, 'area', 16, 24, 'center', 0.25, 'multiply'],
  };

  test('become the nodes inside, with the values and links of the outside', () => {
    const converted = run(
      [emptyImage(1), host, save(4, 2)],
      [
        [1, 1, 0, 9, 0, 'IMAGE'],
        [2, 9, 0, 4, 0, 'IMAGE'],
      ],
      { extra: { groupNodes: { Pair: group } } },
    );
    expect(converted.problems).toEqual([]);
    expect(
      Object.fromEntries(Object.entries(converted.graph).map(([id, { inputs }]) => [id, inputs])),
    ).toEqual({
      '1': { width: 64, height: 32, batch_size: 1, color: 255 },
      '9:0': { width: 64, height: 32, batch_size: 2, color: 255 },
      '9:1': { image: ['9:0', 0], upscale_method: 'area', width: 16, height: 24, crop: 'center' },
      '9:2': { image1: ['9:1', 0], image2: ['1', 0], blend_factor: 0.25, blend_mode: 'multiply' },
      '4': { images: ['9:2', 0], filename_prefix: 'x' },
    });
  });

  test('that the file does not define are classes nobody has', () => {
    const { problems } = run([host]);
    expect(linesOf(problems)[0]).toBe(
      'node 9 workflow>Pair has values whose names only a server with workflow>Pair knows.',
    );
  });
});

describe('files that make no sense', () => {
  const subgraph = (id: string, nodes: Node[]) => ({
    id,
    name: id,
    nodes,
    links: [],
    inputs: [],
    outputs: [],
  });

  test('a subgraph that holds itself is refused', () => {
    const definitions = {
      subgraphs: [subgraph('a', [{ id: 1, type: 'b' }]), subgraph('b', [{ id: 1, type: 'a' }])],
    };
    expect(() => run([{ id: 1, type: 'a' }], [], { definitions })).toThrow('The subgraph "a" holds itself.');
  });

  test('subgraphs that unfold without end are refused', () => {
    const twice = (type: string) => Array.from({ length: 10 }, (_, id) => ({ id, type }));
    const subgraphs = ['a', 'b', 'c', 'd'].map((id, at, all) => subgraph(id, twice(all[at + 1] ?? 'Note')));
    expect(() => run([{ id: 1, type: 'a' }], [], { definitions: { subgraphs } })).toThrow(
      'more than 3,000 nodes',
    );
  });

  test('names that mean something to JavaScript mean nothing', () => {
    const odd = {
      id: '__proto__',
      type: 'Foreign',
      inputs: [{ name: 'constructor', type: '*', link: null }],
      widgets_values: { toString: 1 },
    };
    const { graph } = run([odd]);
    expect(Object.keys(graph)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(graph)).toBe(Object.prototype);
  });
});
