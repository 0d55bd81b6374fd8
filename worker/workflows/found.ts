/** From a place in the graph to an input that fits the library: its target, its range, its label. */
import type { Span } from '../../core/card.ts';
import { between, type Phrase, say } from '../../core/say.ts';
import type { Input } from '../../core/workflow.ts';
import type { InputDefinition } from './definitions.ts';
import type { Place, Wiring } from './wiring.ts';

export function target({ node, input }: Place): string {
  return `${node}.${input}`;
}

/** As people read it in a reason: `steps of KSampler 3`, with the author's title where there is one. */
export function tell(wiring: Wiring, { node, input }: Place): Phrase {
  const title = wiring.titleOf(node) ?? wiring.classOf(node);
  return say('{input} of {title} (node {node})', { input, title, node });
}

export function tellAll(wiring: Wiring, places: Place[]): Span[] {
  return between(
    places.map((place) => tell(wiring, place)),
    say(' and '),
  );
}

/** The author's title as the input's label, when it says more than the input's name. */
export function labelled<T extends Input>(wiring: Wiring, { node }: Place, input: T): T {
  const title = wiring.titleOf(node);
  return title && title.length <= 45 ? { ...input, title } : input;
}

export interface Bounds {
  min: number;
  max: number;
}

/** The server's range within what makes sense to ask for, and always with the value the author chose. */
function within(definition: InputDefinition | undefined, { min, max }: Bounds, value: number): Bounds {
  const low = Math.max(min, definition?.min ?? min);
  const high = Math.min(max, definition?.max ?? max);
  return { min: Math.min(low, value), max: Math.max(high, value) };
}

export function integerInput(
  places: Place[],
  definition: InputDefinition | undefined,
  bounds: Bounds,
): Extract<Input, { type: 'integer' }> | null {
  const [first] = places;
  if (typeof first?.value !== 'number' || !Number.isSafeInteger(first.value)) return null;
  const to = places.map(target);
  return { type: 'integer', to, ...within(definition, bounds, first.value), default: first.value };
}

export function numberInput(
  places: Place[],
  definition: InputDefinition | undefined,
  bounds: Bounds,
): Extract<Input, { type: 'number' }> | null {
  const [first] = places;
  if (typeof first?.value !== 'number' || !Number.isFinite(first.value)) return null;
  const to = places.map(target);
  return { type: 'number', to, ...within(definition, bounds, first.value), default: first.value };
}

/** The author's choice is always among the options, whether this server has it or not. */
export function choiceInput(
  places: Place[],
  definition: InputDefinition | undefined,
): Extract<Input, { type: 'choice' }> | null {
  const [first] = places;
  if (typeof first?.value !== 'string') return null;
  const known = (definition?.choices ?? []).filter((one): one is string => typeof one === 'string');
  const options = known.includes(first.value) ? known : [first.value, ...known];
  return { type: 'choice', to: places.map(target), options, default: first.value };
}

/** Each place once: two samplers may share one node that holds their seed. */
export function distinct(places: (Place | null)[]): Place[] {
  const found = places.filter((place) => place !== null);
  return [...new Map(found.map((place) => [target(place), place])).values()];
}

/** `lora`, `lora_2`, `lora_3`. */
export function freeName(name: string, taken: Record<string, unknown>): string {
  if (!Object.hasOwn(taken, name)) return name;
  for (let count = 2; ; count += 1) if (!Object.hasOwn(taken, `${name}_${count}`)) return `${name}_${count}`;
}

/** Values that the author keeps the same are set together; one that differs has its own reason. */
export function sameAsFirst(places: Place[]): Place[] {
  return places.filter(({ value }) => value === places[0]?.value);
}

/** The places that are set, and what to say of those that differ. */
export function tellSame(wiring: Wiring, places: Place[], same: Place[]): Span[] {
  const n = places.length - same.length;
  const set = tellAll(wiring, same);
  return n === 0
    ? set
    : [
        ...set,
        '; ',
        say('{n, plural, one {# other has} other {# others have}} another value, which stays', { n }),
      ];
}
