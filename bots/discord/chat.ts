/** Discord as the bots' port: posts, direct messages and channels. */

import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { FirstPost } from '../../core/deliveries.ts';
import { UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Person, Place, PostRef } from '../../core/people.ts';
import { say } from '../../core/say.ts';
import { type Chat, standing } from '../chat.ts';
import { spread } from '../spread.ts';
import { suited } from '../suited.ts';
import { createEdits } from './edits.ts';
import { mayNotPost, meaningOf, translated } from './errors.ts';
import { findPost, markOf } from './find-post.ts';
import { limits } from './limits.ts';
import { createPing } from './ping.ts';
import { createPins } from './pins.ts';
import { type Posted, readPosted } from './posted.ts';
import type { Message, Publish } from './publish.ts';
import { draws } from './render-card.ts';
import type { Servers } from './servers.ts';
import type { Wire } from './wire.ts';

/** Others have seen 5 edits per 5 seconds and post; this leaves room for the result. */
const editPace = 1500;

const channelSchema = z.object({ id: z.string() });

interface ChatOptions {
  wire: Wire;
  publish: Publish;
  servers: Servers;
  applicationId: string;
  now: () => number;
  log: Log;
  trouble: Chat['trouble'];
  stopHearing: () => Promise<void>;
  close: () => Promise<void>;
}

export function createChat(options: ChatOptions): Chat {
  const { wire, publish, servers, applicationId, now, log, trouble, stopHearing, close } = options;
  const { hooks, bot } = wire;
  const budgetOf = createEdits(now);
  /** Lanes in which a progress edit was promised: what shares a bucket goes one by one. */
  const promised = new Set<string>();

  /** The post as Discord says it now stands. */
  function asPost(answer: unknown, known: Omit<PostRef, 'message' | 'files'>): PostRef {
    const { message, files } = readPosted(answer);
    return { ...known, message, files };
  }

  const hasToken = ({ token, tokenUntil }: PostRef) => token !== undefined && now() < (tokenUntil ?? 0);
  const turnsOf = (post: PostRef) => budgetOf(post, hasToken(post));

  /** The ways to reach a post: an interaction's token while it lives, then the bot's own, where it is a member. */
  function waysTo(post: PostRef) {
    const { token, tokenUntil, ...lasting } = post;
    const byBot = {
      lane: post.channel,
      rest: bot,
      route: Routes.channelMessage(post.channel, post.message),
      auth: true,
      post: lasting,
    };
    if (token === undefined || !hasToken(post)) return post.guest ? [] : [byBot];
    const route = Routes.webhookMessage(applicationId, token, '@original');
    const byToken = { lane: token, rest: hooks, route, auth: false, post: { ...post } };
    return post.guest ? [byToken] : [byToken, byBot];
  }

  const laneOf = (post: PostRef) => (hasToken(post) && post.token) || post.channel;

  /** Tries each way until one is not turned away for its token. Null where there is none (left). */
  async function reach<T>(
    post: PostRef,
    go: (way: ReturnType<typeof waysTo>[number]) => Promise<T>,
  ): Promise<T | null> {
    const [first, second] = waysTo(post);
    if (!first) return null;
    try {
      return await go(first);
    } catch (thrown) {
      if (!second || meaningOf(thrown) !== 'token') throw thrown;
      return go(second);
    }
  }

  async function edit(post: PostRef, card: Card, urgency: 'progress' | 'final') {
    const lane = laneOf(post);
    return editByWays(post, card, urgency).finally(() => {
      if (urgency === 'progress') promised.delete(lane);
    });
  }

  async function editByWays(post: PostRef, card: Card, urgency: 'progress' | 'final') {
    const rules = { kept: post.files ?? {}, fileBytes: servers.fileBytes(post) };
    const change = (way: ReturnType<typeof waysTo>[number], signal?: AbortSignal) =>
      publish(card, rules, ({ body, files }) =>
        way.rest.patch(way.route, { body, files, auth: way.auth, ...(signal && { signal }) }),
      );
    if (waysTo(post).length === 0) return 'gone';
    // A result takes its share of the channel's edits, and a preview counts as much as another edit.
    if (urgency === 'final' || hasPreview(card)) turnsOf(post).take();
    const go = () =>
      reach(post, async (way) => {
        const answer =
          urgency === 'final'
            ? await wire.patiently(way.lane, () => change(way))
            : await wire.impatiently(way.lane, (signal) => change(way, signal));
        return answer === null ? null : asPost(answer, way.post);
      });
    const woken = async (thrown: unknown) => {
      if (urgency !== 'final' || meaningOf(thrown) !== 'archived') throw thrown;
      await wake(post);
      return go();
    };
    return go()
      .catch(woken)
      .catch((thrown: unknown) => refusedEdit(thrown, post, urgency));
  }

  /** What a refusal makes of a post. @throws what may pass, and what is ours to mend */
  function refusedEdit(thrown: unknown, post: PostRef, urgency: 'progress' | 'final') {
    const meaning = meaningOf(thrown);
    if (meaning === 'gone' || (post.guest && meaning === 'token')) return 'gone';
    if (meaning === 'forbidden' || meaning === 'archived') return 'shut';
    if (urgency === 'progress' && (meaning === 'limited' || meaning === 'passing')) return null;
    throw translated(thrown, 'editing a post');
  }

  /** A thread that has gone to rest is woken for a result; one that is locked stays shut. */
  async function wake({ channel }: PostRef): Promise<void> {
    await wire.patiently(channel, () => bot.patch(Routes.channel(channel), { body: { archived: false } }));
  }

  /** `once`: under a nonce, and with a mark by which the message is found again. */
  async function send(
    channel: string,
    card: Card,
    space?: string,
    once?: { nonce: string; enforce_nonce: true; mark: number },
  ): Promise<unknown> {
    const rules = { fileBytes: servers.fileBytes({ space }) };
    return publish(card, rules, ({ body, files }: Message) => {
      const { mark, ...unique } = once ?? { mark: undefined };
      const components = body.components.map((one) => ({ ...one, ...(mark !== undefined && { id: mark }) }));
      return wire.patiently(channel, () =>
        bot.post(Routes.channelMessages(channel), { body: { ...body, components, ...unique }, files }),
      );
    });
  }

  /** Makes a post of a channel once. For some minutes Discord sees to that; after that we look for it ourselves. */
  async function createOnce(place: Place, card: Card, first: FirstPost): Promise<PostRef> {
    const before = await find(place, first);
    if (before) {
      const edited = await edit(before, card, 'final');
      // One that was made and deleted by somebody since is not made again.
      if (edited === 'shut') throw new UserError(mayNotPost);
      return standing(edited) ?? before;
    }
    const unique = { nonce: first.nonce.slice(0, limits.nonce), enforce_nonce: true } as const;
    const mark = markOf(first.nonce);
    return refTo(place, readPosted(await send(channelOf(place), card, place.space, { ...unique, mark })));
  }

  async function find(place: Place, { nonce, since }: FirstPost): Promise<PostRef | null> {
    if (since === null) return null;
    const channel = channelOf(place);
    try {
      const found = await wire.patiently(channel, () => findPost(bot, channel, nonce, since));
      return found && refTo(place, found);
    } catch (thrown) {
      if (meaningOf(thrown) !== 'forbidden') throw thrown;
      log.warn({ channel }, 'an earlier post cannot be looked for: I may not read this channel’s history');
      return null;
    }
  }

  /** Does something in the conversation with one person alone, if they take messages of ours. */
  async function directly<T>(person: Person, work: (place: Place) => Promise<T>): Promise<T | 'refused'> {
    try {
      const opened = await bot.post(Routes.userChannels(), { body: { recipient_id: person.id } });
      return await work({ platform: 'discord', channel: channelSchema.parse(opened).id });
    } catch (thrown) {
      if (meaningOf(thrown) === 'closed') return 'refused';
      throw translated(thrown, 'a direct message');
    }
  }

  const give: Chat['give'] = (person, card, first) =>
    directly(person, (place) => createOnce(place, card, first));

  const ping = createPing({ bot, patiently: wire.patiently, find });

  const channelOf = ({ thread, channel }: Place) => thread ?? channel;
  const refTo = (place: Place, { message, files }: Posted): PostRef => ({
    platform: 'discord',
    channel: channelOf(place),
    message,
    files,
    ...(place.space !== undefined && { space: place.space }),
  });

  return {
    platform: 'discord',
    editPace,
    edit,
    turn(post) {
      const turns = turnsOf(post);
      const lane = laneOf(post);
      if (promised.has(lane) || wire.isBusy(lane) || !turns.offer()) return null;
      promised.add(lane);
      return () => {
        promised.delete(lane);
        turns.giveBack();
      };
    },
    spread(card, post) {
      const fileBytes = servers.fileBytes(post);
      const hold = { files: limits.attachments, bytes: limits.requestBytes, fileBytes };
      const where = post.guest
        ? say('in a direct message to whoever asked')
        : say('in the posts that follow');
      return spread(suited(card, { draws, fileBytes }), hold, where);
    },
    below: ({ platform, space, channel }) => ({ platform, channel, ...(space !== undefined && { space }) }),
    ...createPins(wire),
    trouble,
    stopHearing,
    close,
    async create(place: Place, card: Card, first: FirstPost) {
      try {
        return await createOnce(place, card, first);
      } catch (thrown) {
        throw translated(thrown, 'posting');
      }
    },
    async find(place: Place, first: FirstPost) {
      try {
        return await find(place, first);
      } catch (thrown) {
        throw translated(thrown, 'looking for a post');
      }
    },
    async ping(...given) {
      try {
        return await ping(...given);
      } catch (thrown) {
        throw translated(thrown, 'telling somebody that their render has ended');
      }
    },
    async remove(post) {
      try {
        await reach(post, ({ lane, rest, route, auth }) =>
          wire.patiently(lane, () => rest.delete(route, { auth })),
        );
      } catch (thrown) {
        const meaning = meaningOf(thrown);
        if (meaning === 'gone' || (post.guest && meaning === 'token')) return;
        throw translated(thrown, 'deleting a post');
      }
    },
    async tell(person, card, first) {
      if (first) return (await give(person, card, first)) === 'refused' ? 'refused' : 'told';
      return directly(person, async ({ channel }) => {
        await send(channel, card);
        return 'told' as const;
      });
    },
    give,
    sees: servers.sees,
    async findChannel(space, idOrName) {
      return servers.findChannel(space, idOrName);
    },
    ageRestricted: async ({ channel }) => servers.ageRestricted(channel),
    link({ space, channel, message }) {
      return `https://discord.com/channels/${space ?? '@me'}/${channel}/${message}`;
    },
  };
}

function hasPreview(card: Card): boolean {
  return card.elements.some(
    (element) => element.type === 'media' && element.items.some(({ file }) => file.from === 'bytes'),
  );
}
