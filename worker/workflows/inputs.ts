/**
 * The inputs of a workflow, found by following its links: what a person would look for first (prompt, size, seed, steps,
 * guidance …), then models and files. Each comes with the reason why this place was taken for it, so that a wrong
 * guess can be seen and put right in the side file.
 */
import type { Text } from '../../core/card.ts';
import type { Graph, Input } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import { type FileInput, findFiles } from './files.ts';
import { freeName } from './found.ts';
import { findModels } from './loaders.ts';
import { type FoundOutput, findOutputs } from './outputs.ts';
import { findPictureInputs } from './picture.ts';
import { findPrompts } from './prompts.ts';
import { findSamplers } from './samplers.ts';
import { findSamplerInputs } from './sampling.ts';
import { findTexts } from './texts.ts';
import { openWiring } from './wiring.ts';

export interface Reason {
  input: string;
  because: Text;
}

export interface FoundInputs {
  /** As a side file would list them. */
  inputs: Record<string, Input>;
  /** Pictures, videos and sounds that it starts from; a person attaches them. */
  files: Record<string, FileInput>;
  outputs: FoundOutput[];
  /** One for each input, and one for each that was expected and is not there. */
  reasons: Reason[];
}

/** Where the finders put what they find. */
export interface Collector {
  add(name: string, input: Input, because: Text): void;
  /** Why there is no such input, when people would expect it. */
  without(name: string, because: Text): void;
}

/** @param definitions of the backend: types, ranges, choices. Without a class in it less is found, and nothing wrong. */
export function findInputs(graph: Graph, definitions: Definitions): FoundInputs {
  const wiring = openWiring(graph, definitions);
  const inputs: Record<string, Input> = {};
  const reasons: Reason[] = [];
  const collector: Collector = {
    add(name, input, because) {
      const free = freeName(name, inputs);
      inputs[free] = input;
      reasons.push({ input: free, because });
    },
    without: (input, because) => reasons.push({ input, because }),
  };
  const samplers = findSamplers(wiring);
  const prompts = findPrompts(wiring, samplers);
  const outputs = findOutputs(wiring, definitions);
  findTexts(wiring, { samplers, prompts }, collector);
  findPictureInputs(wiring, { samplers, outputs }, collector);
  findSamplerInputs(wiring, { samplers, prompts }, collector);
  findModels(wiring, collector);
  return { inputs, files: findFiles(wiring), outputs, reasons };
}
