/** The LoRAs that a prompt names, found at the server and put into the graph. */
import { z } from 'zod';
import { type LoraTag, matchLora } from '../../core/loras.ts';
import { say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import { JobFailure } from '../failure.ts';
import { type Definitions, readDefinitions } from '../workflows/definitions.ts';
import { insertLoras, type KnownLora } from '../workflows/insert-loras.ts';
import type { Http } from './http.ts';
import { nearest } from './models.ts';

/** @throws JobFailure for a name that stands for none, or for several, and for a graph without a model */
export async function addLoras(
  http: Http,
  { graph, loras }: { graph: Graph; loras: readonly LoraTag[] },
  signal: AbortSignal,
): Promise<Graph> {
  const classes = new Set(['LoraLoader', ...Object.values(graph).map((node) => node.class_type)]);
  const definitions = await define(http, [...classes], signal);
  const lists = definitions.get('LoraLoader')?.inputs.find(({ name }) => name === 'lora_name')?.choices ?? [];
  const known = lists.filter((one): one is string => typeof one === 'string');
  const found = new Map<string, KnownLora>();
  for (const { name, ...strength } of loras) {
    const file = fileCalled(name, known);
    found.set(file, { file, ...strength });
  }
  const result = insertLoras(graph, [...found.values()], definitions);
  if (result) return result;
  throw new JobFailure({
    message: say('This workflow loads no model that a LoRA could change.'),
    remedy: say('Leave <lora:…> out of the prompt, or choose another workflow.'),
  });
}

async function define(http: Http, classes: readonly string[], signal: AbortSignal): Promise<Definitions> {
  const answers = await Promise.all(
    classes.map((name) =>
      http.getJson(`/object_info/${encodeURIComponent(name)}`, z.looseObject({}), signal),
    ),
  );
  return readDefinitions(Object.assign({}, ...answers));
}

function fileCalled(name: string, known: string[]): string {
  const matches = matchLora(name, known);
  const [only, ...more] = matches;
  if (only !== undefined && more.length === 0) return only;
  if (only !== undefined) {
    throw new JobFailure({
      message: say('"{name}" stands for {n} LoRAs of the ComfyUI server: {names}.', {
        name,
        n: matches.length,
        names: `${matches.slice(0, 5).join(', ')}${matches.length > 5 ? ' …' : ''}`,
      }),
      remedy: say('Write more of the one you mean, with its folder.'),
    });
  }
  const closest = nearest(name, known).map((one) => one.replace(/\.[^.\\/]+$/, ''));
  throw new JobFailure({
    message: say('The ComfyUI server has no LoRA called "{name}".', { name }),
    remedy:
      closest.length > 0
        ? say('The closest: {names}.', { names: closest.join(', ') })
        : say('Put its file into models/loras at the server; there is none yet.'),
  });
}
