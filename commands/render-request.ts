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
import { isOffered } from './offered.ts';
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
  /** Whether children are kept out of that place. */
  ageRestricted?: boolean;
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
  { scope, rules, ageRestricted = false, preferences = {}, kinds, attached, preset = null }: Around,
): Resolved {
  const { library } = tools;
  const around = { scope, rules, ageRestricted, preferences, kinds };
  const workflow = workflowFor(library, name ?? preset?.workflow.name, around);
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

type Choosing = Required<Omit<Around, 'attached' | 'preset'>>;

/** The one that is named; else the house's, or the first, of those that take what is attached. */
function workflowFor(library: Tools['library'], name: string | undefined, around: Choosing): Workflow {
  const { scope, kinds } = around;
  const all = library.all(scope);
  const offered = all.filter((one) => isOffered(one, around));
  const usual = usualWorkflow(library, around);
  if (name === undefined && kinds.length > 0) {
    const preferred = offered.toSorted((a, b) => Number(b.name === usual) - Number(a.name === usual));
    const found = preferred.find((one) => takesAll(one, kinds));
    if (found) return found;
  }
  const found = findWorkflow(library, name ?? usual ?? offered[0]?.name, scope);
  mustTake(found, kinds, all);
  return found;
}

/** Samplers call it denoise. */
function strengthOf({ inputs }: Workflow): string {
  return !Object.hasOwn(inputs, 'strength') && Object.hasOwn(inputs, 'denoise') ? 'denoise' : 'strength';
}

/** What is used when nobody says which: the person's own choice, else the house's, where it may be used. */
function usualWorkflow(library: Tools['library'], around: Choosing): string | undefined {
  const { scope, rules, preferences } = around;
  const wanted = [preferences.workflow, rules.workflow].map((name) => library.get(name ?? '', scope));
  return wanted.find((one) => one && isOffered(one, around))?.name;
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
