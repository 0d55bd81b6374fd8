/** `/settings`: what instructors set for a server or workspace, and for single channels of it. */
import { z } from 'zod';
import { bold, type Card, type Element, type Text, typed } from '../core/card.ts';
import { type Domain, type HouseRules, type RuleName, ruleNames } from '../core/house-rules.ts';
import type { Library } from '../core/library.ts';
import { type Phrase, say } from '../core/say.ts';
import { type Asker, type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import { changedIn, inputs } from './form.ts';
import { mustInstruct, spaceOf } from './instructors.ts';
import { channel, decimal, size, whole } from './options.ts';
import {
  type Given,
  languageName,
  mustBeOurs,
  optionsFor,
  rulesFrom,
  withChannels,
} from './settings-rules.ts';

const settable = z.strictObject({
  workflow: z
    .string('must be text')
    .max(100)
    .describe('What is used when nobody says which')
    .meta({ suggests: true })
    .optional(),
  size: size.describe('The shape when nobody says which').optional(),
  steps: whole(1, 150).describe('The steps when nobody says how many').optional(),
  max_megapixels: decimal(0.1, 100).describe('The largest picture').optional(),
  max_steps: whole(1, 150).describe('The most steps').optional(),
  max_count: whole(1, 16).describe('The most pictures at once').optional(),
  max_waiting: whole(1, 100).describe('The most renders of one member at a time').optional(),
  cool_down: whole(0, 86_400).describe('Seconds between two renders of one member').optional(),
  workflows: z
    .string('must be text')
    .max(1000)
    .describe('The only workflows that may be used, with commas between')
    .meta({ suggests: true, free: true })
    .optional(),
  renders: z.enum(['on', 'off'], 'must be on or off').describe('Whether renders may be asked for').optional(),
  language: z
    .string('must be text')
    .max(35)
    .describe('The language of what everybody sees')
    .meta({ suggests: true })
    .optional(),
  stars: whole(1, 100).describe('How many stars of others bring a result into the gallery').optional(),
});
/** Of all channels together. */
const settableEverywhere = settable.extend({
  gallery: channel('The channel of the gallery').optional(),
  instructors_gallery: channel('The channel for what is shown to instructors alone').optional(),
});
/** Of one channel alone. */
const settableHere = settable.extend({
  nsfw: z
    .enum(['on', 'off'], 'must be on or off')
    .describe('Whether children are kept out of this channel; where the platform does not know')
    .optional(),
});
function domainOf(gesture: Gesture, scope: 'everywhere' | 'channel'): Domain {
  const { platform, channel } = gesture.place;
  const space = spaceOf(gesture, say('settings'));
  return { platform, space, ...(scope === 'channel' && { channel }) };
}

const labels: Record<RuleName, Phrase> = {
  workflow: say('Workflow'),
  size: say('Size'),
  steps: say('Steps'),
  max_megapixels: say('Megapixels at most'),
  max_steps: say('Steps at most'),
  max_count: say('Pictures at most'),
  max_waiting: say('Renders of a member at a time'),
  cool_down: say('Seconds between two renders'),
  workflows: say('Only these workflows'),
  renders: say('Renders'),
  language: say('Language'),
  gallery: say('Gallery'),
  instructors_gallery: say('Gallery for instructors'),
  stars: say('Stars for the gallery'),
  nsfw: say('Not safe for work'),
};

function told(name: RuleName, { [name]: value }: HouseRules): Text {
  if (typeof value === 'boolean') return bold(value ? say('on') : say('off'));
  if (name === 'gallery' || name === 'instructors_gallery') return { type: 'channel', id: String(value) };
  if (name === 'language') return bold(languageName(String(value)));
  return bold(Array.isArray(value) ? value.join(', ') : String(value));
}

function section(heading: Phrase, rules: HouseRules): Element[] {
  const said = ruleNames.filter((name) => rules[name] !== undefined);
  const items = said.map(
    (name): Text => say('{what}: {value}', { what: labels[name], value: told(name, rules) }),
  );
  return [
    { type: 'text', text: bold(heading) },
    items.length > 0 ? { type: 'list', items } : { type: 'text', text: say('Nothing is set.') },
  ];
}

async function settingsCard(gesture: Gesture, { core }: Tools): Promise<Card> {
  const here = domainOf(gesture, 'channel');
  const wide = await core.houseRules.read(domainOf(gesture, 'everywhere'));
  const elements: Element[] = [
    { type: 'heading', text: say('Settings') },
    ...section(say('Everywhere here'), wide),
    ...section(say('This channel'), await core.houseRules.read(here)),
    {
      type: 'note',
      text: say(
        'What a channel says wins. Instructors set more with {everywhere} and {channel}, and take back with {clear}.',
        {
          everywhere: typed('settings everywhere'),
          channel: typed('settings channel'),
          clear: typed('settings clear'),
        },
      ),
    },
  ];
  return { tone: 'plain', summary: say('Settings'), elements };
}

function suggestWorkflows(typedText: string, library: Library, { person, space }: Asker): Choice[] {
  const [, before = '', last = ''] = /^(.*,\s*)?([^,]*)$/su.exec(typedText) ?? [];
  const wanted = last.trim().toLowerCase();
  return library
    .all({ platform: person.platform, space })
    .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wanted))
    .map(({ name }) => ({ name: `${before}${name}`, value: `${before}${name}` }))
    .filter(({ value }) => value.length <= 100);
}

const suggestLanguages = (typedText: string, { all }: Tools['languages']): Choice[] =>
  all
    .map(({ tag }) => ({ name: `${languageName(tag)} (${tag})`, value: tag }))
    .filter(({ name }) => name.toLowerCase().includes(typedText.trim().toLowerCase()));

function setter<Shape extends z.ZodObject>(scope: 'everywhere' | 'channel', summary: string, options: Shape) {
  const standing = async (gesture: Gesture, { core }: Tools) =>
    optionsFor(await core.houseRules.read(domainOf(gesture, scope)));
  return defineCommand({
    name: `settings ${scope}`,
    summary,
    gestures: ['slash'],
    options: options.extend({ inputs: inputs.optional() }),
    manner: 'private',
    asks: true,
    async filled({ options: given, gesture, tools }) {
      if (Object.keys(given).length > 0) return null;
      mustInstruct(gesture, say('change the settings'));
      return standing(gesture, tools);
    },
    async run({ options: asked, gesture, tools }) {
      const { inputs: typedIn, ...typedHere } = asked as Given & { inputs?: Record<string, string> };
      const domain = domainOf(gesture, scope);
      mustInstruct(gesture, say('change the settings'));
      const inForm = typedIn && changedIn(options, await standing(gesture, tools), typedIn);
      const wanted: Given = { ...typedHere, ...inForm?.given };
      mustBeOurs(gesture.place, wanted);
      const given = await withChannels(tools, gesture.place, wanted);
      const rules = rulesFrom(given, tools, gesture.place);
      await tools.core.houseRules.unset(
        domain,
        ruleNames.filter((name) => inForm?.emptied.includes(name)),
      );
      await tools.core.houseRules.set(domain, rules);
      return { card: await settingsCard(gesture, tools) };
    },
    suggest(
      option: string,
      typedText: string,
      { library, languages }: Tools,
      _others: unknown,
      asker: Asker,
    ) {
      if (option === 'language') return suggestLanguages(typedText, languages);
      return option === 'workflow' || option === 'workflows'
        ? suggestWorkflows(typedText, library, asker)
        : [];
    },
  });
}

export const settingsEverywhere = setter(
  'everywhere',
  'Set defaults and ceilings for all channels here',
  settableEverywhere,
);
export const settingsChannel = setter('channel', 'Set defaults and ceilings for this channel', settableHere);

export const settingsShow = defineCommand({
  name: 'settings show',
  summary: 'See what is set here',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  run: async ({ gesture, tools }) => ({ card: await settingsCard(gesture, tools) }),
});

const everything = 'everything';
const plainLabels = Object.fromEntries(Object.entries(labels).map(([name, { message }]) => [name, message]));

export const settingsClear = defineCommand({
  name: 'settings clear',
  summary: 'Take a setting back',
  gestures: ['slash'],
  options: z.strictObject({
    setting: z
      .enum([everything, ...ruleNames], `must be one of ${[everything, ...ruleNames].join(', ')}`)
      .describe('Which one')
      .meta({ labels: { ...plainLabels, everything: 'Everything' } }),
    of: z
      .enum(['everywhere', 'channel'], 'must be everywhere or channel')
      .describe('Everywhere here, or in this channel; both when you do not say')
      .meta({ labels: { everywhere: 'Everywhere here', channel: 'This channel' } })
      .optional(),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    mustInstruct(gesture, say('change the settings'));
    const names = options.setting === everything ? ruleNames : [options.setting];
    for (const scope of ['everywhere', 'channel'] as const)
      if ((options.of ?? scope) === scope) await tools.core.houseRules.unset(domainOf(gesture, scope), names);
    return { card: await settingsCard(gesture, tools) };
  },
});
