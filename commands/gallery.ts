/**
 * What people do with the gallery: share a result, take it back, star one, and say whether others' stars may show theirs.
 *
 * A maker's own star is the same word as Share. Somebody else's star is kept but only counts once the maker has
 * allowed it; the first such star asks the maker, once, in private.
 */
import { z } from 'zod';
import { type Element, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { GalleryEntry } from '../core/gallery.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { type Person, personKey } from '../core/people.ts';
import { type Call, defineCommand, type Gesture, type Tools } from './command.ts';
import { spaceOf as spaceHere } from './instructors.ts';
import { jobOf, mustOwn } from './job-of.ts';
import { counted } from './words.ts';

const ofJob = z.strictObject({ job: jobIdSchema });
const onPost = z.strictObject({ channel: z.string(), message: z.string() });
const nothing = z.strictObject({});

/** The space whose gallery a job can be shown in. @throws UserError for a job made in private, or not done. */
function spaceOf(job: Job): string {
  if (job.place.space === undefined) {
    throw new UserError(
      'This render was made in a private conversation; only those made in a channel can be shared.',
    );
  }
  if (job.state !== 'done') throw new UserError('Only a finished render can be shared.');
  return job.place.space;
}

/** @throws UserError when there is nothing left that could be shown. */
function mustHaveFiles(job: Job): void {
  if (job.sweptAt !== undefined)
    throw new UserError(
      'The files of this render are not kept any more, so the gallery cannot show it. Again makes it anew.',
    );
}

async function mustHaveGallery(tools: Tools, job: Job): Promise<void> {
  if ((await tools.galleryChannel(job.place)) === null) {
    throw new UserError(
      'There is no gallery channel I can post in. Ask an instructor to make a channel called "gallery" and let me write there.',
    );
  }
}

/** Changes an entry; both posts follow: the one in the gallery and the one with the buttons. */
async function changeEntry(
  tools: Tools,
  job: Job,
  change: (entry: GalleryEntry) => GalleryEntry | null,
): Promise<void> {
  const { core } = tools;
  await core.gallery.open(job.id, job.owner, spaceOf(job));
  await core.gallery.change(job.id, job.place.platform, change);
}

export const share = defineCommand({
  name: 'share',
  summary: 'Show a result in the gallery',
  gestures: ['button'],
  options: ofJob,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustOwn(tools, job, gesture, 'share');
    spaceOf(job);
    mustHaveFiles(job);
    await mustHaveGallery(tools, job);
    await changeEntry(tools, job, (entry) => (entry.shared ? null : { ...entry, shared: true }));
    return null;
  },
});

export const unshare = defineCommand({
  name: 'unshare',
  summary: 'Take a result out of the gallery',
  gestures: ['button'],
  options: ofJob,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustOwn(tools, job, gesture, 'take back');
    // The maker's word is the last: others' stars so far no longer show it either.
    await changeEntry(tools, job, (entry) => ({ ...entry, shared: false, stars: [] }));
    return null;
  },
});

/** The finished job a star stands on; null for any other message. */
async function starred(
  tools: Tools,
  gesture: Gesture,
  message: string,
  channel: string,
): Promise<Job | null> {
  const job = await tools.core.jobs.byPost({ platform: gesture.place.platform, channel, message });
  const fits = job?.state === 'done' && job.deletedAt === undefined && job.place.space !== undefined;
  return fits ? job : null;
}

export const star = defineCommand({
  name: 'star',
  summary: 'Star a result for the gallery',
  gestures: ['star'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const job = await starred(tools, gesture, options.message, options.channel);
    if (!job) return null;
    const space = spaceOf(job);
    if (await tools.core.links.same(job.owner, gesture.person)) {
      mustHaveFiles(job);
      await mustHaveGallery(tools, job);
      await changeEntry(tools, job, (entry) => (entry.shared ? null : { ...entry, shared: true }));
      return null;
    }
    const key = personKey(gesture.person);
    await changeEntry(tools, job, (entry) =>
      entry.stars.includes(key) ? null : { ...entry, stars: [...entry.stars, key] },
    );
    await tools.core.gallery.beginAsking(job.owner, space, job.id);
    return null;
  },
});

export const unstar = defineCommand({
  name: 'unstar',
  summary: 'Take a star away again',
  gestures: ['unstar'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const job = await starred(tools, gesture, options.message, options.channel);
    if (!job) return null;
    const key = personKey(gesture.person);
    const own = await tools.core.links.same(job.owner, gesture.person);
    await changeEntry(tools, job, (entry) => {
      if (own) return entry.shared ? { ...entry, shared: false } : null;
      return entry.stars.includes(key) ? { ...entry, stars: entry.stars.filter((one) => one !== key) } : null;
    });
    return null;
  },
});

/** Writes the maker's word down and applies it to everything of theirs. */
async function consent(tools: Tools, maker: Person, space: string, word: 'allow' | 'stop') {
  const { core } = tools;
  const entries = await core.gallery.entriesOf(maker, space);
  let shown = 0;
  for (const id of entries) {
    const entry = await core.gallery.entry(id);
    if (!entry) continue;
    if (entry.post) shown += 1;
    if (word === 'stop')
      await core.gallery.change(id, maker.platform, (one) => (one.shared ? { ...one, shared: false } : null));
  }
  await core.gallery.setConsent(maker, space, word, entries);
  if (word === 'allow') {
    return notice('gallery', 'Stars count from now on', [
      'A render of yours that somebody stars goes to the gallery with your name. ',
      typed('gallery stop'),
      ' takes that back at any time.',
    ]);
  }
  const gone =
    shown > 0
      ? `${counted(shown, 'gallery post')} of yours ${shown === 1 ? 'is' : 'are'} being taken away. `
      : '';
  return notice(
    'plain',
    'Nothing of yours is shown',
    `${gone}Others' stars do not count. Your own star, or Share, still shows a single render.`,
  );
}

/** The answer, with the way back: one press here, where it is known whose gallery is meant. */
async function consentHere({ gesture, tools }: Call<object>, word: 'allow' | 'stop') {
  const card = await consent(tools, gesture.person, spaceHere(gesture, 'gallery'), word);
  const back = {
    type: 'action',
    command: `gallery ${word === 'allow' ? 'stop' : 'allow'}`,
    look: 'plain',
  } as const;
  const label = word === 'allow' ? 'Show nothing of mine' : 'Let stars count';
  const elements: Element[] = [...card.elements, { type: 'buttons', buttons: [{ ...back, label }] }];
  return { card: { ...card, elements } };
}

export const galleryAllow = defineCommand({
  name: 'gallery allow',
  summary: "Let others' stars show your results in the gallery",
  gestures: ['slash', 'button'],
  options: nothing,
  manner: 'private',
  run: (call) => consentHere(call, 'allow'),
});

export const galleryStop = defineCommand({
  name: 'gallery stop',
  summary: 'Take your results out of the gallery and count no stars of others',
  gestures: ['slash', 'button'],
  options: nothing,
  manner: 'private',
  run: (call) => consentHere(call, 'stop'),
});

/** The two answers to the private question. They carry the job, because the question may stand in a direct message. */
function answerTo(word: 'allow' | 'stop', name: string, summary: string) {
  return defineCommand({
    name,
    summary,
    gestures: ['button'],
    options: ofJob,
    manner: 'private',
    async run({ options, gesture, tools }) {
      const job = await jobOf(tools, options.job);
      await mustOwn(tools, job, gesture, 'answer for');
      return { card: await consent(tools, job.owner, spaceOf(job), word) };
    },
  });
}

export const allowStars = answerTo('allow', 'allow stars', "Let others' stars count");
export const stopStars = answerTo('stop', 'stop stars', "Do not let others' stars count");
