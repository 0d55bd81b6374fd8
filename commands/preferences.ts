/**
 * `/preferences`: what a member wants when they do not say otherwise, whether what they make is for them alone, and
 * whether they are told when it is done. It holds wherever they ask, for all their accounts.
 *
 * What is typed goes before a preset, a preset before a preference, a preference before what a channel or server
 * starts from. What instructors allow holds for all of them.
 */
import { z } from 'zod';
import { bold, type Card, type Element, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { type PreferenceName, type Preferences, pingTimes, preferencesSchema } from '../core/preferences.ts';
import { type Phrase, say, type Words, told as words } from '../core/say.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { changedIn, inputs } from './form.ts';
import { decimal, negative, size, whole } from './options.ts';
import { suggestRender } from './render.ts';
import { shortened } from './words.ts';

const names = Object.keys(preferencesSchema.shape) as PreferenceName[];

const labels: Record<PreferenceName, Phrase> = {
  workflow: say('Workflow'),
  size: say('Size'),
  steps: say('Steps'),
  guidance: say('Guidance'),
  negative: say('Keep out of the picture'),
  private: say('Private results'),
  ping: say('Message when done'),
};

const pingLabels = {
  always: 'Always',
  long: 'After more than a minute',
  never: 'Never',
} as const satisfies Record<(typeof pingTimes)[number], string>;

function told(name: PreferenceName, preferences: Preferences): Words {
  const { private: alone, ping, [name]: value } = preferences;
  if (name === 'private') return alone ? say('yes, to me alone') : say('no');
  if (name === 'ping' && ping) return words(pingLabels[ping]);
  return shortened(String(value), 120);
}

async function preferencesCard({ gesture, tools }: { gesture: Gesture; tools: Tools }): Promise<Card> {
  const preferences = await tools.core.preferences.of(gesture.person);
  const said = names.filter((name) => preferences[name] !== undefined);
  const elements: Element[] = [
    { type: 'heading', text: say('Your preferences') },
    said.length > 0
      ? {
          type: 'list',
          items: said.map((name): Text => [labels[name], ': ', bold(told(name, preferences))]),
        }
      : { type: 'text', text: say('Nothing is set: you start from what the channel starts from.') },
    {
      type: 'note',
      text: say(
        'They hold wherever you ask; what you type or a preset says goes before them, and what instructors allow holds for all. Change them with {set}, take one back with {clear}.',
        { set: typed('preferences set'), clear: typed('preferences clear') },
      ),
    },
  ];
  return { tone: 'plain', summary: say('Your preferences'), elements };
}

export const preferencesShow = defineCommand({
  name: 'preferences show',
  summary: 'See what you have set for yourself',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  run: async (call) => ({ card: await preferencesCard(call) }),
});

const settable = z.strictObject({
  workflow: z
    .string('must be text')
    .max(100)
    .describe('What you use when you do not say which')
    .meta({ suggests: true })
    .optional(),
  size: size.describe('The shape when you do not say which').optional(),
  steps: whole(1, 150).describe('The steps when you do not say how many').optional(),
  guidance: decimal(0, 30).describe('How closely to follow the prompt when you do not say').optional(),
  negative: negative.describe('What to keep out of every picture').optional(),
  private: z.boolean('must be yes or no').describe('Whether what you make comes to you alone').optional(),
  ping: z
    .enum(pingTimes, `must be one of ${pingTimes.join(', ')}`)
    .describe('When a message tells you that your render has ended')
    .meta({ labels: pingLabels })
    .optional(),
});

export const preferencesSet = defineCommand({
  name: 'preferences set',
  summary: 'Set your own defaults, whether results come to you alone, and when you are told',
  gestures: ['slash'],
  options: settable.extend({ inputs: inputs.optional() }),
  manner: 'private',
  asks: true,
  filled: async ({ options, gesture, tools }) =>
    Object.keys(options).length > 0 ? null : tools.core.preferences.of(gesture.person),
  async run({ options: { inputs: typedIn, ...typedHere }, gesture, tools }) {
    const { preferences } = tools.core;
    const inForm = typedIn && changedIn(settable, await preferences.of(gesture.person), typedIn);
    const given = { ...typedHere, ...inForm?.given };
    if (!inForm && Object.keys(given).length === 0)
      throw new UserError(say('Say what you prefer: {names}.', { names: names.join(', ') }));
    const workflow =
      given.workflow === undefined
        ? undefined
        : findWorkflow(tools.library, given.workflow, gesture.place).name;
    await preferences.unset(
      gesture.person,
      names.filter((name) => inForm?.emptied.includes(name)),
    );
    await preferences.set(gesture.person, { ...given, ...(workflow !== undefined && { workflow }) });
    return { card: await preferencesCard({ gesture, tools }) };
  },
  suggest: (option, text, tools, others, asker) =>
    option === 'workflow' ? suggestRender(option, text, tools, others, asker) : [],
});

const everything = 'everything';

export const preferencesClear = defineCommand({
  name: 'preferences clear',
  summary: 'Take a preference back',
  gestures: ['slash'],
  options: z.strictObject({
    preference: z
      .enum([everything, ...names], `must be one of ${[everything, ...names].join(', ')}`)
      .describe('Which one'),
  }),
  manner: 'private',
  async run({ options: { preference }, gesture, tools }) {
    await tools.core.preferences.unset(gesture.person, preference === everything ? names : [preference]);
    return { card: await preferencesCard({ gesture, tools }) };
  },
});
