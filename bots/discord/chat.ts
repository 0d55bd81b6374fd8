/** Discord as the bots' port: posts, direct messages and channels. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { Person, Place, PostRef } from '../../core/people.ts';
import type { Chat } from '../chat.ts';
import { type Meaning, meaningOf, translated } from './errors.ts';
import { limits } from './limits.ts';
import { readPosted } from './posted.ts';
import type { Message, Publish } from './publish.ts';
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
  close: () => Promise<void>;
}

export function createChat({ wire, publish, servers, applicationId, now, close }: ChatOptions): Chat {
  const { hooks, bot } = wire;

  /** The post as Discord says it now stands. */
  function asPost(answer: unknown, known: Omit<PostRef, 'message' | 'files'>): PostRef {
    const { message, files } = readPosted(answer);
    return { ...known, message, files };
  }

  /** The ways to reach a post: an interaction's token while it lives, then the bot's own. */
  function waysTo(post: PostRef) {
    const { token, tokenUntil, ...lasting } = post;
    const byBot = {
      lane: post.channel,
      rest: bot,
      route: Routes.channelMessage(post.channel, post.message),
      auth: true,
      post: lasting,
    };
    if (token === undefined || now() >= (tokenUntil ?? 0)) return [byBot];
    const route = Routes.webhookMessage(applicationId, token, '@original');
    return [{ lane: token, rest: hooks, route, auth: false, post: { ...post } }, byBot];
  }

  /** Tries each way until one is not turned away for its token. */
  async function reach<T>(
    post: PostRef,
    go: (way: ReturnType<typeof waysTo>[number]) => Promise<T>,
  ): Promise<T> {
    const [first, second] = waysTo(post);
    if (!first) throw new Error('a post without a way to it');
    try {
      return await go(first);
    } catch (thrown) {
      if (!second || meaningOf(thrown) !== 'token') throw thrown;
      return go(second);
    }
  }

  async function edit(post: PostRef, card: Card, urgency: 'progress' | 'final') {
    const rules = { kept: post.files ?? {}, fileBytes: servers.fileBytes(post) };
    const change = (way: ReturnType<typeof waysTo>[number], signal?: AbortSignal) =>
      publish(card, rules, ({ body, files }) =>
        way.rest.patch(way.route, { body, files, auth: way.auth, ...(signal && { signal }) }),
      );
    const notNow: readonly Meaning[] = ['limited', 'passing'];
    try {
      return await reach(post, async (way) => {
        const answer =
          urgency === 'final'
            ? await wire.patiently(way.lane, () => change(way))
            : await wire.impatiently(way.lane, (signal) => change(way, signal));
        return answer === null ? null : asPost(answer, way.post);
      });
    } catch (thrown) {
      const meaning = meaningOf(thrown);
      if (meaning === 'gone') return 'gone';
      if (urgency === 'progress' && notNow.includes(meaning)) return null;
      throw translated(thrown, 'editing a post');
    }
  }

  async function send(channel: string, card: Card, message: object, space?: string): Promise<unknown> {
    const rules = { fileBytes: servers.fileBytes({ space }) };
    return publish(card, rules, ({ body, files }: Message) =>
      wire.patiently(channel, () =>
        bot.post(Routes.channelMessages(channel), { body: { ...body, ...message }, files }),
      ),
    );
  }

  return {
    platform: 'discord',
    editPace,
    edit,
    close,
    async create(place: Place, card: Card, nonce: string) {
      const channel = place.thread ?? place.channel;
      try {
        const unique = { nonce: nonce.slice(0, limits.nonce), enforce_nonce: true };
        const answer = await send(channel, card, unique, place.space);
        return asPost(answer, {
          platform: 'discord',
          channel,
          ...(place.space !== undefined && { space: place.space }),
        });
      } catch (thrown) {
        throw translated(thrown, 'posting');
      }
    },
    async remove(post) {
      try {
        await reach(post, ({ lane, rest, route, auth }) =>
          wire.patiently(lane, () => rest.delete(route, { auth })),
        );
      } catch (thrown) {
        if (meaningOf(thrown) !== 'gone') throw translated(thrown, 'deleting a post');
      }
    },
    async tell(person: Person, card: Card) {
      try {
        const opened = await bot.post(Routes.userChannels(), { body: { recipient_id: person.id } });
        await send(channelSchema.parse(opened).id, card, {});
        return 'told';
      } catch (thrown) {
        if (meaningOf(thrown) === 'closed') return 'refused';
        throw translated(thrown, 'a direct message');
      }
    },
    async findChannel(space, idOrName) {
      return servers.findChannel(space, idOrName);
    },
    link({ space, channel, message }) {
      return `https://discord.com/channels/${space ?? '@me'}/${channel}/${message}`;
    },
  };
}
