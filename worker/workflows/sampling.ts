/** What a sampler is set to: seed, steps, guidance, sampler, scheduler, denoise. */

import { say } from '../../core/say.ts';
import {
  choiceInput,
  distinct,
  integerInput,
  numberInput,
  sameAsFirst,
  target,
  tellAll,
  tellSame,
} from './found.ts';
import type { Collector } from './inputs.ts';
import type { Prompts } from './prompts.ts';
import { ancestors, type Sampler } from './samplers.ts';
import { guidanceOf } from './texts.ts';
import type { Wiring } from './wiring.ts';

export function findSamplerInputs(
  wiring: Wiring,
  { samplers, prompts }: { samplers: Sampler[]; prompts: Prompts },
  collector: Collector,
): void {
  addSeed(wiring, samplers, collector);
  if (samplers.length === 0) return;
  addSteps(wiring, samplers, collector);
  addGuidance(wiring, { samplers, prompts }, collector);
  addChoice(wiring, samplers, { name: 'sampler', input: 'sampler_name' }, collector);
  addChoice(wiring, samplers, { name: 'scheduler', input: 'scheduler' }, collector);
  addDenoise(wiring, samplers, collector);
}

/** What the samplers' parts hold under one of these names, and the server's word on the first of them. */
function settled(wiring: Wiring, samplers: Sampler[], names: string[]) {
  const pairs = samplers.flatMap(({ parts }) =>
    parts.flatMap((part) => names.map((name) => [part, name] as const)),
  );
  const held = pairs.filter(([part, name]) => wiring.inputsOf(part).some(([one]) => one === name));
  const places = distinct(held.map(([part, name]) => wiring.settle(part, name)));
  const [first] = held;
  return { places, definition: first && wiring.define(first[0], first[1]) };
}

function addSeed(wiring: Wiring, samplers: Sampler[], collector: Collector): void {
  const noisy = samplers.filter(({ makesNoise }) => makesNoise);
  const names = ['seed', 'noise_seed'];
  const inSamplers = settled(wiring, noisy, names).places;
  const places =
    samplers.length > 0
      ? inSamplers
      : distinct(wiring.ids.flatMap((node) => names.map((name) => wiring.settle(node, name))));
  // A seed beyond what a JavaScript number holds was kept as text.
  const numbers = places.filter(({ value }) => typeof value === 'number' || /^\d+$/.test(String(value)));
  if (numbers.length === 0) return;
  collector.add(
    'seed',
    { type: 'seed', to: numbers.map(target), min: 0, max: Number.MAX_SAFE_INTEGER },
    numbers.length > 1
      ? [...tellAll(wiring, numbers), '; ', say('they get the same one')]
      : tellAll(wiring, numbers),
  );
}

function addSteps(wiring: Wiring, samplers: Sampler[], collector: Collector): void {
  if (samplers.some(({ partial }) => partial)) {
    collector.without(
      'steps',
      say('several samplers share the steps between them, at a step that is fixed in the graph'),
    );
    return;
  }
  const { places, definition } = settled(wiring, samplers, ['steps']);
  const same = sameAsFirst(places);
  const input = integerInput(same, definition, { min: 1, max: 150 });
  if (input) collector.add('steps', input, tellSame(wiring, places, same));
}

function addGuidance(
  wiring: Wiring,
  { samplers, prompts }: { samplers: Sampler[]; prompts: Prompts },
  collector: Collector,
): void {
  const embedded = distinct([...prompts.passed].map((node) => wiring.settle(node, 'guidance')));
  const { places, definition } = settled(wiring, samplers, ['cfg', 'cfg_conds']);
  const plain = samplers.every((sampler) => (guidanceOf(wiring, sampler) ?? 1) === 1);
  const bounds = { min: 0, max: 30 };
  const [first] = embedded;
  if (plain && first) {
    const same = sameAsFirst(embedded);
    const input = numberInput(same, wiring.define(first.node, first.input), bounds);
    if (input)
      collector.add(
        'guidance',
        input,
        say('{where}: the model has guidance built in, and cfg stays as it is', {
          where: tellAll(wiring, same),
        }),
      );
  } else if (plain) {
    if (places.length > 0)
      collector.without(
        'guidance',
        say('the samplers have cfg 1, as models want that are not steered by it'),
      );
  } else {
    const same = sameAsFirst(places);
    const input = numberInput(same, definition, bounds);
    if (input) collector.add('guidance', input, tellSame(wiring, places, same));
  }
}

function addChoice(
  wiring: Wiring,
  samplers: Sampler[],
  { name, input }: { name: string; input: string },
  collector: Collector,
): void {
  const { places, definition } = settled(wiring, samplers, [input]);
  const same = sameAsFirst(places);
  const choice = choiceInput(same, definition);
  if (choice) collector.add(name, choice, tellSame(wiring, places, same));
}

/** How much of a picture that goes in is kept; from an empty one there is nothing to keep. */
function addDenoise(wiring: Wiring, samplers: Sampler[], collector: Collector): void {
  const fromPicture = samplers.filter((sampler) => startsFromPicture(wiring, sampler));
  const { places, definition } = settled(wiring, fromPicture, ['denoise']);
  const same = sameAsFirst(places);
  const input = numberInput(same, definition, { min: 0, max: 1 });
  if (input)
    collector.add(
      'denoise',
      input,
      say('{where}: it starts from a picture', { where: tellAll(wiring, same) }),
    );
}

const encoders = /^VAEEncode/;

function startsFromPicture(wiring: Wiring, { node, parts }: Sampler): boolean {
  if (
    parts.some(
      (part) =>
        typeof wiring.settle(part, 'denoise')?.value === 'number' &&
        Number(wiring.settle(part, 'denoise')?.value) < 1,
    )
  )
    return true;
  const latent = wiring.linkOf(node, 'latent_image') ?? wiring.linkOf(node, 'latent');
  if (!latent) return false;
  const chain = [latent.node, ...ancestors(wiring, latent.node)];
  return chain.some((one) => encoders.test(wiring.classOf(one)));
}
