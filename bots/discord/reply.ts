/**
 * The answer to one gesture.
 *
 * Where it stands, and what a card then becomes:
 *
 *   open      nothing was said yet        a private first answer; the next state is `done`
 *   public    "… is thinking", for all    show: takes its place. showPrivately: it goes, a private message comes
 *   private   "… is thinking", for one    takes its place
 *   quiet     the press was noted         a private message; on a private post, the card takes that post's place
 *   done      a card was shown            a private message
 */

import { Routes } from 'discord.js';
import { InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Manner } from '../../commands/command.ts';
import type { Card } from '../../core/card.ts';
import type { Place, PostRef } from '../../core/people.ts';
import type { AskedForm, Reply } from '../chat.ts';
import { meaningOf, translated } from './errors.ts';
import type { Ticket } from './heard.ts';
import { limits } from './limits.ts';
import { modalOf } from './modal.ts';
import type { Message, Publish } from './publish.ts';
import type { Wire } from './wire.ts';

const callbackSchema = z.object({
  resource: z.object({ message: z.object({ id: z.string(), channel_id: z.string() }) }),
});
const messageSchema = z.object({ flags: z.number().default(0) });

/** How long a private word waits for a public placeholder to be filled, and how often it looks. */
const placeholderMs = 30_000;
const lookMs = 600;

interface ReplyOptions {
  wire: Wire;
  publish: Publish;
  ticket: Ticket;
  place: Place;
  /** The pressed button stands on a post that only this person sees; null for typed commands. */
  button: { onPrivate: boolean } | null;
  now: () => number;
  /** Whether it can be answered with a form: one that was handed in cannot. @default false */
  asks?: boolean;
  /** What another process has said already. @default 'open' */
  state?: 'open' | 'public' | 'private';
}

export function createReply({
  wire,
  publish,
  ticket,
  place,
  button,
  now,
  asks = false,
  ...begun
}: ReplyOptions): Reply {
  const { hooks } = wire;
  const { id, token, application } = ticket;
  const original = Routes.webhookMessage(application, token, '@original');
  const rules = ticket.fileBytes === null ? {} : { fileBytes: ticket.fileBytes };
  /** Of the answer, where all see it. */
  let post: PostRef | null = null;
  let state: 'open' | 'public' | 'private' | 'quiet' | 'done' = begun.state ?? 'open';

  async function callback(
    type: InteractionResponseType,
    data?: object,
    files?: Message['files'],
  ): Promise<unknown> {
    const route = Routes.interactionCallback(id, token);
    try {
      return await hooks.post(route, {
        body: { type, ...(data && { data }) },
        ...(files && { files }),
        auth: false,
        query: new URLSearchParams({ with_response: 'true' }),
      });
    } catch (thrown) {
      // It arrived the first time, and only what Discord said to it was lost.
      if (meaningOf(thrown) !== 'answered' || !wire.mayHaveArrived(route)) throw thrown;
      return { resource: { message: await hooks.get(original, { auth: false }) } };
    }
  }

  const privately = ({ body, files }: Message) => ({
    body: { ...body, flags: body.flags | MessageFlags.Ephemeral },
    files,
  });

  async function first(card: Card): Promise<void> {
    await publish(card, rules, (message) => {
      const { body, files } = privately(message);
      return callback(InteractionResponseType.ChannelMessageWithSource, body, files);
    });
  }

  async function fill(card: Card): Promise<void> {
    await publish(card, rules, ({ body, files }) =>
      wire.patiently(token, () => hooks.patch(original, { body, files, auth: false })),
    );
  }

  async function another(card: Card): Promise<void> {
    await publish(card, rules, (message) =>
      wire.patiently(token, () =>
        hooks.post(Routes.webhook(application, token), { ...privately(message), auth: false }),
      ),
    );
  }

  async function removePlaceholder(): Promise<void> {
    try {
      await wire.patiently(token, () => hooks.delete(original, { auth: false }));
    } catch (thrown) {
      if (meaningOf(thrown) !== 'gone') throw thrown;
    }
  }

  /** A message sent while the placeholder still waits would take its place, for all to see. */
  async function placeholderFilled(): Promise<void> {
    const until = now() + placeholderMs;
    while (now() < until) {
      const message = await hooks.get(original, { auth: false }).catch((thrown: unknown) => {
        if (meaningOf(thrown) === 'gone') return { flags: 0 };
        throw thrown;
      });
      if ((messageSchema.parse(message).flags & MessageFlags.Loading) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    throw new Error('the public answer did not come, so the private word is not said');
  }

  async function acknowledge(manner: Manner): Promise<PostRef | null> {
    if (manner === 'none' && button) {
      await callback(InteractionResponseType.DeferredMessageUpdate);
      state = 'quiet';
      return null;
    }
    if (manner !== 'public') {
      await callback(InteractionResponseType.DeferredChannelMessageWithSource, {
        flags: MessageFlags.Ephemeral,
      });
      state = 'private';
      return null;
    }
    const answer = await callback(InteractionResponseType.DeferredChannelMessageWithSource);
    state = 'public';
    const { message } = callbackSchema.parse(answer).resource;
    post = {
      platform: 'discord',
      channel: message.channel_id,
      message: message.id,
      ...(place.space !== undefined && { space: place.space }),
      token,
      ...(place.guest
        ? { guest: true, tokenUntil: now() + limits.guestTokenMs }
        : { tokenUntil: now() + limits.tokenMs }),
    };
    return post;
  }

  async function ask(form: AskedForm): Promise<void> {
    await callback(InteractionResponseType.Modal, modalOf(form, id));
  }

  async function show(card: Card): Promise<PostRef | null> {
    const stands = state === 'public' ? post : null;
    if (state === 'open') await first(card);
    else if (state === 'public' || state === 'private' || (state === 'quiet' && button?.onPrivate))
      await fill(card);
    else await another(card);
    state = 'done';
    return stands;
  }

  async function showPrivately(card: Card): Promise<void> {
    if (state !== 'public') {
      await show(card);
      return;
    }
    await removePlaceholder();
    await another(card);
    state = 'done';
  }

  async function followUp(card: Card): Promise<void> {
    if (state === 'open') {
      await show(card);
      return;
    }
    if (state === 'public') await placeholderFilled();
    await another(card);
  }

  const said =
    <Given extends unknown[], Result>(doing: string, work: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      try {
        return await work(...given);
      } catch (thrown) {
        throw translated(thrown, doing);
      }
    };
  return {
    ...(asks && { ask: said('opening a form', ask) }),
    acknowledge: said('acknowledging', acknowledge),
    show: said('the answer', show),
    showPrivately: said('the private answer', showPrivately),
    followUp: said('the private word', followUp),
  };
}
