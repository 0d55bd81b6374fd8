/** `/preset share | unshare | rename | delete | favourite`: what is done to presets besides using them. */

import { z } from 'zod';
import { bold, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Thing } from '../core/habits.ts';
import { mostShared, presetKey, spaceKey } from '../core/presets.ts';
import { say } from '../core/say.ts';
import { type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import {
  askerOf,
  ownPreset,
  presetCalled,
  suggestPresets,
  usableCalled,
  usablePresets,
} from './preset-of.ts';
import { presetName, valuesLine } from './preset-save.ts';
import { suggestRender } from './render.ts';

const which = z.string('must be text').max(100).describe('Which preset').meta({ suggests: true });
const named = z.strictObject({ name: which });

type Suggest = NonNullable<ReturnType<typeof defineCommand>['suggest']>;
const suggestOwn: Suggest = (option, text, tools, _others, asker) =>
  option === 'name' ? suggestPresets(text, tools, asker, true) : [];

const gone = () => new UserError(say('That preset is not there any more.'));

function spaceHere({ place }: Gesture): string {
  const space = spaceKey(place);
  if (space === null)
    throw new UserError(say('Nobody else is in a private conversation. Use this in a channel.'));
  return space;
}

export const presetShare = defineCommand({
  name: 'preset share',
  summary: 'Let everybody here use a preset of yours',
  gestures: ['slash'],
  options: named,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { presets } = tools.core;
    const space = spaceHere(gesture);
    const preset = await ownPreset(tools, gesture, options.name);
    const shared = await presets.sharedIn(space);
    if (shared.length >= mostShared && !shared.some(({ id }) => id === preset.id))
      throw new UserError(
        say('{n} presets are shared here, which is the most. Ask an instructor to make room.', {
          n: mostShared,
        }),
      );
    await presets.change(preset, (now) => ({ ...now, sharedIn: [...new Set([...now.sharedIn, space])] }));
    const back = say('They see what it says, prompt included. {command} takes it back.', {
      command: typed('preset unshare'),
    });
    return {
      card: notice(
        'good',
        say('{name} is shared here', { name: preset.name }),
        say('Everybody here can use it; only you can change it.'),
        back,
      ),
    };
  },
  suggest: suggestOwn,
});

export const presetUnshare = defineCommand({
  name: 'preset unshare',
  summary: 'Keep a preset to yourself again; instructors can do it for others',
  gestures: ['slash'],
  options: named,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { core } = tools;
    const space = spaceHere(gesture);
    const preset = await presetCalled(tools, gesture, options.name);
    if (!gesture.instructor && !(await core.links.same(preset.owner, gesture.person)))
      throw new UserError(
        say('The preset {name} is {who}’s; only they and instructors can take it back.', {
          name: preset.name,
          who: preset.owner.name,
        }),
      );
    if (!preset.sharedIn.includes(space))
      throw new UserError(say('The preset {name} is not shared here.', { name: preset.name }));
    await core.presets.change(preset, (now) => ({
      ...now,
      sharedIn: now.sharedIn.filter((one) => one !== space),
    }));
    return {
      card: notice(
        'plain',
        say('{name} is not shared here any more', { name: preset.name }),
        say('{who} still has it.', { who: bold(preset.owner.name) }),
      ),
    };
  },
  suggest: (option, text, tools, _others, asker) =>
    option === 'name' ? suggestPresets(text, tools, asker) : [],
});

export const presetRename = defineCommand({
  name: 'preset rename',
  summary: 'Give a preset of yours another name',
  gestures: ['slash'],
  options: z.strictObject({ name: which, to: presetName.describe('What to call it from now on') }),
  manner: 'private',
  async run({ options: { name, to }, gesture, tools }) {
    const { presets } = tools.core;
    const preset = await ownPreset(tools, gesture, name);
    const elsewhere = (await presets.ofPerson(gesture.person)).some(
      (one) => one.id !== preset.id && presetKey(one.name) === presetKey(to),
    );
    const was = elsewhere ? 'taken' : await presets.change(preset, (now) => ({ ...now, name: to }));
    if (was === 'taken')
      throw new UserError(say('You have a preset called {name} already. Choose another name.', { name: to }));
    if (!was) throw gone();
    return { card: notice('good', say('{name} is now called {to}', { name: was.name, to })) };
  },
  suggest: suggestOwn,
});

export const presetDelete = defineCommand({
  name: 'preset delete',
  summary: 'Take a preset of yours away',
  gestures: ['slash'],
  options: named,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const preset = await ownPreset(tools, gesture, options.name);
    const was = await tools.core.presets.change(preset, () => null);
    if (!was || was === 'taken') throw gone();
    await tools.core.habits.unfavour(gesture.person, `preset:${was.id}`);
    return {
      card: notice(
        'plain',
        say('Deleted {name}', { name: was.name }),
        say('Renders made with it stay. It said:'),
        [bold(was.workflow.title), ' · ', valuesLine(was.values)],
      ),
    };
  },
  suggest: suggestOwn,
});

/** Workflows stand among the presets in what is suggested; this tells them apart. */
const workflowMark = 'workflow:';

export const presetFavourite = defineCommand({
  name: 'preset favourite',
  summary: 'Have a preset or a workflow offered first',
  gestures: ['slash'],
  options: z.strictObject({
    name: z
      .string('must be text')
      .max(100)
      .describe('Which preset, or which workflow')
      .meta({ suggests: true }),
    off: z.boolean('must be yes or no').describe('It is no favourite any more').optional(),
  }),
  manner: 'private',
  async run({ options: { name, off = false }, gesture, tools }) {
    const { title, thing } = await favouriteCalled(tools, gesture, name);
    const { habits } = tools.core;
    if (off) await habits.unfavour(gesture.person, thing);
    else if (!(await habits.favour(gesture.person, thing)))
      throw new UserError(
        say('You have so many favourites that they are no help any more. Take some away with off.'),
      );
    return {
      card: off
        ? notice('plain', say('{title} is no favourite any more', { title }))
        : notice(
            'good',
            say('{title} is a favourite ★', { title }),
            say('It is offered first from now on, on all your accounts.'),
          ),
    };
  },
  async suggest(option, text, tools, others, asker): Promise<Choice[]> {
    if (option !== 'name') return [];
    const presets = await suggestPresets(text, tools, asker);
    const workflows = await suggestRender('workflow', text, tools, others, asker);
    return [...presets, ...workflows.map(({ name, value }) => ({ name, value: `${workflowMark}${value}` }))];
  },
});

async function favouriteCalled(
  tools: Tools,
  gesture: Gesture,
  name: string,
): Promise<{ title: string; thing: Thing }> {
  const called = name.trim().replace(workflowMark, '');
  const workflow = tools.library
    .all(gesture.place)
    .find((one) => [one.name, one.title.toLowerCase()].includes(called.toLowerCase()));
  const presets = name.startsWith(workflowMark) ? [] : await usablePresets(tools, askerOf(gesture));
  const isPreset = presets.some(
    ({ preset }) => preset.id === called || presetKey(preset.name) === presetKey(called),
  );
  if (workflow && !isPreset) return { title: workflow.title, thing: `workflow:${workflow.name}` };
  const { preset } = await usableCalled(tools, gesture, called);
  return { title: preset.name, thing: `preset:${preset.id}` };
}
