/** `/moderation`: words and patterns that are not wanted in prompts here, or only where children are kept out. */
import { z } from 'zod';
import { bold, type Card, type Element, named, notice, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { isSame, type ListedRule, mostPatterns, mostWords, wordLists } from '../core/moderation.ts';
import { type Phrase, say } from '../core/say.ts';
import { faultOfPattern, folded } from '../core/word-list.ts';
import { type Call, defineCommand, type Gesture } from './command.ts';
import { mustInstruct, spaceOf } from './instructors.ts';
import { shortened } from './words.ts';

const list = z
  .enum(wordLists, 'must be refused or nsfw')
  .describe('Refused everywhere (when you do not say), or only for age-restricted channels')
  .meta({ labels: { refused: 'Refused', nsfw: 'Only where age-restricted' } })
  .optional();

/** Where an instructor says so. @throws UserError for everybody else, and in a private conversation. */
function ruled(gesture: Gesture) {
  const space = spaceOf(gesture, say('list of words'));
  mustInstruct(gesture, say('see and change the list of words'));
  return { platform: gesture.place.platform, space };
}

type Fresh = Pick<ListedRule, 'kind' | 'text' | 'list'>;

async function add({ gesture, tools }: Pick<Call<unknown>, 'gesture' | 'tools'>, fresh: readonly Fresh[]) {
  const { moderation } = tools.core;
  const space = ruled(gesture);
  const known = await moderation.rules(space);
  for (const [kind, most] of [
    ['word', mostWords],
    ['pattern', mostPatterns],
  ] as const) {
    const more = fresh.filter((one) => one.kind === kind && !known.some((rule) => isSame(rule, one)));
    if (known.filter((rule) => rule.kind === kind).length + more.length > most)
      throw new UserError(say('There is room for {most} of them. Remove some first.', { most }));
  }
  const by = gesture.person;
  const added = await moderation.add(
    space,
    fresh.map((one) => ({ ...one, by, at: tools.now() })),
  );
  const heading =
    added.length === 0
      ? say('All of it was on the list already')
      : say('{n, plural, one {# is} other {# are}} on the list now', { n: added.length });
  const shown = { list: typed('moderation list') };
  const isNsfw = fresh.every((one) => one.list === 'nsfw');
  return notice(
    'good',
    heading,
    isNsfw
      ? say(
          'A prompt that holds one is taken in age-restricted channels only; elsewhere its writer is told in private which word it is. {list} shows all of them.',
          shown,
        )
      : say(
          'A prompt that holds one is refused, in private, and told which word it is. {list} shows all of them.',
          shown,
        ),
  );
}

export const moderationWords = defineCommand({
  name: 'moderation words',
  summary: 'Put words on the list of what is not used in prompts here',
  gestures: ['slash'],
  options: z.strictObject({
    words: z.string('must be text').max(400).describe('Whole words or phrases, with commas between'),
    list,
  }),
  manner: 'private',
  async run({ options, ...call }) {
    const words = options.words.split(',').map((word) => word.trim());
    const fresh = words.filter((word) => folded(word) !== '');
    if (fresh.length === 0) throw new UserError(say('words must be words, with commas between.'));
    const which = options.list ?? 'refused';
    return {
      card: await add(
        call,
        fresh.map((text) => ({ kind: 'word', text, list: which })),
      ),
    };
  },
});

export const moderationPattern = defineCommand({
  name: 'moderation pattern',
  summary: 'Put a regular expression (RE2) on that list',
  gestures: ['slash'],
  options: z.strictObject({
    pattern: z
      .string('must be text')
      .min(1, 'must not be empty')
      .max(200, 'must be at most 200 characters')
      .describe('Such as \\bgore\\w*; case does not matter'),
    list,
  }),
  manner: 'private',
  async run({ options, ...call }) {
    const { pattern } = options;
    ruled(call.gesture);
    const fault = faultOfPattern(pattern);
    if (fault !== null) throw new UserError(fault);
    return { card: await add(call, [{ kind: 'pattern', text: pattern, list: options.list ?? 'refused' }]) };
  },
});

const nameOf = ({ kind, text }: ListedRule) => (kind === 'word' ? text : `/${text}/`);

export const moderationRemove = defineCommand({
  name: 'moderation remove',
  summary: 'Take a word or a pattern off the list again',
  gestures: ['slash'],
  options: z.strictObject({
    rule: z.string('must be text').max(210).describe('The word or pattern, or its number in the list'),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { moderation } = tools.core;
    const space = ruled(gesture);
    const wanted = folded(options.rule);
    const gone = (await moderation.rules(space)).filter(
      (rule) => `#${rule.id}` === wanted || folded(nameOf(rule)) === wanted || folded(rule.text) === wanted,
    );
    if (gone.length === 0)
      throw new UserError([
        say('{rule} is not on the list. {list} shows what is.', {
          rule: bold(shortened(options.rule, 100)),
          list: typed('moderation list'),
        }),
      ]);
    await moderation.remove(
      space,
      gone.map(({ id }) => id),
    );
    return {
      card: notice('good', say('Off the list'), [bold(shortened(gone.map(nameOf).join(', '), 200))]),
    };
  },
});

function section(heading: Phrase, rules: readonly ListedRule[]): Element[] {
  const items = rules.map((rule): Text => {
    const about = { by: named(rule.by), when: { type: 'time', at: rule.at, style: 'date' } } as const;
    return [bold(nameOf(rule)), ' · ', say('#{id}, by {by}, {when}', { id: rule.id, ...about })];
  });
  return [
    { type: 'text', text: bold(heading) },
    items.length > 0 ? { type: 'list', items } : { type: 'text', text: say('Nothing is set.') },
  ];
}

/** As many as a message shows. */
const shown = 40;

export const moderationList = defineCommand({
  name: 'moderation list',
  summary: 'See the words and patterns that are not used in prompts here',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const all = await tools.core.moderation.rules(ruled(gesture));
    const listed = all.slice(0, shown);
    const elements: Element[] = [
      { type: 'heading', text: say('What is not used in prompts') },
      ...section(
        say('Refused everywhere'),
        listed.filter((rule) => rule.list === 'refused'),
      ),
      ...section(
        say('Only in age-restricted channels'),
        listed.filter((rule) => rule.list === 'nsfw'),
      ),
    ];
    const left = all.length - listed.length;
    if (left > 0) elements.push({ type: 'note', text: say('and {n} more', { n: left }) });
    return { card: { tone: 'plain', summary: say('What is not used in prompts'), elements } satisfies Card };
  },
});
