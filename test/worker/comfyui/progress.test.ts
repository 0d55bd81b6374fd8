import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressSchema } from '../../../core/progress.ts';
import {
  advance,
  beginProgress,
  heaviest,
  type ProgressState,
  readProgress,
} from '../../../worker/comfyui/progress.ts';
import { type Message, readMessage } from '../../../worker/comfyui/wire.ts';
import { node, sampled } from '../graphs.ts';

const graph = sampled(1, { steps: 20 });

const said = (type: string, data: object): Message => {
  const message = readMessage(JSON.stringify({ type, data: { prompt_id: 'p', ...data } }));
  if (!message) throw new Error(`${type} is not understood`);
  return message;
};
const state = (nodes: Record<string, [value: number, max: number, state: string, shown?: string]>) =>
  said('progress_state', {
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, [value, max, word, shown = id]]) => [
        id,
        { value, max, state: word, node_id: id, prompt_id: 'p', display_node_id: shown },
      ]),
    ),
  });
const after = (...messages: Message[]): ProgressState => messages.reduce(advance, beginProgress(graph));

test('samplers count most: halfway through its steps the run is about half done', () => {
  const before = after(state({ '1': [1, 1, 'finished'], '2': [1, 1, 'finished'], '5': [0, 20, 'running'] }));
  const half = advance(before, said('progress', { node: '5', value: 10, max: 20 }));
  expect(readProgress(before).fraction).toBeLessThan(0.2);
  expect(readProgress(half)).toMatchObject({ node: 'Sampling', step: 10, steps: 20 });
  expect(readProgress(half).fraction).toBeGreaterThan(0.4);
  expect(readProgress(half).fraction).toBeLessThan(0.6);
  expect(readProgress(advance(half, said('execution_success', {}))).fraction).toBe(1);
});

test('values count, not messages: a throttled server comes as far as a talkative one', () => {
  const talkative = after(
    ...Array.from({ length: 20 }, (_, index) => said('progress', { node: '5', value: index + 1, max: 20 })),
  );
  const quiet = after(
    said('progress', { node: '5', value: 1, max: 20 }),
    said('progress', { node: '5', value: 20, max: 20 }),
  );
  expect(readProgress(quiet)).toEqual(readProgress(talkative));
});

test('a cached node is done, and so is everything that only it needs', () => {
  // The decoded picture is cached; nothing before it runs, and the server need not say so.
  const cached = after(said('execution_cached', { nodes: ['6'] }));
  expect(readProgress(cached).fraction).toBeGreaterThan(0.95);
  expect(
    readProgress(after(said('execution_cached', { nodes: ['1', '2', '3', '4'] }))).fraction,
  ).toBeLessThan(0.2);
});

test('servers before 0.3.45 tell it by executing and progress alone', () => {
  const run = after(
    said('executing', { node: '1' }),
    said('executing', { node: '5' }),
    said('progress', { value: 5, max: 20 }),
  );
  expect(readProgress(run)).toMatchObject({ node: 'Sampling', step: 5, steps: 20 });
});

test('what a node expanded into counts as that node', () => {
  const run = after(state({ '5': [0, 1, 'running'], '5.0.0.1': [3, 6, 'running', '5'] }));
  expect(readProgress(run).node).toBe('Sampling');
});

test('the greeting to a returning owner names the node without a prompt id', () => {
  const greeting = readMessage('{"type":"executing","data":{"node":"5"}}');
  expect(greeting && readProgress(advance(beginProgress(graph), greeting)).node).toBe('Sampling');
});

test('of several that run, the one that takes longest is spoken of', () => {
  expect(readProgress(after(state({ '5': [1, 20, 'running'], '4': [0, 1, 'running'] }))).node).toBe(
    'Sampling',
  );
});

test('the heaviest nodes are the samplers, or all when there is none', () => {
  expect(heaviest(graph)).toEqual(['5']);
  const plain = { a: node('EmptyImage', {}), b: node('SaveImage', {}) };
  expect(heaviest(plain)).toEqual(['a', 'b']);
});

test('messages that are not understood are null, not errors', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{"type":"crystools.monitor","data":{}}',
    '{"type":"progress_state","data":7}',
  ]) {
    expect(readMessage(text)).toBeNull();
  }
  expect(
    readMessage('{"type":"progress","data":{"prompt_id":"p","node":"5","value":NaN,"max":4}}')?.type,
  ).toBe('progress');
});

test('whatever order messages come in, the fraction stays between 0 and 1 and never goes back', () => {
  const id = fc.constantFrom(...Object.keys(graph), 'stranger', '5.0.0.1');
  const amount = fc.double({ min: -5, max: 50 });
  const anyMessage = fc.oneof(
    id.map((one) => said('executing', { node: one })),
    fc.array(id).map((nodes) => said('execution_cached', { nodes })),
    fc.tuple(id, amount, amount).map(([one, value, max]) => said('progress', { node: one, value, max })),
    fc
      .dictionary(id, fc.tuple(amount, amount, fc.constantFrom('running', 'finished')))
      .map((nodes) => state(nodes)),
    id.map((one) => said('executed', { node: one, output: null })),
  );
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 30 }), (messages) => {
      let run = beginProgress(graph);
      let last = 0;
      for (const message of messages) {
        run = advance(run, message);
        const { fraction, step = 0, steps = 1 } = readProgress(run);
        expect(fraction).toBeGreaterThanOrEqual(last);
        expect(fraction).toBeLessThanOrEqual(1);
        expect(step).toBeLessThanOrEqual(steps);
        expect(step).toBeGreaterThanOrEqual(0);
        last = fraction;
      }
    }),
  );
});

test('a step below zero or beyond the last is told as the first or the last', () => {
  const at = (value: number) => readProgress(after(state({ '5': [value, 20, 'running'] }))).step;
  expect([at(-1), at(3.4), at(27)]).toEqual([0, 3, 20]);
});

test('more steps than can be counted are not told, and the rest can still be kept', () => {
  const huge = readProgress(after(state({ '5': [3, 1e21, 'running'] })));
  expect(huge).not.toHaveProperty('steps');
  expect(progressSchema.safeParse({ ...huge, at: 0 }).success).toBe(true);
});

test('a graph with a circle has progress too', () => {
  const circle = { a: node('A', { x: ['b', 0] }), b: node('B', { x: ['a', 0] }) };
  expect(
    readProgress(advance(beginProgress(circle), said('executed', { node: 'a' }))).fraction,
  ).toBeGreaterThan(0.4);
});
