/** Random graphs, drawn as the editor might and read back: the same nodes with the same inputs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Graph } from '../../../core/workflow.ts';
import { convert } from '../../../worker/workflows/convert.ts';
import type { InputDefinition } from '../../../worker/workflows/definitions.ts';
import { readEditor } from '../../../worker/workflows/editor.ts';
import { fits } from '../../../worker/workflows/follow.ts';
import { readLink } from '../../../worker/workflows/wiring.ts';
import { definitions, graphs } from './support.ts';
import { type Taste, writeEditor } from './write-editor.ts';

const classes = [...definitions.values()].filter(({ inputs }) => !inputs.some(({ grows }) => grows));

/** A whole number below the given one. */
type Below = (count: number) => number;

/** Hundreds of decisions that follow from one number, which names the graph that fails. */
function decisions(seed: number): Below {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return count < 2 ? 0 : Math.floor((state / 2 ** 32) * count);
  };
}

/** As much of any class as fits together. */
function someGraph(below: Below): Graph {
  const graph: Graph = {};
  const made: { id: string; slot: number; type: string }[] = [];
  const count = 1 + below(9);
  for (let at = 1; at <= count; at += 1) {
    const definition = classes[below(classes.length)];
    if (!definition) continue;
    const inputs: Record<string, unknown> = {};
    const set = (input: InputDefinition, name: string) => {
      const sources = made.filter(({ type }) => fits(type, input.type) && !input.options);
      const source = sources[below(sources.length * 2)];
      if (source && (!input.widget || below(4) === 0)) inputs[name] = [source.id, source.slot];
      else if (input.widget) {
        const value = someValue(input, below);
        inputs[name] = value;
        for (const more of (typeof value === 'string' && input.options?.get(value)) || [])
          set(more, `${name}.${more.name}`);
      }
    };
    for (const input of definition.inputs) set(input, input.name);
    graph[String(at)] = { class_type: definition.name, inputs };
    definition.outputs.forEach((type, slot) => {
      made.push({ id: String(at), slot, type });
    });
  }
  return graph;
}

const texts = ['', 'a lighthouse', 'fixed', 'randomize', 'image', '{"nodes": []}', '7', 'über ☀'];

function someValue({ choices, type, min, max }: InputDefinition, below: Below): unknown {
  if (choices) return choices[below(choices.length)] ?? 'model.safetensors';
  if (type === 'BOOLEAN') return below(2) === 1;
  if (type === 'STRING') return texts[below(texts.length)];
  const low = Math.max(min ?? 0, -1000);
  return type === 'INT' ? low + below(Math.min((max ?? 100) - low, 1e6)) : low + below(100) / 8;
}

function tasteOf(below: Below): Taste {
  return { below, yes: () => below(2) === 1 };
}

/** The graph under the ids that its nodes have in the prompt. */
function renamed(graph: Graph, ids: Map<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs }]) => {
      const changed = Object.entries(inputs).map(([name, value]) => {
        const link = readLink(value);
        return [name, link ? [ids.get(link.node), link.slot] : value];
      });
      return [ids.get(id), { class_type, inputs: Object.fromEntries(changed) }];
    }),
  );
}

function checkRoundTrip(graph: Graph, taste: Taste): void {
  const { workflow, ids } = writeEditor(graph, definitions, taste);
  // As a file: nothing may hang on what JSON does not keep.
  const { graph: back, problems } = convert(readEditor(JSON.parse(JSON.stringify(workflow))), definitions);
  const plain = Object.entries(back).map(([id, { class_type, inputs }]) => [id, { class_type, inputs }]);
  expect(Object.fromEntries(plain)).toEqual(renamed(graph, ids));
  expect(problems).toEqual([]);
}

/** A long run by hand: ROUNDTRIP_RUNS=20000. */
const runs = Number(process.env.ROUNDTRIP_RUNS ?? 300);

test('a random graph is the same after it was drawn', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const below = decisions(seed);
      checkRoundTrip(someGraph(below), tasteOf(below));
    }),
    { numRuns: runs },
  );
}, 300_000);

test.each([...graphs.keys()].filter((name) => complete(name)))(
  '%s is the same however it is drawn',
  (name) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => checkRoundTrip(graphs.get(name) ?? {}, tasteOf(decisions(seed)))),
      { numRuns: 10 },
    );
  },
);

/** Graphs that leave out an input with a standard value get it when they are drawn. */
function complete(name: string): boolean {
  return Object.values(graphs.get(name) ?? {}).every(({ class_type, inputs }) =>
    definitions.get(class_type)?.inputs.every((input) => !input.widget || Object.hasOwn(inputs, input.name)),
  );
}
