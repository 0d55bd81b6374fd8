/** What `/render` was asked for: which workflow, and a value for each of its inputs. */

import type { Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { HouseRules } from '../core/house-rules.ts';
import type { Scope } from '../core/library/source.ts';
import type { Preset } from '../core/presets.ts';
import { say } from '../core/say.ts';
import { fits } from '../core/values.ts';
import type { FileKind, Values, Workflow } from '../core/workflow.ts';
import { mustTake, takesAll } from './attach.ts';
import type { Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { fitPreset } from './preset-of.ts';
import { type NewRequest, prepare } from './request.ts';
import { parseSet } from './set-option.ts';
import { mustBeAble } from './start-job.ts';

export interface Asked {
  workflow?: string | undefined;
  set?: string | undefined;
  strength?: number | undefined;
  [name: string]: string | number | undefined;
}

interface Around {
  scope: Scope;
  rules: HouseRules;
  /** What is attached, or was chosen before: the workflow has to take it. */
  kinds: readonly FileKind[];
  /** Keys of what was attached, by input. Without it files follow, and none is missed. */
  attached?: Values;
  preset?: Preset | null;
}

interface Resolved {
  request: NewRequest;
  /** What of the preset does not fit, in words. */
  left: Text[];
}

/** What is typed goes before what the preset says, and that before what house and workflow say. @throws UserError */
export function resolveRequest(
  { workflow: name, set, strength, ...rest }: Asked,
  tools: Pick<Tools, 'library' | 'wildcards' | 'random'>,
  { scope, rules, kinds, attached, preset = null }: Around,
): Resolved {
  const { library } = tools;
  const workflow = workflowFor(library, name ?? preset?.workflow.name, { scope, rules, kinds });
  const all = { ...rest, [strengthOf(workflow)]: strength };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Values;
  // Chats ask for a prompt with every render; a workflow that only works on a file has no use for it.
  if (!Object.hasOwn(workflow.inputs, 'prompt')) delete given.prompt;
  const more = set === undefined ? {} : parseSet(set, workflow);
  const twice = Object.keys(more).find((input) => Object.hasOwn(given, input));
  if (twice !== undefined)
    throw new UserError(say('{name} is given twice, also in set; give it once.', { name: twice }));
  const fitting = preset && fitPreset(preset, workflow);
  const typed = { ...given, ...more, ...attached };
  const said = { ...fitting?.values, ...typed };
  const values = { ...houseDefaults(rules, workflow, said), ...said };
  const from = preset && { preset: { id: preset.id, name: preset.name } };
  const request = prepare({ workflow, values, ...from }, tools, { filesFollow: attached === undefined });
  mustBeAble(library, workflow, request.values);
  const left = fitting?.left.filter(({ input }) => !Object.hasOwn(typed, input)) ?? [];
  return { request, left: left.map(({ why }) => why) };
}

/** The one that is named; else the house's, or the first, of those that take what is attached. */
function workflowFor(
  library: Tools['library'],
  name: string | undefined,
  { scope, rules, kinds }: Omit<Around, 'attached' | 'preset'>,
): Workflow {
  const all = library.all(scope);
  if (name === undefined && kinds.length > 0) {
    const allowed = all.filter((one) => rules.workflows?.includes(one.name) ?? true);
    const preferred = allowed.toSorted(
      (a, b) => Number(b.name === rules.workflow) - Number(a.name === rules.workflow),
    );
    const found = preferred.find((one) => takesAll(one, kinds));
    if (found) return found;
  }
  const found = findWorkflow(library, name ?? library.get(rules.workflow ?? '', scope)?.name, scope);
  mustTake(found, kinds, all);
  return found;
}

/** Samplers call it denoise. */
function strengthOf({ inputs }: Workflow): string {
  return !Object.hasOwn(inputs, 'strength') && Object.hasOwn(inputs, 'denoise') ? 'denoise' : 'strength';
}

/** What the house rules start a request from, where this workflow takes it and nobody said otherwise. */
function houseDefaults({ size, steps }: HouseRules, { inputs }: Workflow, given: Values): Values {
  const defaults = Object.entries({ size, steps }).filter(([name, value]) => {
    const input = inputs[name];
    return value !== undefined && input && given[name] === undefined && fits(name, input, value);
  });
  return Object.fromEntries(defaults) as Values;
}
