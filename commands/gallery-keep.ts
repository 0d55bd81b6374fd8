/** What instructors do with the gallery: take an entry out and put it back, freeze its stars, count them anew. */
import { z } from 'zod';
import { notice, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { GalleryList } from '../core/gallery.ts';
import { countOf, type GalleryEvent } from '../core/gallery-entry.ts';
import { type Phrase, say } from '../core/say.ts';
import { type Call, defineCommand, type Gesture, type Tools } from './command.ts';
import {
  changeEntry,
  entryNumber,
  entryNumbered,
  type Found,
  isInGallery,
  whereOf,
} from './gallery-entry.ts';
import { recount } from './gallery-recount.ts';
import { suggestShown } from './gallery-suggest.ts';

/** @throws UserError for everybody else. */
export function mustKeepGallery({ instructor }: Gesture): void {
  if (!instructor) throw new UserError(say('Only instructors look after the gallery.'));
}

const numbered = z.strictObject({ entry: entryNumber.meta({ suggests: true }) });
const withReason = numbered.extend({
  reason: z
    .string('must be text')
    .max(200, 'must be at most 200 characters')
    .describe('Why: its maker is told')
    .optional(),
});

interface Keeping<Shape extends typeof numbered> {
  name: string;
  summary: string;
  options: Shape;
  /** Where those are found that it is for. @default those that are shown */
  among?: GalleryList;
  event(call: Call<z.infer<Shape>>): GalleryEvent;
  /** What is said when it was so already. */
  already: Phrase;
  done: (values: { number: string }) => Phrase;
  besides(found: Found, tools: Tools): Promise<Text>;
}

function keeping<Shape extends typeof numbered>(given: Keeping<Shape>) {
  return defineCommand<Shape>({
    name: given.name,
    summary: given.summary,
    gestures: ['slash'],
    options: given.options,
    manner: 'private',
    async run(call) {
      const { options, gesture, tools } = call;
      mustKeepGallery(gesture);
      const number = options.entry;
      const { job } = await entryNumbered(tools, gesture, number);
      const { entry, changed } = await changeEntry(tools, job, given.event(call));
      if (!changed) throw new UserError(given.already);
      const besides = await given.besides({ entry, job }, tools);
      return { card: notice('gallery', given.done({ number: String(number) }), besides) };
    },
    suggest: (_option, words, tools, _others, asker) => suggestShown(words, tools, asker, given.among),
  });
}

const stands = async (found: Found, tools: Tools): Promise<Text> =>
  (await isInGallery(tools, found))
    ? say('It is in the gallery.')
    : say('It is not in the gallery: its maker has not shared it, or its stars are not enough.');

export const galleryRemove = keeping({
  name: 'gallery remove',
  summary: 'For instructors: take an entry out of the gallery',
  options: withReason,
  event: ({ options: { reason }, gesture, tools }) => ({
    type: 'remove',
    by: gesture.person,
    at: tools.now(),
    ...(reason && { reason }),
  }),
  already: say('It was taken out already.'),
  done: (values) => say('Number {number} is taken out', values),
  besides: async () =>
    say('No star and no Share brings it back, only {restore}. Its maker is told.', {
      restore: typed('gallery restore'),
    }),
});

export const galleryRestore = keeping({
  name: 'gallery restore',
  summary: 'For instructors: let an entry that was taken out be shown again',
  options: numbered,
  among: 'removed',
  event: () => ({ type: 'restore' }),
  already: say('It was not taken out.'),
  done: (values) => say('Number {number} may be shown again', values),
  besides: stands,
});

export const galleryFreeze = keeping({
  name: 'gallery freeze',
  summary: 'For instructors: leave an entry as it stands, whatever stars come and go',
  options: numbered,
  event: ({ gesture, tools }) => ({ type: 'freeze', by: gesture.person, at: tools.now() }),
  already: say('It is frozen already.'),
  done: (values) => say('Number {number} is frozen', values),
  besides: async ({ entry }) =>
    say('It stays at {n, plural, one {# star} other {# stars}}. Its maker may still take it back.', {
      n: countOf(entry),
    }),
});

export const galleryUnfreeze = keeping({
  name: 'gallery unfreeze',
  summary: 'For instructors: let stars count for an entry again',
  options: numbered,
  event: () => ({ type: 'unfreeze' }),
  already: say('It is not frozen.'),
  done: (values) => say('Stars count again for number {number}', values),
  besides: async ({ entry }) =>
    say('It has {n, plural, =0 {no stars} one {# star} other {# stars}}.', { n: countOf(entry) }),
});

/** As many are asked for at a time: the platforms limit it. */
const mostCounted = 20;

export const galleryRecount = defineCommand({
  name: 'gallery recount',
  summary: 'For instructors: count stars anew, as they stand on the posts',
  gestures: ['slash'],
  options: z.strictObject({
    entry: entryNumber
      .describe('Its number; without it, the newest ones')
      .meta({ suggests: true })
      .optional(),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    mustKeepGallery(gesture);
    if (options.entry !== undefined) {
      const { stars, mended } = await recount(tools, await entryNumbered(tools, gesture, options.entry));
      return {
        card: notice(
          'gallery',
          say('Counted number {number} anew', { number: String(options.entry) }),
          say('It has {n, plural, =0 {no stars} one {# star} other {# stars}}.', { n: stars }),
          mended ? say('That is mended now.') : say('That was noted already.'),
        ),
      };
    }
    const newest = (await tools.core.gallery.list(whereOf(gesture), 'new')).slice(0, mostCounted);
    const jobs = await tools.core.jobs.read(newest.map(({ id }) => id));
    let mended = 0;
    for (const job of jobs) {
      const entry = newest.find(({ id }) => id === job.id);
      if (entry && (await recount(tools, { entry, job })).mended) mended += 1;
    }
    return {
      card: notice(
        'gallery',
        say('Counted the newest {n, plural, one {entry} other {# entries}} anew', { n: jobs.length }),
        mended === 0
          ? say('All stars were noted already.')
          : say('{n, plural, one {# was} other {# were}} mended.', { n: mended }),
      ),
    };
  },
  suggest: (_option, words, tools, _others, asker) => suggestShown(words, tools, asker),
});
