/** The showcase: what instructors have pinned, for everybody to look at. */
import { z } from 'zod';
import { type Card, notice, typed } from '../core/card.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { whereOf } from './gallery-entry.ts';
import { type Here, mostPages, pageCard, pageOption, visible } from './gallery-page.ts';
import { whole } from './options.ts';

async function showcaseCard(page: number, { gesture, tools }: Here): Promise<Card> {
  const found = await visible({ gesture, tools }, await tools.core.gallery.list(whereOf(gesture), 'pinned'));
  if (found.length === 0)
    return notice(
      'gallery',
      say('The showcase is empty'),
      say('Instructors pin to it what is worth a second look: 📌 on a post, or {pin}.', {
        pin: typed('gallery pin'),
      }),
    );
  const turn = { command: 'showcase page', of: '' };
  return pageCard(tools, { heading: say('The showcase'), found, page, turn });
}

export const galleryShowcase = defineCommand({
  name: 'gallery showcase',
  summary: 'See what instructors have pinned',
  gestures: ['slash'],
  options: z.strictObject({ page: whole(1, mostPages).optional() }),
  manner: 'private',
  run: async (call) => ({ card: await showcaseCard(call.options.page ?? 1, call) }),
});

export const galleryShowcasePage = defineCommand({
  name: 'showcase page',
  summary: 'Turn the page of the showcase',
  gestures: ['button'],
  options: pageOption(/^[1-9]\d?$/),
  manner: 'private',
  run: async (call) => ({ card: await showcaseCard(Number(call.options.page), call) }),
});
