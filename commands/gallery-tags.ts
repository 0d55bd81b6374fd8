/** Tags of the gallery, and what has one of them. */
import { z } from 'zod';
import { type Button, bold, type Card, notice, type Text, typed } from '../core/card.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { tagsIn } from './gallery-describe.ts';
import { whereOf } from './gallery-entry.ts';
import { type Here, pageCard, pageOption, readPage, visible } from './gallery-page.ts';
import { suggestTags } from './gallery-suggest.ts';

async function tagCard(tag: string, page: number, { gesture, tools }: Here): Promise<Card> {
  const found = await visible(
    { gesture, tools },
    await tools.core.gallery.list(whereOf(gesture), `tag:${tag}`),
  );
  if (found.length === 0)
    return notice(
      'gallery',
      say('Nothing has the tag {tag}', { tag }),
      say('{tags} shows those there are.', { tags: typed('gallery tags') }),
    );
  const heading = say('Tagged {tag}', { tag });
  return pageCard(tools, { heading, found, page, turn: { command: 'tag page', of: `${tag}-` } });
}

/** As many fit below a card, in rows of five. */
const tagButtons = 10;
const mostTagsListed = 40;

async function tagsCard({ gesture, tools }: Here): Promise<Card> {
  const tags = await tools.core.gallery.tags(whereOf(gesture));
  if (tags.length === 0)
    return notice(
      'gallery',
      say('Nothing in the gallery has a tag yet'),
      say('{describe} gives a result of yours some.', { describe: typed('gallery describe') }),
    );
  const buttons = tags.slice(0, tagButtons).map(
    ({ tag }): Button => ({
      type: 'action',
      command: 'tag page',
      given: { option: 'page', value: `${tag}-1` },
      label: tag,
      look: 'plain',
    }),
  );
  const items = tags
    .slice(0, mostTagsListed)
    .map(
      ({ tag, count }): Text => [
        bold(tag),
        ' · ',
        say('{n, plural, one {# result} other {# results}}', { n: count }),
      ],
    );
  return {
    tone: 'gallery',
    summary: say('Tags of the gallery'),
    elements: [
      { type: 'heading', text: say('Tags of the gallery') },
      { type: 'list', items },
      { type: 'buttons', buttons: buttons.slice(0, 5) },
      ...(buttons.length > 5 ? [{ type: 'buttons' as const, buttons: buttons.slice(5) }] : []),
    ],
  };
}

export const galleryTags = defineCommand({
  name: 'gallery tags',
  summary: 'See the tags of the gallery, or what has one of them',
  gestures: ['slash'],
  options: z.strictObject({
    tag: z
      .string('must be text')
      .max(40, 'must be at most 40 characters')
      .describe('Shows what has it')
      .meta({ suggests: true, free: true })
      .optional(),
  }),
  manner: 'private',
  async run(call) {
    const [tag] = tagsIn(call.options.tag ?? '');
    return { card: tag === undefined ? await tagsCard(call) : await tagCard(tag, 1, call) };
  },
  suggest: (_option, words, tools, _others, asker) => suggestTags(words, tools, asker),
});

export const galleryTagPage = defineCommand({
  name: 'tag page',
  summary: 'See what has a tag',
  gestures: ['button'],
  options: pageOption(/^\S{1,60}-[1-9]\d?$/u),
  manner: 'private',
  async run(call) {
    const { of, page } = readPage(call.options.page);
    return { card: await tagCard(of, page, call) };
  },
});
