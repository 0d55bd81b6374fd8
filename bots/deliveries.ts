/**
 * Takes what is owed on one platform and has it delivered, so many at a time. What fails is put off, doubling the
 * wait: what may pass up to ten minutes, anything else up to six hours, in case somebody mends it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Due } from '../core/deliveries.ts';
import { PassingError, toError } from '../core/errors.ts';
import type { BotInsight } from './bot.ts';
import { createDeliver, type DeliverOptions } from './deliver.ts';

/** A delivery whose process died is taken up again after this long. */
const leaseMs = 10_000;
/** Signals may be missed, and what was put off gives none: how often it is looked anyway. */
const lookMs = 1000;
const mostPassingMs = 10 * 60_000;
const mostOtherMs = 6 * 60 * 60_000;

/** How long to wait after a delivery failed, having failed so often before. */
export function putOffMs(error: Error, tries: number): number {
  return Math.min(1000 * 2 ** tries, error instanceof PassingError ? mostPassingMs : mostOtherMs);
}

export function startDeliveries({
  concurrency = 10,
  insight,
  ...options
}: DeliverOptions & { concurrency?: number; insight?: BotInsight }) {
  const { tools, chat } = options;
  const { core, log } = tools;
  const { platform } = chat;
  const deliver = createDeliver(options);
  const by = randomUUID();
  const inHand = new Map<Due, Promise<void>>();
  let looking: Promise<boolean> | null = null;
  let lookAgain = false;
  let closed = false;

  async function attempt(due: Due): Promise<void> {
    const { subject, jobId } = due.delivery;
    const began = Date.now();
    try {
      const later = await deliver(due.delivery);
      if (later) return await core.deliveries.later(platform, due, later.laterMs, false);
    } catch (thrown) {
      const error = toError(thrown);
      const waitMs = putOffMs(error, due.tries);
      log.warn(
        { err: error, jobId, subject, tries: due.tries + 1, waitMs },
        `delivery failed: ${error.message}`,
      );
      insight?.chat.putOff(platform, subject);
      insight?.tracing.delivery({ jobId, subject, platform, began, error });
      return core.deliveries.later(platform, due, waitMs);
    }
    insight?.chat.delivered(platform, due);
    insight?.tracing.delivery({ jobId, subject, platform, began });
    await core.deliveries.shown(platform, due);
  }

  function start(due: Due): void {
    const work = attempt(due)
      .catch((thrown: unknown) =>
        log.warn({ err: toError(thrown), jobId: due.delivery.jobId }, 'a delivery was not written down'),
      )
      .finally(() => {
        inHand.delete(due);
        if (!closed) look();
      });
    inHand.set(due, work);
  }

  /** @returns whether something was due. */
  async function takeDue(): Promise<boolean> {
    const free = concurrency - inHand.size;
    if (free <= 0) return true;
    const due = await core.deliveries.take(platform, by, free, leaseMs);
    for (const one of due) start(one);
    return due.length > 0;
  }

  function look(): void {
    if (looking) {
      lookAgain = true;
      return;
    }
    lookAgain = false;
    looking = takeDue()
      .catch((thrown: unknown) => {
        log.warn({ err: toError(thrown) }, 'what is owed could not be looked up for a moment');
        return false;
      })
      .finally(() => {
        looking = null;
        if (lookAgain && !closed) look();
      });
  }

  function keepLeases(): void {
    if (inHand.size === 0) return;
    const deliveries = [...inHand.keys()].map(({ delivery }) => delivery);
    core.deliveries
      .keep(platform, by, deliveries, leaseMs)
      .catch((thrown: unknown) => log.warn({ err: toError(thrown) }, 'leases could not be kept'));
  }

  const looker = setInterval(look, lookMs);
  const keeper = setInterval(keepLeases, leaseMs / 3);
  const listening = core.deliveries.listen((where) => where === platform && look());
  look();

  /** Delivers until nothing is due. */
  async function flush(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await looking;
      const found = await takeDue();
      if (!found && inHand.size === 0) return;
      if (inHand.size > 0) await Promise.race(inHand.values());
    }
  }

  return {
    /** Delivers what is due, but not for longer than `flushMs`; what is left is owed still. */
    async close(flushMs = 2000): Promise<void> {
      clearInterval(looker);
      closed = true;
      const over = new AbortController();
      await Promise.race([flush(over.signal).catch(() => {}), delay(flushMs, undefined, { ref: false })]);
      over.abort();
      clearInterval(keeper);
      (await listening)();
    },
  };
}
