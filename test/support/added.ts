/** Files that people attach in tests, and what a worker would have read in them; a library that knows of both. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '../../core/core.ts';
import { fileId } from '../../core/library/folder.ts';
import { followLibrary } from '../../core/library/follow.ts';
import type { Reading } from '../../core/library/reading.ts';
import { type Library, openLibrary } from '../../core/library.ts';
import type { Log } from '../../core/log.ts';
import type { Graph } from '../../core/workflow.ts';
import { begin, enlarge, film, picture, plain, redraw, testLibrary } from './workflows.ts';

export interface TestFile {
  name: string;
  bytes: Buffer;
}

const graph: Graph = {
  '1': { class_type: 'Encode', inputs: { text: 'a fox', clip: ['4', 1] } },
  '3': { class_type: 'Sampler', inputs: { seed: 1, steps: 20, positive: ['1', 0], model: ['4', 0] } },
  '4': { class_type: 'Loader', inputs: { name: 'fox.safetensors' } },
  '9': { class_type: 'Save', inputs: { images: ['3', 0] } },
};
const json = (more: object) => Buffer.from(JSON.stringify({ ...graph, ...more }));

/** Something in chat would have to be read by a worker; these have been. */
export const foxFlow: TestFile = { name: 'Fox Flow.json', bytes: json({}) };
export const newFoxFlow: TestFile = {
  name: 'Fox Flow.json',
  bytes: json({ '10': { class_type: 'Save', inputs: { images: ['3', 0] } } }),
};
export const holiday: TestFile = { name: 'holiday.png', bytes: Buffer.from('a picture without a workflow') };

const made = (file: TestFile) => ({ file: fileId(file.bytes), info: 'i1', reader: 'r1', madeAt: 1 });

function read(file: TestFile): Reading {
  return {
    ...made(file),
    state: 'read',
    form: 'API format',
    title: null,
    exact: true,
    graph: JSON.parse(file.bytes.toString()),
    inputs: {
      prompt: { type: 'text', to: ['1.text'], default: 'a fox', required: false },
      seed: { type: 'seed', to: ['3.seed'], min: 0, max: 1000 },
      steps: { type: 'integer', to: ['3.steps'], min: 1, max: 50, default: 20 },
    },
    files: {},
    outputs: [{ node: '9', title: null, kind: 'image', passing: false }],
    reasons: [
      { input: 'prompt', because: 'text of Encode (node 1)' },
      { input: 'negative', because: 'nothing is linked to it' },
    ],
    notes: ['A note of its author.'],
    problems: [],
    lacks: { classes: [], models: [] },
    refusals: [],
  };
}

const readings: Reading[] = [
  read(foxFlow),
  read(newFoxFlow),
  { ...made(holiday), state: 'unreadable', why: 'holiday.png: This PNG picture carries no workflow.' },
];

/** As a worker would write them. */
export async function putReadings(core: Core): Promise<void> {
  for (const reading of readings) await core.readings.put(reading, ['i1']);
}

/** The test workflows for everybody, and what is added in a chat besides. */
export async function openTestLibrary(
  core: Core,
  log: Log,
): Promise<{ library: Library; close(): Promise<void> }> {
  const following = await followLibrary({ core, allowed: new Set(), log, everyMs: 200 });
  const added = await openLibrary(await mkdtemp(join(tmpdir(), 'rendezvous-none-')), following.known);
  const folder = testLibrary({}, [picture, plain, film, redraw, enlarge, begin]);
  const library: Library = {
    all: (scope) => [...folder.all(), ...added.all(scope)],
    get: (name, scope) => folder.get(name) ?? added.get(name, scope),
    faults: (scope) => new Map([...added.faults(scope), ...folder.faults()]),
    about: (name, scope) => folder.about(name) ?? added.about(name, scope),
    draft: added.draft,
    refusal: added.refusal,
    reload: added.reload,
  };
  return { library, close: following.close };
}
