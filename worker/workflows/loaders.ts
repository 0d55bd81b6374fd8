/** The models a person may exchange: the main one, and LoRAs with their strengths. */
import { modelFolder } from '../comfyui/models.ts';
import { choiceInput, labelled, numberInput, tell, tellAll } from './found.ts';
import type { Collector } from './inputs.ts';
import type { Place, Wiring } from './wiring.ts';

const exchangeable: Record<string, string> = {
  checkpoints: 'model',
  diffusion_models: 'model',
  loras: 'lora',
};

export function findModels(wiring: Wiring, collector: Collector): void {
  const chosen = new Map<string, Place[]>();
  for (const node of wiring.ids)
    for (const [name, value] of wiring.inputsOf(node)) {
      const folder = modelFolder(wiring.classOf(node), name);
      const kind = folder && exchangeable[folder];
      if (!kind || typeof value !== 'string') continue;
      // One file that several loaders read (a checkpoint with its text encoder) is exchanged in all of them.
      const key = kind === 'model' ? `${kind} ${value}` : `${kind} ${node}`;
      chosen.set(key, [...(chosen.get(key) ?? []), { node, input: name, value }]);
    }
  for (const [key, places] of chosen) {
    const [first] = places;
    const input = first && choiceInput(places, wiring.define(first.node, first.input));
    if (!first || !input) continue;
    const [kind = ''] = key.split(' ');
    collector.add(kind, labelled(wiring, first, input), tellAll(wiring, places));
    if (kind === 'lora') addStrength(wiring, first.node, collector);
  }
}

function addStrength(wiring: Wiring, node: string, collector: Collector): void {
  const places = ['strength_model', 'strength', 'strength_clip']
    .map((name) => wiring.settle(node, name))
    .filter((place) => place !== null);
  const [first] = places;
  if (!first) return;
  const same = places.filter(({ value }) => value === first.value);
  const input = numberInput(same, wiring.define(first.node, first.input), { min: -2, max: 2 });
  if (input) collector.add('lora_strength', input, tell(wiring, first));
}
