/** The prompt and what is to be kept out of the picture. */

import { type Phrase, say } from '../../core/say.ts';
import { distinct, labelled, target, tell, tellAll } from './found.ts';
import type { Collector } from './inputs.ts';
import type { Prompts } from './prompts.ts';
import { ancestors, type Sampler } from './samplers.ts';
import type { Place, Wiring } from './wiring.ts';

export function findTexts(
  wiring: Wiring,
  { samplers, prompts }: { samplers: Sampler[]; prompts: Prompts },
  collector: Collector,
): void {
  if (samplers.length === 0) {
    findLooseTexts(wiring, collector);
    return;
  }
  addPrompts(wiring, prompts.positive, 'prompt', say('what the sampler takes as positive'), collector);
  if (prompts.positive.length === 0)
    collector.without('prompt', say('no text leads to what the sampler takes as positive'));
  const deaf = samplers.every((sampler) => guidanceOf(wiring, sampler) === 1);
  if (prompts.negative.length === 0)
    collector.without('negative', say('no text leads to what the sampler takes as negative'));
  else if (deaf)
    collector.without('negative', say('the samplers have cfg 1, with which the negative text has no effect'));
  else addPrompts(wiring, prompts.negative, 'negative', say('what the sampler takes as negative'), collector);
}

export function guidanceOf(wiring: Wiring, { parts }: Sampler): number | null {
  const found = parts.map((part) => wiring.settle(part, 'cfg')?.value).find((value) => value !== undefined);
  return typeof found === 'number' ? found : null;
}

function addPrompts(wiring: Wiring, places: Place[], name: string, what: Phrase, collector: Collector): void {
  // The same text in several places is one text: SDXL takes it as text_g and text_l, a refiner takes it again.
  const byText = new Map<unknown, Place[]>();
  for (const place of places) byText.set(place.value, [...(byText.get(place.value) ?? []), place]);
  for (const same of byText.values()) {
    const [place] = same;
    if (!place) continue;
    const input = {
      type: 'text' as const,
      to: same.map(target),
      default: String(place.value),
      required: name === 'prompt' && byText.size === 1,
    };
    const where = tellAll(wiring, same);
    const because =
      byText.size > 1
        ? say('{where} leads to {what}, one of {n} such texts', { where, what, n: byText.size })
        : say('{where} leads to {what}', { where, what });
    collector.add(name, labelled(wiring, place, input), because);
  }
}

const proseInput = /^(text|prompt|value|string|caption|lyrics|tags)$/i;

/** Without a sampler: the texts for people that lead to something that is shown or saved. */
function findLooseTexts(wiring: Wiring, collector: Collector): void {
  const outputs = wiring.ids.filter((node) => wiring.inputsOf(node).length > 0);
  const used = new Set(outputs.flatMap((node) => [...ancestors(wiring, node)]));
  const places = distinct(
    [...used].flatMap((node) =>
      wiring
        .inputsOf(node)
        .filter(([name, value]) => proseInput.test(name) && typeof value === 'string')
        .filter(([name]) => wiring.define(node, name)?.widget !== 'COMBO')
        .map(([name]) => wiring.settle(node, name)),
    ),
  );
  for (const place of places) {
    const input = {
      type: 'text' as const,
      to: [target(place)],
      default: String(place.value),
      required: false,
    };
    const because = say('{where} is a text, and there is no sampler to say what for', {
      where: tell(wiring, place),
    });
    collector.add('prompt', labelled(wiring, place, input), because);
  }
  if (places.length === 0) collector.without('prompt', say('no text goes into the result'));
}
