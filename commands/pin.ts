/**
 * The showcase: gallery entries an instructor pinned, with 📌 on a post or by command. The entry is marked, and the
 * platform's own pin is put on its gallery post (on the job's own post, while the gallery does not show it). Unpinning
 * takes both away. A pin shows nothing that its maker does not share.
 */
import { z } from 'zod';
import { notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Job } from '../core/job.ts';
import { say } from '../core/say.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { changeEntry, entryNumber, entryNumbered, isInGallery, reactedTo, spaceOf } from './gallery-entry.ts';
import { mustKeepGallery } from './gallery-keep.ts';
import { suggestShown } from './gallery-suggest.ts';

const onPost = z.strictObject({ channel: z.string(), message: z.string() });
const numbered = z.strictObject({ entry: entryNumber.meta({ suggests: true }) });

/** @throws UserError when the platform does not let it. */
async function pinJob(tools: Tools, job: Job, { person }: Gesture) {
  const { core, posts } = tools;
  const known = await core.gallery.open(job.id, job.owner, spaceOf(job));
  const post = known.pinned?.post ?? known.post ?? job.post;
  if (!post) throw new UserError(say('It has no post that could be pinned.'));
  await posts.pin(post);
  return changeEntry(tools, job, { type: 'pin', by: person, at: tools.now(), post });
}

async function unpinJob(tools: Tools, job: Job) {
  const entry = await tools.core.gallery.entry(job.id);
  if (!entry?.pinned) return null;
  if (entry.pinned.post) await tools.posts.unpin(entry.pinned.post);
  return changeEntry(tools, job, { type: 'unpin' });
}

/** Others' 📌 mean nothing. */
export const pin = defineCommand({
  name: 'pin',
  summary: 'Pin a result to the showcase',
  gestures: ['pin'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const found = gesture.instructor ? await reactedTo(tools, gesture, options) : null;
    if (found) await pinJob(tools, found.job, gesture);
    return null;
  },
});

export const unpin = defineCommand({
  name: 'unpin',
  summary: 'Take a result out of the showcase',
  gestures: ['unpin'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const found = gesture.instructor ? await reactedTo(tools, gesture, options) : null;
    if (found) await unpinJob(tools, found.job);
    return null;
  },
});

export const galleryPin = defineCommand({
  name: 'gallery pin',
  summary: 'For instructors: pin an entry to the showcase, as 📌 on its post does',
  gestures: ['slash'],
  options: numbered,
  manner: 'private',
  async run({ options, gesture, tools }) {
    mustKeepGallery(gesture);
    const { job } = await entryNumbered(tools, gesture, options.entry);
    const { entry } = await pinJob(tools, job, gesture);
    return {
      card: notice(
        'gallery',
        say('Number {number} is in the showcase', { number: String(options.entry) }),
        (await isInGallery(tools, { entry, job }))
          ? say('{showcase} shows it to everybody, and its post is pinned.', {
              showcase: typed('gallery showcase'),
            })
          : say('Only its post is pinned: {showcase} shows it once its maker shares it.', {
              showcase: typed('gallery showcase'),
            }),
      ),
    };
  },
  suggest: (_option, words, tools, _others, asker) => suggestShown(words, tools, asker),
});

export const galleryUnpin = defineCommand({
  name: 'gallery unpin',
  summary: 'For instructors: take an entry out of the showcase',
  gestures: ['slash'],
  options: numbered,
  manner: 'private',
  async run({ options, gesture, tools }) {
    mustKeepGallery(gesture);
    const { job } = await entryNumbered(tools, gesture, options.entry);
    if (!(await unpinJob(tools, job))) throw new UserError(say('It is not in the showcase.'));
    return {
      card: notice(
        'gallery',
        say('Number {number} is out of the showcase', { number: String(options.entry) }),
        say('Its post is not pinned any more.'),
      ),
    };
  },
  suggest: (_option, words, tools, _others, asker) => suggestShown(words, tools, asker),
});
