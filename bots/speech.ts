/**
 * Whose language a card is put into before a platform draws it: what one person reads, into theirs; what a channel
 * reads, into the one its instructors have set, else into that of whoever asked.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gesture, Tools } from '../commands/command.ts';
import type { Card } from '../core/card.ts';
import { toError } from '../core/errors.ts';
import { inLanguage } from '../core/in-language.ts';
import type { Job } from '../core/job.ts';
import type { Person, Place } from '../core/people.ts';
import type { Language } from '../core/say.ts';
import type { Reply } from './chat.ts';

/** An answer in another language is better than none. */
const answerMs = 500;

export type Speech = ReturnType<typeof createSpeech>;

export function createSpeech({ core, languages, log }: Pick<Tools, 'core' | 'languages' | 'log'>) {
  /** What is said must not wait long for the store, nor fail with it. */
  async function ifKnown<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!core.isConnected()) return undefined;
    const known = work().catch((thrown: unknown) => {
      log.debug({ err: toError(thrown) }, 'nobody could say in which language to answer');
      return undefined;
    });
    const done = new AbortController();
    const late = delay(answerMs, undefined, { signal: done.signal }).catch(() => undefined);
    return Promise.race([known, late]).finally(() => done.abort());
  }

  async function ofPlace(place: Place, otherwise: string | undefined): Promise<Language> {
    const rules = await ifKnown(() => core.houseRules.of(place));
    return languages.of(rules?.language ?? otherwise);
  }

  return {
    /** The gesture with its person's language: what the platform says, or what it said the last time. */
    async heard(gesture: Gesture): Promise<Gesture> {
      const { person, language } = gesture;
      if (language !== undefined) {
        void ifKnown(() => core.tongues.seen(person, language));
        return gesture;
      }
      const last = await ifKnown(() => core.tongues.of(person));
      return { ...gesture, ...(last !== undefined && { language: last }) };
    },

    of: (gesture: Gesture): Language => languages.of(gesture.language),

    /** For all to read. `asker`: who it is about, where the place has no language of its own. */
    async forPlace(card: Card, place: Place, asker: string | undefined): Promise<Card> {
      return inLanguage(card, await ofPlace(place, asker));
    },

    /** For all to read, about what somebody asked for of whom no gesture is there to tell. */
    async forPlaceOf(card: Card, place: Place, asker: Pick<Person, 'platform' | 'id'>): Promise<Card> {
      return this.forPlace(card, place, await ifKnown(() => core.tongues.of(asker)));
    },

    /** A job's own post: its owner's alone, or everybody's. */
    forJob(card: Card, { private: alone, owner, place, language }: Job): Promise<Card> {
      return alone ? this.forPerson(card, owner, language) : this.forPlace(card, place, language);
    },

    /** For one person, whom no gesture of theirs is there to tell of. */
    async forPerson(card: Card, person: Pick<Person, 'platform' | 'id'>, otherwise?: string): Promise<Card> {
      return inLanguage(card, languages.of((await ifKnown(() => core.tongues.of(person))) ?? otherwise));
    },
  };
}

/** Answers to a gesture: what everybody sees in the place's language, the rest in the person's own. */
export function speaking(reply: Reply, gesture: Gesture, speech: Speech): Reply {
  const own = (card: Card) => inLanguage(card, speech.of(gesture));
  let isPublic = false;
  return {
    ...reply,
    acknowledge(manner) {
      isPublic = manner === 'public';
      return reply.acknowledge(manner);
    },
    async show(card) {
      return reply.show(isPublic ? await speech.forPlace(card, gesture.place, gesture.language) : own(card));
    },
    showPrivately: (card) => reply.showPrivately(own(card)),
    followUp: (card) => reply.followUp(own(card)),
  };
}
