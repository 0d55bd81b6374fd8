/** Readings as a worker makes them, for tests of everything that goes by them. */
import type { Read } from '../../../core/library/reading.ts';

export const graph = {
  '1': { class_type: 'Loader', inputs: { name: 'a.safetensors' } },
  '2': { class_type: 'Text', inputs: { text: 'a fox', from: ['1', 0] } },
  '3': { class_type: 'Sampler', inputs: { steps: 20, seed: 1, from: ['2', 0] } },
  '4': { class_type: 'LoadImage', inputs: { image: 'theirs.png' } },
};

export function readingOf(changes: Partial<Read> = {}): Read {
  return {
    file: 'f'.repeat(32),
    info: 'here',
    reader: 'r1',
    madeAt: 1,
    state: 'read',
    form: 'editor format',
    title: null,
    exact: false,
    graph,
    inputs: {
      prompt: { type: 'text', to: ['2.text'], default: 'a fox', required: true },
      steps: { type: 'integer', to: ['3.steps'], min: 1, max: 100, default: 20 },
      model: {
        type: 'choice',
        to: ['1.name'],
        options: ['a.safetensors', 'b.safetensors'],
        default: 'a.safetensors',
      },
      image: { type: 'image', to: ['4.image'], required: true },
    },
    files: {},
    outputs: [],
    reasons: [],
    notes: [],
    problems: [],
    lacks: { classes: [], models: [] },
    refusals: [],
    ...changes,
  };
}

export const lacksModel: Read['lacks'] = {
  classes: [],
  models: [
    {
      name: 'a.safetensors',
      folder: 'checkpoints',
      node: '1',
      input: 'name',
      closest: ['b.safetensors'],
    },
  ],
};
