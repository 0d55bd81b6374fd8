/**
 * What a bot that was killed left unanswered: "… is thinking" for ever on Discord, silence on Slack. The next one says so,
 * once. What became a job needs no word: its post tells of itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { restartedCard } from '../commands/cards/trouble-card.ts';
import type { Tools } from '../commands/command.ts';
import { PassingError, toError } from '../core/errors.ts';
import type { Unanswered } from '../core/unanswered.ts';
import type { Chat, Handlers } from './chat.ts';
import { createSpeech } from './speech.ts';

/** Both platforms take an answer for longer than that; nobody waits longer for one. */
const patienceMs = 14 * 60_000;
const longestPauseMs = 30_000;

/** Keeps a note of each gesture until it is answered. Never in the way of the answer. */
export function createNotes({
  core,
  log,
  now,
}: Pick<Tools, 'core' | 'log' | 'now'>): Required<Handlers>['noted'] {
  return ({ platform, id, person, ticket }) => {
    if (!core.isConnected()) return () => {};
    const unkept = (thrown: unknown) =>
      log.debug({ err: toError(thrown) }, 'a note of what is unanswered was not kept');
    core.unanswered.note(platform, { id, at: now(), person, ticket }).catch(unkept);
    return () => void core.unanswered.take(platform, id).catch(unkept);
  };
}

interface LeftBehindOptions {
  tools: Pick<Tools, 'core' | 'languages' | 'log' | 'now'>;
  chat: Chat;
  /** When this bot began to hear: what was noted before is another's. */
  since: number;
  /** Whoever is being replaced may still answer for so long. */
  waitMs: number;
}

export function answerLeftBehind({ tools, chat, since, waitMs }: LeftBehindOptions) {
  const { core, log, now } = tools;
  const { platform } = chat;
  const speech = createSpeech(tools);
  const closing = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal });

  async function say({ id, at, person = '', ticket }: Unanswered): Promise<void> {
    if (!(await core.unanswered.take(platform, id)) || (await core.jobs.madeBy(platform, id))) return;
    const card = await speech.forPerson(restartedCard(), { platform, id: person });
    for (let ms = 1000; now() - at < patienceMs; ms = Math.min(2 * ms, longestPauseMs)) {
      try {
        const said = await chat.sayLeft?.(ticket, card);
        if (said)
          log.info({ gesture: id }, 'said that a gesture came to nothing, because the bot was restarted');
        return;
      } catch (thrown) {
        if (!(thrown instanceof PassingError)) throw thrown;
        await pause(ms);
      }
    }
  }

  async function sayAll(): Promise<void> {
    const left = (await core.unanswered.all(platform)).filter(({ at }) => at < since);
    if (left.length === 0) return;
    await pause(waitMs);
    const told = await Promise.allSettled(left.map(say));
    for (const one of told) if (one.status === 'rejected') throw one.reason;
  }

  void sayAll().catch((thrown: unknown) => {
    if (!closing.signal.aborted)
      log.warn({ err: toError(thrown) }, 'somebody could not be told that their gesture came to nothing');
  });
  return { close: () => closing.abort() };
}
