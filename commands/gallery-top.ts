/** The most starred results of a space, of a while or of all time; and any one of them. */
import { z } from 'zod';
import type { Button, Card } from '../core/card.ts';
import { countOf } from '../core/gallery-entry.ts';
import { type Phrase, say } from '../core/say.ts';
import { galleryCard } from './cards/gallery-card.ts';
import { defineCommand } from './command.ts';
import { whereOf } from './gallery-entry.ts';
import { type Here, mostPages, nothingYet, pageCard, pageOption, readPage, visible } from './gallery-page.ts';
import { whole } from './options.ts';

const dayMs = 24 * 60 * 60 * 1000;
const periods = { week: 7 * dayMs, month: 30 * dayMs, all: null } as const;
type Period = keyof typeof periods;
const periodNames = Object.keys(periods) as Period[];
const topHeadings: Record<Period, Phrase> = {
  week: say('Most starred this week'),
  month: say('Most starred this month'),
  all: say('Most starred'),
};
const periodLabels: Record<Period, Phrase> = {
  week: say('This week'),
  month: say('This month'),
  all: say('All'),
};

async function topCard(period: Period, page: number, { gesture, tools }: Here): Promise<Card> {
  const length = periods[period];
  const where = whereOf(gesture);
  const entries =
    length === null
      ? await tools.core.gallery.list(where, 'top')
      : await tools.core.gallery.list(where, 'new', { since: tools.now() - length });
  const found = (await visible({ gesture, tools }, entries)).toSorted(
    (a, b) => countOf(b.entry) - countOf(a.entry) || (b.entry.since ?? 0) - (a.entry.since ?? 0),
  );
  const others = periodNames
    .filter((one) => one !== period)
    .map(
      (one): Button => ({
        type: 'action',
        command: 'top page',
        given: { option: 'page', value: `${one}-1` },
        label: periodLabels[one],
        look: 'plain',
      }),
    );
  if (found.length === 0) {
    if (period === 'all') return nothingYet(say('Nothing is in the gallery yet'));
    const card = nothingYet(say('Nothing yet'));
    return { ...card, elements: [...card.elements, { type: 'buttons', buttons: others }] };
  }
  return pageCard(tools, {
    heading: topHeadings[period],
    found,
    page,
    turn: { command: 'top page', of: `${period}-` },
    more: others,
  });
}

export const galleryTop = defineCommand({
  name: 'gallery top',
  summary: 'See the most starred results',
  gestures: ['slash'],
  options: z.strictObject({
    of: z
      .enum(periodNames, `must be one of ${periodNames.join(', ')}`)
      .describe('Of when; of all time when you do not say')
      .meta({ labels: { week: 'This week', month: 'This month', all: 'All time' } })
      .optional(),
    page: whole(1, mostPages).optional(),
  }),
  manner: 'private',
  run: async (call) => ({ card: await topCard(call.options.of ?? 'all', call.options.page ?? 1, call) }),
});

export const galleryTopPage = defineCommand({
  name: 'top page',
  summary: 'Turn the page of the most starred results',
  gestures: ['button'],
  options: pageOption(/^(week|month|all)-[1-9]\d?$/),
  manner: 'private',
  async run(call) {
    const { of, page } = readPage(call.options.page);
    return { card: await topCard(periodNames.find((one) => one === of) ?? 'all', page, call) };
  },
});

/** Some of what is drawn may not be shown any more. */
const drawn = 10;

export const galleryRandom = defineCommand({
  name: 'gallery random',
  summary: 'See any one result of the gallery',
  gestures: ['slash', 'button'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const [found] = await visible(
      { gesture, tools },
      await tools.core.gallery.random(whereOf(gesture), drawn),
    );
    if (!found) return { card: nothingYet(say('Nothing is in the gallery yet')) };
    const { entry, job } = found;
    const another: Button = {
      type: 'action',
      command: 'gallery random',
      label: say('Another one'),
      look: 'main',
    };
    const original = job.post ? tools.postLink(job.post) : null;
    return { card: galleryCard(job, entry, { original, buttons: [another] }) };
  },
});
