/** What a drawing of the graph has to know of it: which nodes load, sample, save or take a file, and what their outputs give. */
import type { Role } from '../../core/diagram/diagram.ts';
import type { Graph } from '../../core/workflow.ts';
import { isModelFile } from '../comfyui/models.ts';
import type { Definitions } from './definitions.ts';
import type { FoundInputs } from './inputs.ts';
import { findSamplers } from './samplers.ts';
import { openWiring, readLink } from './wiring.ts';

export interface Marks {
  roles: Record<string, Role>;
  types: Record<string, string>;
}

export function markGraph(
  graph: Graph,
  definitions: Definitions,
  { files, outputs }: Pick<FoundInputs, 'files' | 'outputs'>,
): Marks {
  const wiring = openWiring(graph, definitions);
  const loaders = wiring.ids.filter((node) => wiring.inputsOf(node).some(([, value]) => isModelFile(value)));
  const attached = Object.values(files).flatMap(({ to }) =>
    to.map((target) => target.slice(0, target.indexOf('.'))),
  );
  // Later ones have the say.
  const roles: [string, Role][] = [
    ...loaders.map((node): [string, Role] => [node, 'loader']),
    ...findSamplers(wiring).map(({ node }): [string, Role] => [node, 'sampler']),
    ...outputs.map(({ node }): [string, Role] => [node, 'output']),
    ...attached.map((node): [string, Role] => [node, 'attached']),
  ];
  const types = wiring.ids
    .flatMap((node) => wiring.inputsOf(node).flatMap(([, value]) => readLink(value) ?? []))
    .flatMap((link) => {
      const type = wiring.typeOf(link);
      return type === null ? [] : [[`${link.node}.${link.slot}`, type] as const];
    });
  return { roles: Object.fromEntries(roles), types: Object.fromEntries(types) };
}
