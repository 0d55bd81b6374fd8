/**
 * What a maker says about others' stars: whether they may show results of theirs in the gallery. The first star of
 * somebody else asks them, once, in private; `/gallery allow` and `/gallery stop` are the last word.
 */
import { z } from 'zod';
import { type Card, type Element, notice, typed } from '../core/card.ts';
import { entryAfter, usualThreshold } from '../core/gallery-entry.ts';
import { jobIdSchema } from '../core/ids.ts';
import { type Person, personKey } from '../core/people.ts';
import { say } from '../core/say.ts';
import { type Call, defineCommand, type Tools } from './command.ts';
import { spaceOf } from './gallery-entry.ts';
import { spaceOf as spaceHere } from './instructors.ts';
import { jobOf, mustOwn } from './job-of.ts';

const nothing = z.strictObject({});

/** Writes the maker's word down and applies it to everything of theirs. */
async function consent(tools: Tools, maker: Person, space: string, word: 'allow' | 'stop'): Promise<Card> {
  const { gallery } = tools.core;
  const ids = await gallery.entriesOf(maker, space);
  const entries = await gallery.read(ids);
  if (word === 'stop') {
    const of = { platform: maker.platform, space, maker: personKey(maker) };
    for (const { id } of entries)
      await gallery.change(id, of, (one) =>
        entryAfter(one, { type: 'unshare', lastWord: false }, usualThreshold),
      );
  }
  await gallery.setConsent(maker, space, word, ids);
  if (word === 'allow') {
    return notice(
      'gallery',
      say('Stars count from now on'),
      say(
        'A render of yours that others star goes to the gallery with your name. {stop} takes that back at any time.',
        {
          stop: typed('gallery stop'),
        },
      ),
    );
  }
  const shown = entries.filter(({ post }) => post).length;
  return notice(
    'plain',
    say('Nothing of yours is shown'),
    ...(shown > 0
      ? [
          say(
            '{n, plural, one {One gallery post of yours is} other {# gallery posts of yours are}} being taken away.',
            {
              n: shown,
            },
          ),
        ]
      : []),
    say('Others’ stars do not count. Your own star, or Share, still shows a single render.'),
  );
}

/** The answer, with the way back: one press here, where it is known whose gallery is meant. */
async function consentHere({ gesture, tools }: Call<object>, word: 'allow' | 'stop') {
  const card = await consent(tools, gesture.person, spaceHere(gesture, say('gallery')), word);
  const back = {
    type: 'action',
    command: `gallery ${word === 'allow' ? 'stop' : 'allow'}`,
    look: 'plain',
  } as const;
  const label = word === 'allow' ? say('Show nothing of mine') : say('Let stars count');
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
    options: z.strictObject({ job: jobIdSchema }),
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
