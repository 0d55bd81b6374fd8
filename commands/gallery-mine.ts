/** A maker's own entries, and how each of them stands. */
import { z } from 'zod';
import { type Card, type Text, typed } from '../core/card.ts';
import { type Phrase, say } from '../core/say.ts';
import { defineCommand, type Tools } from './command.ts';
import { type Found, isInGallery, whereOf } from './gallery-entry.ts';
import { type Here, line, mostPages, nothingYet, pageCard, pageOption, perPage } from './gallery-page.ts';
import { whole } from './options.ts';

async function mineCard(page: number, { gesture, tools }: Here): Promise<Card> {
  const { platform, space } = whereOf(gesture);
  const { gallery, jobs } = tools.core;
  const entries = (await gallery.read(await gallery.entriesOf({ platform, id: gesture.person.id }, space)))
    .filter(({ number }) => number !== undefined)
    .toSorted((a, b) => (b.number ?? 0) - (a.number ?? 0));
  const known = new Map((await jobs.read(entries.map(({ id }) => id))).map((job) => [job.id, job]));
  const found = entries.flatMap((entry): Found[] => {
    const job = known.get(entry.id);
    return job && job.deletedAt === undefined ? [{ entry, job }] : [];
  });
  if (found.length === 0) return nothingYet(say('Nothing of yours is in the gallery yet'));
  const states = new Map<string, Phrase>();
  for (const one of found.slice((page - 1) * perPage, page * perPage))
    states.set(one.entry.id, await stateOf(one, tools));
  const card = await pageCard(tools, {
    heading: say('Yours'),
    found,
    page,
    turn: { command: 'mine page', of: '' },
    lineOf: (one) => [line(one, tools, false), ' · ', states.get(one.entry.id) ?? ''].flat() as Text,
  });
  const how = say('Change the words, tags and audience of one with {describe}.', {
    describe: typed('gallery describe'),
  });
  return { ...card, elements: [...card.elements, { type: 'note', text: how }] };
}

async function stateOf(found: Found, tools: Tools): Promise<Phrase> {
  const { entry } = found;
  if (entry.removed) return say('taken out by an instructor');
  if (!(await isInGallery(tools, found))) return say('not shown');
  if (entry.audience === 'instructors') return say('shown to instructors alone');
  return entry.audience === 'anonymous' ? say('shown without your name') : say('shown');
}

export const galleryMine = defineCommand({
  name: 'gallery mine',
  summary: 'See which results of yours are in the gallery, and to whom they are shown',
  gestures: ['slash'],
  options: z.strictObject({ page: whole(1, mostPages).optional() }),
  manner: 'private',
  run: async (call) => ({ card: await mineCard(call.options.page ?? 1, call) }),
});

export const galleryMinePage = defineCommand({
  name: 'mine page',
  summary: 'Turn the page of your results in the gallery',
  gestures: ['button'],
  options: pageOption(/^[1-9]\d?$/),
  manner: 'private',
  run: async (call) => ({ card: await mineCard(Number(call.options.page), call) }),
});
