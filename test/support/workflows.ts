/** Small workflows for tests of everything but ComfyUI. */

import type { Wildcards } from '../../core/dynamic/wildcards.ts';
import type { About } from '../../core/library/about.ts';
import type { Library } from '../../core/library.ts';
import type { Input, Workflow } from '../../core/workflow.ts';

export const picture: Workflow = {
  name: 'picture',
  title: 'Picture',
  description: 'A small test workflow',
  order: 1,
  version: 'v1',
  inputs: {
    prompt: { type: 'text', to: ['1.text'], default: '', required: true },
    negative: { type: 'text', to: ['2.text'], default: '', required: false },
    seed: { type: 'seed', to: ['3.seed'], min: 0, max: 1000 },
    steps: { type: 'integer', to: ['3.steps'], min: 1, max: 50, default: 20 },
    guidance: { type: 'number', to: ['3.cfg'], min: 0, max: 20, default: 7 },
    size: {
      type: 'size',
      width: ['4.width'],
      height: ['4.height'],
      edge: 512,
      multiple: 64,
      default: 'square',
    },
    count: { type: 'integer', to: ['4.batch_size'], min: 1, max: 4, default: 1 },
  },
  graph: {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: '' } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: '' } },
    '3': { class_type: 'KSampler', inputs: { seed: 0, steps: 20, cfg: 7 } },
    '4': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  },
};

/** No negative prompt and no guidance. */
export const plain: Workflow = {
  ...picture,
  name: 'plain',
  title: 'Plain',
  order: 2,
  version: 'v2',
  inputs: {
    prompt: { type: 'text', to: ['1.text'], default: '', required: true },
    seed: { type: 'seed', to: ['3.seed'], min: 0, max: 1000 },
  },
};

/** Has an input that no option of a command names. */
export const film: Workflow = {
  ...plain,
  name: 'film',
  title: 'Film',
  order: 3,
  version: 'v3',
  inputs: {
    ...plain.inputs,
    frames: {
      type: 'integer',
      description: 'How many frames',
      to: ['4.batch_size'],
      min: 5,
      max: 161,
      default: 81,
    },
  },
};

const image: Input = { type: 'image', to: ['5.image'], required: true };
const strength: Input = { type: 'number', to: ['3.denoise'], min: 0.05, max: 1, default: 0.6 };

/** What one can go on to from a picture: one workflow each. */
export const redraw: Workflow = {
  ...plain,
  name: 'redraw',
  title: 'Redraw',
  order: 10,
  version: 'v10',
  tags: ['image-to-image'],
  inputs: { image, strength, ...plain.inputs },
};
export const enlarge: Workflow = {
  ...plain,
  name: 'enlarge',
  title: 'Enlarge',
  order: 11,
  version: 'v11',
  tags: ['upscale', 'finishing'],
  inputs: { image },
};
export const begin: Workflow = {
  ...picture,
  name: 'begin',
  title: 'Begin to move',
  order: 12,
  version: 'v12',
  tags: ['image-to-video'],
  inputs: { image, ...picture.inputs },
};

const aboutOf = (workflow: Workflow): About => ({
  name: workflow.name,
  title: workflow.title,
  workflow,
  file: { id: '0'.repeat(32), name: `${workflow.name}.json`, bytes: 100 },
  sideText: null,
  added: null,
  chat: false,
  fault: null,
  waiting: false,
  reading: null,
  refusals: [],
  backends: [],
});

export function testLibrary(
  faults: Record<string, string> = {},
  all: readonly Workflow[] = [picture, plain, film],
): Library {
  return {
    all: () => [...all],
    get: (name) => all.find((one) => one.name === name),
    faults: () => new Map(Object.entries(faults)),
    about(name) {
      const workflow = all.find((one) => one.name === name);
      return workflow && aboutOf(workflow);
    },
    draft: () => {
      throw new Error('a test library reads nothing');
    },
    refusal: () => null,
    reload: async () => {},
  };
}

/** One wildcard, `__animal__`. */
export const testWildcards: Pick<Wildcards, 'values' | 'closest'> = {
  values: (name) =>
    name === 'animal' ? ['fox', 'hare', 'owl'].map((one) => ({ weight: 1, parts: [one] })) : null,
  closest: () => ['animal'],
};
