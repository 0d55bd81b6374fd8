/** What `/render` was asked for: which workflow, and a value for each of its inputs. */

import type { Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { HouseRules } from '../core/house-rules.ts';
import type { Scope } from '../core/library/source.ts';
import type { Preferences } from '../core/preferences.ts';
import type { Preset } from '../core/presets.ts';
import { say } from '../core/say.ts';
import { fits } from '../core/values.ts';
import type { FileKind, Values, Workflow } from '../core/workflow.ts';
import { mustTake, takesAll } from './attach.ts';
import type { Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { isWithin } from './may-start.ts';
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
  /** What the person has said they want when they do not say. */
  preferences?: Preferences;
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

/**
 * What is typed goes before what the preset says, that before what the person prefers, and that before what house and
 * workflow say. A preference that the house does not allow is none. @throws UserError
 */
export function resolveRequest(
  { workflow: name, set, strength, ...rest }: Asked,
  tools: Pick<Tools, 'library' | 'wildcards' | 'random'>,
  { scope, rules, preferences = {}, kinds, attached, preset = null }: Around,
): Resolved {
  const { library } = tools;
  const workflow = workflowFor(library, name ?? preset?.workflow.name, { scope, rules, preferences, kinds });
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
  const values = { ...defaultsOf({ rules, preferences }, workflow, said), ...said };
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
  { scope, rules, preferences = {}, kinds }: Omit<Around, 'attached' | 'preset'>,
): Workflow {
  const all = library.all(scope);
  const usual = usualWorkflow(library, { scope, rules, preferences });
  if (name === undefined && kinds.length > 0) {
    const allowed = all.filter((one) => rules.workflows?.includes(one.name) ?? true);
    const preferred = allowed.toSorted((a, b) => Number(b.name === usual) - Number(a.name === usual));
    const found = preferred.find((one) => takesAll(one, kinds));
    if (found) return found;
  }
  const found = findWorkflow(library, name ?? usual, scope);
  mustTake(found, kinds, all);
  return found;
}

/** Samplers call it denoise. */
function strengthOf({ inputs }: Workflow): string {
  return !Object.hasOwn(inputs, 'strength') && Object.hasOwn(inputs, 'denoise') ? 'denoise' : 'strength';
}

/** What is used when nobody says which: the person's own choice where it may be used, else the house's. */
function usualWorkflow(
  library: Tools['library'],
  { scope, rules, preferences = {} }: Pick<Around, 'scope' | 'rules' | 'preferences'>,
): string | undefined {
  const { workflow: own } = preferences;
  const allowed = own !== undefined && (rules.workflows?.includes(own) ?? true);
  return (allowed ? library.get(own, scope) : null)?.name ?? library.get(rules.workflow ?? '', scope)?.name;
}

/** What a request starts from, where this workflow takes it and nobody said otherwise. */
function defaultsOf(
  { rules, preferences }: { rules: HouseRules; preferences: Preferences },
  workflow: Workflow,
  given: Values,
): Values {
  const taken = (values: Record<string, Values[string] | undefined>) =>
    Object.entries(values).filter(([name, value]) => {
      const input = workflow.inputs[name];
      return value !== undefined && input && given[name] === undefined && fits(name, input, value);
    });
  const { size, steps, guidance, negative } = preferences;
  const own = taken({ size, steps, guidance, negative }).filter(([name, value]) =>
    isWithin(rules, workflow, { [name]: value } as Values),
  );
  return Object.fromEntries([...taken({ size: rules.size, steps: rules.steps }), ...own]) as Values;
}
