/** Known before anybody waits: what nothing that is here can run. */

import { expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { against, bestReading, refused } from '../../../core/library/ability.ts';
import type { Known } from '../../../core/library/knowledge.ts';
import { mergeWorkflow } from '../../../core/library/merge.ts';
import type { Read, Reading } from '../../../core/library/reading.ts';
import { refusalOf } from '../../../core/library/refusal.ts';
import type { Workflow } from '../../../core/workflow.ts';
import { linesOf } from '../../support/failure.ts';
import { lacksModel, readingOf } from './readings.ts';

const workflow = mergeWorkflow({
  name: 'flow',
  file: { id: 'f'.repeat(32), name: 'Flow.json' },
  chat: false,
  side: {},
  graph: null,
  reading: readingOf(),
});
const known = (readings: Reading[], backends: (string | null)[], allowed: string[] = []): Known => ({
  sources: [],
  readings: () => readings,
  backends: backends.map((info, index) => ({ name: `b${index}`, info })),
  allowed: new Set(allowed),
});
const lacking = readingOf({ info: 'poor', lacks: lacksModel });
const none = new Set<string>();
type Refusal = Read['refusals'][number];

test('a model that no worker has is named with its folder and what comes closest', () => {
  expect(plain(refusalOf(workflow, {}, known([lacking], ['poor'])) ?? '')).toBe(
    'Flow cannot be rendered now, the one worker that is here cannot run it: it needs a.safetensors in checkpoints; closest: b.safetensors.',
  );
});

test.each([
  ['nobody is here: it waits', known([lacking], [])],
  ['one of two can', known([lacking, readingOf()], ['poor', 'here'])],
  ['it has not been read for one of two', known([lacking], ['poor', null])],
  ['nor for what one of two has now', known([lacking], ['poor', 'new'])],
])('nothing is refused when %s', (_, knowing) => expect(refusalOf(workflow, {}, knowing)).toBeNull());

test('another model that is chosen counts, not the one that stands in the graph', () => {
  expect(against(lacking, { workflow, values: { model: 'b.safetensors' }, allowed: none })).toEqual([]);
  expect(
    linesOf(against(readingOf(), { workflow, values: { model: 'c.safetensors' }, allowed: none })),
  ).toEqual(['needs c.safetensors, which is not among its choices']);
});

test('a missing node is told with the pack that brings it', () => {
  const pack = { name: 'Frame Interpolation', url: 'https://example.com/pack' };
  const lacks = { classes: [{ name: 'RIFE VFI', nodes: ['7'], pack, closest: null }], models: [] };
  expect(linesOf(against(readingOf({ lacks }), { workflow, allowed: none }))).toEqual([
    'needs the node RIFE VFI, which comes with Frame Interpolation (https://example.com/pack)',
  ]);
});

test('a problem with a value that people set anyway is none', () => {
  const problems = [
    { text: 'steps must be at most 10', target: '3.steps' },
    { text: 'seed is missing', target: '3.seed' },
  ];
  expect(linesOf(against(readingOf({ problems }), { workflow, allowed: none }))).toEqual([
    'does not work as it is: seed is missing',
  ]);
  // Of a graph that ran as it is, the backend has the last word.
  expect(against(readingOf({ problems, exact: true }), { workflow, allowed: none })).toEqual([]);
});

test('what is not allowed from chat is told with the setting, and allowed by class or by pack', () => {
  const refusals: [Refusal] = [
    {
      node: '9',
      classType: 'LoadImageFromUrl',
      module: 'custom_nodes.fetcher',
      because: 'it reaches other machines',
    },
  ];
  const chat = { ...workflow, source: { file: 'f', chat: true } };
  const told = (allowed: string[], of: Workflow = chat) =>
    linesOf(against(readingOf({ refusals }), { workflow: of, allowed: new Set(allowed) }));
  expect(told([])).toEqual([
    'has node 9 (LoadImageFromUrl), which is not allowed from chat: it reaches other machines. Whoever runs this bot can allow it: WORKFLOW_ALLOW_NODES=LoadImageFromUrl',
  ]);
  const more = { ...refusals[0], because: 'its url leads out' };
  expect(linesOf(refused(readingOf({ refusals: [...refusals, more] }), none))).toEqual([
    'has node 9 (LoadImageFromUrl), which is not allowed from chat: it reaches other machines, its url leads out. Whoever runs this bot can allow it: WORKFLOW_ALLOW_NODES=LoadImageFromUrl',
  ]);
  expect(told(['LoadImageFromUrl'])).toEqual([]);
  expect(told(['custom_nodes.fetcher'])).toEqual([]);
  // The folder is the operator's own.
  expect(told([], workflow)).toEqual([]);
});

test('of several readings the one that lacks least is gone by', () => {
  const worse = readingOf({
    lacks: { ...lacksModel, classes: [{ name: 'X', nodes: ['1'], pack: null, closest: null }] },
  });
  expect(bestReading([worse, lacking, readingOf({ madeAt: 0 })])?.madeAt).toBe(0);
  expect(bestReading([worse, lacking])).toBe(lacking);
  expect(bestReading([])).toBeUndefined();
});
