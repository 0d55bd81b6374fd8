/** The presets a person can use, the one they mean, and what of it fits a workflow. */

import { bold, type Card, typed as command, notice, type Span, type Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { byHabit, type Habits } from '../core/habits.ts';
import { type Preset, presetKey, type SharedPreset, spaceKey } from '../core/presets.ts';
import { say } from '../core/say.ts';
import { checkValue } from '../core/values.ts';
import { isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import type { Asker, Choice, Gesture, Tools } from './command.ts';
import { shortened } from './words.ts';

type Whose = Pick<Gesture, 'person' | 'place'>;

export interface Usable {
  preset: SharedPreset;
  own: boolean;
  favourite: boolean;
  /** When they used it last. */
  usedAt: number | undefined;
}

/** Their own and those shared here: favourites first, then the last used. */
export async function usablePresets({ core }: Tools, { person, space }: Asker): Promise<Usable[]> {
  const here = spaceKey({ platform: person.platform, space });
  const [own, shared, habits] = await Promise.all([
    core.presets.ofPerson(person),
    here === null ? [] : core.presets.sharedIn(here),
    core.habits.of(person),
  ]);
  const mine = new Set(own.map(({ id }) => id));
  const others = shared.filter(({ id }) => !mine.has(id));
  const byName = (a: SharedPreset, b: SharedPreset) => a.name.localeCompare(b.name);
  const all = [...own.toSorted(byName), ...others.toSorted(byName)];
  return byHabit(all, habits, thingOf).map((preset) => usable(preset, mine.has(preset.id), habits));
}

const thingOf = ({ id }: SharedPreset) => `preset:${id}` as const;

function usable(preset: SharedPreset, own: boolean, { favourites, used }: Habits): Usable {
  const thing = thingOf(preset);
  return { preset, own, favourite: favourites.has(thing), usedAt: used.get(thing) };
}

export const askerOf = ({ person, place }: Whose): Asker => ({
  person,
  ...(place.space !== undefined && { space: place.space }),
});

/**
 * The one of that name or id, of their own before those of others.
 * @throws UserError that says which there are
 */
export async function presetCalled(tools: Tools, whose: Whose, name: string): Promise<Preset> {
  const { preset } = await usableCalled(tools, whose, name);
  const whole = await tools.core.presets.get(preset);
  if (!whole) throw new UserError(say('The preset {name} is not there any more.', { name: preset.name }));
  return whole;
}

/** As {@link presetCalled}, of their own only. */
export async function ownPreset(tools: Tools, whose: Whose, name: string): Promise<Preset> {
  const { preset, own } = await usableCalled(tools, whose, name);
  if (!own)
    throw new UserError(
      say('The preset {name} is {who}’s; only they can do that.', {
        name: preset.name,
        who: preset.owner.name,
      }),
    );
  return (
    (await tools.core.presets.get(preset)) ??
    Promise.reject(new UserError(say('That preset is not there any more.')))
  );
}

export async function usableCalled(tools: Tools, whose: Whose, given: string): Promise<Usable> {
  const all = await usablePresets(tools, askerOf(whose));
  const byId = all.find(({ preset }) => preset.id === given.trim());
  const wanted = presetKey(given);
  const called = all.filter(({ preset }) => presetKey(preset.name) === wanted);
  const own = called.filter((one) => one.own);
  const [found, ...more] = byId ? [byId] : own.length > 0 ? own : called;
  if (found && (more.length === 0 || own.length > 0)) return found;
  if (found) {
    const owners = called.map(({ preset }) => preset.owner.name).join(', ');
    throw new UserError(
      say(
        '{n} people share a preset called {name}: {owners}. Choose it from the list that opens while you type.',
        {
          n: called.length,
          name: found.preset.name,
          owners,
        },
      ),
    );
  }
  if (all.length === 0)
    throw new UserError(
      say(
        'You have no preset yet, and none is shared here. {command} keeps the values of your last render.',
        {
          command: command('preset save'),
        },
      ),
    );
  const names = all.slice(0, 12).map(({ preset }) => preset.name);
  throw new UserError(
    say('There is no preset called "{name}" here. There are: {names}.', {
      name: shortened(given, 60),
      names: `${names.join(', ')}${all.length > names.length ? ' …' : ''}`,
    }),
  );
}

/** Its name where that says which; else its id. */
export async function suggestPresets(
  typed: string,
  tools: Tools,
  asker: Asker,
  ownOnly = false,
): Promise<Choice[]> {
  const all = await usablePresets(tools, asker);
  const wanted = presetKey(typed);
  return all
    .filter(
      ({ preset, own }) =>
        (own || !ownOnly) && presetKey(`${preset.name} ${preset.workflow.title}`).includes(wanted),
    )
    .map(({ preset, own, favourite }) => {
      const alone = all.filter((one) => presetKey(one.preset.name) === presetKey(preset.name)).length === 1;
      const what = shortened(`${favourite ? '★ ' : ''}${preset.name} · ${preset.workflow.title}`, 80);
      const name = own ? what : say('{what} · by {who}', { what, who: preset.owner.name });
      return { name, value: alone ? preset.name : preset.id };
    });
}

export interface LeftOut {
  input: string;
  why: Text;
}

/** Every value is looked at anew: the workflow may have changed since, or be another one. */
export function fitPreset({ values }: Preset, { inputs }: Workflow): { values: Values; left: LeftOut[] } {
  const fitting: Values = {};
  const left: LeftOut[] = [];
  for (const [name, value] of Object.entries(values)) {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    const why = input ? whyNot(name, input, value) : say('{name}: there is no such input.', { name });
    if (why === null) fitting[name] = value;
    else left.push({ input: name, why });
  }
  return { values: fitting, left };
}

function whyNot(name: string, input: Workflow['inputs'][string], value: Values[string]): Text | null {
  try {
    checkValue(name, input, value);
    return null;
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.said;
    throw thrown;
  }
}

/** Said to whoever used a preset of which something was not used. */
export function leftOutCard(preset: Preset, workflow: Workflow, left: readonly Text[]): Card {
  const same = preset.workflow.name === workflow.name;
  const because = same
    ? say('{workflow} has changed since {name} was saved.', { workflow: workflow.title, name: preset.name })
    : say('{name} was saved for {workflow}, and this is {other}.', {
        name: preset.name,
        workflow: preset.workflow.title,
        other: workflow.title,
      });
  const card = notice('plain', say('Not all of the preset was used'), [
    because,
    ' ',
    say('Everything that fits was used; this was not:'),
  ]);
  const note = same
    ? say('Save it again to be rid of this: {command}.', { command: command('preset save') })
    : null;
  return {
    ...card,
    elements: [
      ...card.elements,
      { type: 'list', items: left.slice(0, 20) },
      ...(note ? [{ type: 'note' as const, text: note }] : []),
    ],
  };
}

/** What can be kept in a preset: a file is attached anew each time. */
export function keepable(values: Values, { inputs }: Workflow, withSeed: boolean): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const input = inputs[name];
      return input !== undefined && !isFileInput(input) && (withSeed || input.type !== 'seed');
    }),
  );
}

export function presetLine({ preset, own, favourite }: Usable): Span[] {
  return [
    favourite ? '★ ' : '',
    bold(preset.name),
    ` · ${preset.workflow.title}`,
    own ? '' : say(' · by {who}', { who: preset.owner.name }),
  ];
}
