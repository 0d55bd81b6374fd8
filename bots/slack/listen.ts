/**
 * From Slack's requests to what is done about them: told "received" first, then read, then acted upon. What comes a
 * second time is dropped, and whatever goes wrong with one gesture, the next is heard.
 */
import type { App, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Handlers } from '../chat.ts';
import type { Act } from './act.ts';
import { readEvent } from './events.ts';
import { readSubmission, readSuggestion } from './form-gestures.ts';
import type { Forms } from './forms.ts';
import { readAction, readCommand, readShortcut } from './gestures.ts';
import type { Heard } from './heard.ts';
import { leftOf } from './left.ts';
import { createOnce } from './once.ts';

/** Slack gives up on an event after some six minutes; the rest is for clocks and queues in between. */
const repeatMs = 15 * 60_000;

/** What tells two deliveries of the same thing from two things. */
const keysSchema = z.object({ event_id: z.string().optional(), trigger_id: z.string().optional() });

interface ListenOptions {
  app: App;
  act: Act;
  forms: Forms;
  handlers: Handlers;
  /** The bot's own user id. */
  ourUser: string;
  log: Log;
  now: () => number;
}

export function listen({ app, act, forms, handlers, ourUser, log, now }: ListenOptions) {
  const first = createOnce({ ms: repeatMs, now });
  const inHand = new Set<Promise<void>>();

  function isNew(body: unknown): boolean {
    const { event_id, trigger_id } = keysSchema.catch({}).parse(body);
    const key = event_id ?? trigger_id;
    return key === undefined || first(key);
  }

  /** A typed message may come as two events, and once more when it is edited; it is answered once. */
  function isNewMessage(heard: Heard): boolean {
    return heard.kind !== 'mention' || first(`${heard.where.channel} ${heard.message}`);
  }

  /** @returns what takes the note away again. */
  function note(heard: Heard): () => void {
    const left = leftOf(heard);
    return (left && handlers.noted?.(left)) ?? (() => {});
  }

  function begin(heard: Heard): void {
    if (heard.kind === 'unsupported') log.debug(`nothing to answer: ${heard.reason}`);
    if (!isNewMessage(heard)) return;
    const forget = note(heard);
    const work = act(heard)
      .catch((thrown: unknown) =>
        log.warn({ err: toError(thrown), gesture: heard.kind }, `a gesture (${heard.kind}) was not answered`),
      )
      .finally(() => {
        forget();
        inHand.delete(work);
      });
    inHand.add(work);
  }

  /** Where "received" cannot be said, Slack tells the person that it failed, so it must not go on behind that. */
  async function received(ack: () => Promise<void>): Promise<boolean> {
    try {
      await ack();
      return true;
    } catch (thrown) {
      log.warn({ err: toError(thrown) }, 'Slack could not be told that a gesture was received');
      return false;
    }
  }

  app.command(/.*/, async ({ body, ack }) => {
    if ((await received(ack)) && isNew(body)) begin(readCommand(body));
  });
  app.action(/.*/, async ({ body, ack }) => {
    if ((await received(ack)) && isNew(body)) begin(readAction(body));
  });
  app.shortcut(/.*/, async ({ body, ack }) => {
    if ((await received(ack)) && isNew(body)) begin(readShortcut(body));
  });
  app.view<ViewSubmitAction>(/.*/, async ({ body, ack }) => {
    const heard = readSubmission(body);
    if (heard.kind !== 'form' || !isNew(body)) await received(ack);
    else {
      const forget = note(heard);
      const work = forms
        .submitted(heard, ack)
        .catch((thrown: unknown) => log.warn({ err: toError(thrown) }, 'a form was not answered'))
        .finally(() => {
          forget();
          inHand.delete(work);
        });
      inHand.add(work);
    }
  });
  app.options(/.*/, async ({ body, ack }) => {
    await ack({ options: await forms.suggestions(readSuggestion(body)) });
  });
  // Bolt has told Slack already; an event wants no other answer.
  app.event(/.*/, async ({ body }) => {
    const heard = readEvent(body, ourUser);
    // What people say to each other comes in numbers, and need not be known again.
    if (heard.kind === 'unsupported' || isNew(body)) begin(heard);
  });
  app.error(async (error) => {
    log.error({ err: { name: error.name, message: error.message } }, `Bolt had an error: ${error.message}`);
  });

  return {
    /** Resolves when everything that was begun is done. */
    settled: async (): Promise<void> => {
      await Promise.allSettled(inHand);
    },
  };
}
