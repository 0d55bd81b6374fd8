/**
 * A maker's own word on a result: shown in the gallery, to whom, and taken back. *Share* is one press; what can be said
 * besides is offered in its answer.
 */
import { z } from 'zod';
import { type Button, type Card, notice, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Audience, GalleryEntry } from '../core/gallery-entry.ts';
import { jobIdSchema } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { type Phrase, say } from '../core/say.ts';
import { defineCommand, type Tools } from './command.ts';
import { changeEntry, describeButton, mustNotBeRemoved, spaceOf } from './gallery-entry.ts';
import { jobOf, mustOwn } from './job-of.ts';

const ofJob = z.strictObject({ job: jobIdSchema });

/** @throws UserError when there is nothing left that could be shown. */
export function mustHaveFiles(job: Job): void {
  if (job.sweptAt !== undefined)
    throw new UserError(
      say(
        'The files of this render are not kept any more, so the gallery cannot show it. Again makes it anew.',
      ),
    );
}

/** @throws UserError when there is no channel to show it in. */
export async function mustHaveGallery(
  tools: Tools,
  job: Job,
  audience: Audience = 'public',
): Promise<string> {
  const channel = await tools.galleryChannel(job.place, audience);
  if (channel !== null) return channel;
  throw new UserError(
    audience === 'instructors'
      ? say(
          'There is no gallery for instructors here that I can post in. An instructor sets one with {settings}: instructors_gallery.',
          { settings: typed('settings everywhere') },
        )
      : say(
          'There is no gallery channel I can post in. Ask an instructor to make a channel called "gallery" and let me write there.',
        ),
  );
}

/** @throws UserError where those might see it who must not. */
async function mustSuit(tools: Tools, job: Job, channel: string): Promise<void> {
  if (!job.nsfw || (await tools.ageRestricted({ ...job.place, channel, thread: undefined }))) return;
  throw new UserError(
    say(
      'This render is marked as not safe for work, and {where} is open to everybody. It can be shown only in an age-restricted gallery.',
      { where: { type: 'channel', id: channel } },
    ),
  );
}

/** Shares a result of one's own. Pressing twice is pressing once. */
export async function shareOwn(tools: Tools, job: Job): Promise<{ entry: GalleryEntry; channel: string }> {
  const known = await tools.core.gallery.entry(job.id);
  spaceOf(job);
  mustHaveFiles(job);
  if (known) mustNotBeRemoved(known);
  const channel = await mustHaveGallery(tools, job, known?.audience);
  await mustSuit(tools, job, channel);
  const { entry } = await changeEntry(tools, job, { type: 'share', at: tools.now() });
  return { entry, channel };
}

const toWhom: Record<Audience, (values: { where: Text }) => Phrase> = {
  public: (values) => say('Everybody who can see {where} sees it, with your name.', values),
  anonymous: (values) =>
    say(
      'Everybody who can see {where} sees it, without your name. Its first post still stands where you made it.',
      values,
    ),
  instructors: (values) => say('Only {where}, the instructors’ own, shows it.', values),
};

const others: Record<Audience, { command: string; label: Phrase }> = {
  public: { command: 'share named', label: say('With my name') },
  anonymous: { command: 'share nameless', label: say('Without my name') },
  instructors: { command: 'share inside', label: say('Only to instructors') },
};

function sharedCard(job: Job, entry: GalleryEntry, channel: string): Card {
  const audience = entry.audience ?? 'public';
  const button = (command: string, label: Phrase): Button => ({
    type: 'action',
    command,
    jobId: job.id,
    label,
    look: 'plain',
  });
  const card = notice(
    'gallery',
    say('In the gallery as number {number}', { number: String(entry.number) }),
    toWhom[audience]({ where: { type: 'channel', id: channel } }),
  );
  const buttons = Object.entries(others).flatMap(([name, { command, label }]) =>
    name === audience ? [] : [button(command, label)],
  );
  return {
    ...card,
    elements: [
      ...card.elements,
      {
        type: 'buttons',
        buttons: [
          ...buttons,
          ...(entry.number === undefined ? [] : [describeButton(entry.number)]),
          button('unshare', say('Take it out')),
        ],
      },
    ],
  };
}

export const share = defineCommand({
  name: 'share',
  summary: 'Show a result in the gallery',
  gestures: ['button'],
  options: ofJob,
  manner: 'private',
  async run({ options, gesture, tools }) {
    const job = await jobOf(tools, options.job);
    await mustOwn(tools, job, gesture, 'share');
    const { entry, channel } = await shareOwn(tools, job);
    return { card: sharedCard(job, entry, channel) };
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
    // The maker's word is the last: others' stars no longer show it either.
    await changeEntry(tools, job, { type: 'unshare', lastWord: true });
    return null;
  },
});

/** Says to whom a shared result is shown. Saying it shares nothing that was not shared before. */
function shownTo(audience: Audience, summary: string) {
  return defineCommand({
    name: others[audience].command,
    summary,
    gestures: ['button'],
    options: ofJob,
    manner: 'private',
    async run({ options, gesture, tools }) {
      const job = await jobOf(tools, options.job);
      await mustOwn(tools, job, gesture, 'show');
      const channel = await mustHaveGallery(tools, job, audience);
      await mustSuit(tools, job, channel);
      const { entry } = await changeEntry(tools, job, { type: 'describe', audience });
      mustNotBeRemoved(entry);
      return { card: sharedCard(job, entry, channel) };
    },
  });
}

export const showWithName = shownTo('public', 'Show a result in the gallery with your name');
export const showWithoutName = shownTo('anonymous', 'Show a result in the gallery without your name');
export const showToInstructors = shownTo('instructors', 'Show a result to instructors alone');
