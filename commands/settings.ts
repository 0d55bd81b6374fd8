/** `/settings`: what instructors set for a server or workspace, and for single channels of it. */
import { z } from 'zod';
import { bold, type Card, type Element, type Span, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import {
  type Domain,
  type HouseRules,
  houseRulesSchema,
  type RuleName,
  ruleNames,
} from '../core/house-rules.ts';
import type { Scope } from '../core/library/source.ts';
import type { Library } from '../core/library.ts';
import { say } from '../core/say.ts';
import { type Asker, type Call, type Choice, defineCommand, type Gesture, type Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import { mustInstruct, spaceOf } from './instructors.ts';
import { decimal, size, whole } from './options.ts';

const channel = z.string('must be a channel').max(100);

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
  gallery: channel.describe('The channel of the gallery').optional(),
  instructors_gallery: channel.describe('The channel for what is shown to instructors alone').optional(),
  stars: whole(1, 100).describe('How many stars of others bring a result into the gallery').optional(),
});

function domainOf(gesture: Gesture, scope: 'everywhere' | 'channel'): Domain {
  const { platform, channel } = gesture.place;
  const space = spaceOf(gesture, 'settings');
  return { platform, space, ...(scope === 'channel' && { channel }) };
}

function rulesFrom(
  {
    workflow,
    workflows,
    renders,
    ...rest
  }: Omit<z.infer<typeof settable>, 'gallery' | 'instructors_gallery'>,
  library: Library,
  scope: Scope,
): HouseRules {
  const knownName = (name: string) => findWorkflow(library, name, scope).name;
  const names = workflows?.split(',').flatMap((one) => (one.trim() ? [knownName(one)] : []));
  return houseRulesSchema.partial().parse({
    ...rest,
    ...(renders && { renders: renders === 'on' }),
    ...(workflow !== undefined && { workflow: knownName(workflow) }),
    ...(names && names.length > 0 && { workflows: [...new Set(names)] }),
  });
}

const labels: Record<RuleName, string> = {
  workflow: 'Workflow',
  size: 'Size',
  steps: 'Steps',
  max_megapixels: 'Megapixels at most',
  max_steps: 'Steps at most',
  max_count: 'Pictures at most',
  max_waiting: 'Renders of a member at a time',
  cool_down: 'Seconds between two renders',
  workflows: 'Only these workflows',
  renders: 'Renders',
  language: 'Language',
  gallery: 'Gallery',
  instructors_gallery: 'Gallery for instructors',
  stars: 'Stars for the gallery',
  nsfw: 'Not safe for work',
};

function told(name: RuleName, rules: HouseRules): string {
  const value = rules[name];
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function valueIn(name: RuleName, rules: HouseRules): Span {
  const id = name === 'gallery' || name === 'instructors_gallery' ? rules[name] : undefined;
  return id === undefined ? bold(told(name, rules)) : { type: 'channel', id };
}

/** Channels as people name them (`#gallery`, a mention, an id), by their ids. @throws UserError for one we cannot use. */
async function channelsFrom(
  options: z.infer<typeof settable>,
  { findChannel }: Tools,
  { place }: Gesture,
): Promise<Pick<HouseRules, 'gallery' | 'instructors_gallery'>> {
  const found: Pick<HouseRules, 'gallery' | 'instructors_gallery'> = {};
  for (const name of ['gallery', 'instructors_gallery'] as const) {
    const wanted = options[name];
    if (wanted === undefined) continue;
    const id = await findChannel(place, /^<#(\w+)(?:\|[^>]*)?>$/.exec(wanted.trim())?.[1] ?? wanted);
    if (id === null)
      throw new UserError(
        say('{name}: I see no channel called "{wanted}" that I may post in. Let me see it and write there.', {
          name,
          wanted,
        }),
      );
    found[name] = id;
  }
  return found;
}

function section(heading: string, rules: HouseRules): Element[] {
  const said = ruleNames.filter((name) => rules[name] !== undefined);
  const items = said.map((name): Text => [`${labels[name]}: `, valueIn(name, rules)]);
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
    ...section('Everywhere here', wide),
    ...section('This channel', await core.houseRules.read(here)),
    {
      type: 'note',
      text: [
        'What a channel says wins. Instructors set more with ',
        typed('settings everywhere'),
        ' and ',
        typed('settings channel'),
        ', and take back with ',
        typed('settings clear'),
        '.',
      ],
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

function setter(scope: 'everywhere' | 'channel', summary: string) {
  return defineCommand({
    name: `settings ${scope}`,
    summary,
    gestures: ['slash'],
    options: settable,
    manner: 'private',
    asks: true,
    async run({ options, gesture, tools }: Call<z.infer<typeof settable>>) {
      const domain = domainOf(gesture, scope);
      mustInstruct(gesture, 'change the settings');
      const { gallery: _gallery, instructors_gallery: _instructors, ...rest } = options;
      const rules = rulesFrom(rest, tools.library, gesture.place);
      await tools.core.houseRules.set(domain, { ...rules, ...(await channelsFrom(options, tools, gesture)) });
      return { card: await settingsCard(gesture, tools) };
    },
    suggest: (option, typedText, { library }, _others, asker) =>
      option === 'workflow' || option === 'workflows' ? suggestWorkflows(typedText, library, asker) : [],
  });
}

export const settingsEverywhere = setter('everywhere', 'Set defaults and ceilings for all channels here');
export const settingsChannel = setter('channel', 'Set defaults and ceilings for this channel');

export const settingsShow = defineCommand({
  name: 'settings show',
  summary: 'See what is set here',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  run: async ({ gesture, tools }) => ({ card: await settingsCard(gesture, tools) }),
});

const everything = 'everything';

export const settingsClear = defineCommand({
  name: 'settings clear',
  summary: 'Take a setting back',
  gestures: ['slash'],
  options: z.strictObject({
    setting: z
      .enum([everything, ...ruleNames], `must be one of ${[everything, ...ruleNames].join(', ')}`)
      .describe('Which one')
      .meta({ labels: { ...labels, everything: 'Everything' } }),
    of: z
      .enum(['everywhere', 'channel'], 'must be everywhere or channel')
      .describe('Everywhere here, or in this channel; both when you do not say')
      .meta({ labels: { everywhere: 'Everywhere here', channel: 'This channel' } })
      .optional(),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    mustInstruct(gesture, 'change the settings');
    const names = options.setting === everything ? ruleNames : [options.setting];
    for (const scope of ['everywhere', 'channel'] as const)
      if ((options.of ?? scope) === scope) await tools.core.houseRules.unset(domainOf(gesture, scope), names);
    return { card: await settingsCard(gesture, tools) };
  },
});
