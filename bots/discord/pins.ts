/** Pins of a channel, and who put a star on a post: asked of Discord, which is the one to know. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { PostRef } from '../../core/people.ts';
import { say } from '../../core/say.ts';
import type { Chat } from '../chat.ts';
import { meaningOf, translated } from './errors.ts';
import type { Wire } from './wire.ts';

/** Discord's own pages; a channel holds 250 pins. */
const pinsPerPage = 50;
const peoplePerPage = 100;
/** More than this is not counted one by one. */
const mostPages = 50;

const pinsSchema = z.object({
  items: z.array(z.object({ pinned_at: z.string(), message: z.looseObject({ id: z.string() }) })),
  has_more: z.boolean(),
});
const peopleSchema = z.array(z.looseObject({ id: z.string(), bot: z.boolean().default(false) }));

const pinOf = ({ channel, message }: PostRef) => Routes.channelMessagesPin(channel, message);
const starsOf = ({ channel, message }: PostRef) =>
  Routes.channelMessageReaction(channel, message, encodeURIComponent('⭐'));

export function createPins({ bot, patiently }: Pick<Wire, 'bot' | 'patiently'>) {
  async function everyPin(channel: string): Promise<string[]> {
    const found: string[] = [];
    let before: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({ limit: String(pinsPerPage), ...(before && { before }) });
      const { items, has_more } = pinsSchema.parse(
        await bot.get(Routes.channelMessagesPins(channel), { query }),
      );
      found.push(...items.map(({ message }) => message.id));
      before = items.at(-1)?.pinned_at;
      if (!has_more || before === undefined) break;
    }
    return found;
  }

  async function everybody(post: PostRef): Promise<string[]> {
    const found: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({ limit: String(peoplePerPage), ...(after && { after }) });
      const people = peopleSchema.parse(await bot.get(starsOf(post), { query }));
      found.push(...people.filter((one) => !one.bot).map(({ id }) => id));
      after = people.at(-1)?.id;
      if (people.length < peoplePerPage) break;
    }
    return found;
  }

  return {
    async pin(post) {
      try {
        await patiently(post.channel, () => bot.put(pinOf(post)));
      } catch (thrown) {
        throw refusal(thrown) ?? translated(thrown, 'pinning a post');
      }
    },
    async unpin(post) {
      try {
        await patiently(post.channel, () => bot.delete(pinOf(post)));
      } catch (thrown) {
        if (meaningOf(thrown) === 'gone') return;
        throw refusal(thrown) ?? translated(thrown, 'unpinning a post');
      }
    },
    async pins(channel) {
      try {
        return await patiently(channel, () => everyPin(channel));
      } catch (thrown) {
        if (['gone', 'forbidden'].includes(meaningOf(thrown))) return null;
        throw translated(thrown, 'looking at the pins of a channel');
      }
    },
    async starredBy(post) {
      try {
        return await patiently(post.channel, () => everybody(post));
      } catch (thrown) {
        if (meaningOf(thrown) === 'gone') return null;
        throw translated(thrown, 'looking at the stars of a post');
      }
    },
  } satisfies Pick<Chat, 'pin' | 'unpin' | 'pins' | 'starredBy'>;
}

/** What somebody here can mend. */
function refusal(thrown: unknown): UserError | null {
  switch (meaningOf(thrown)) {
    case 'forbidden':
      return new UserError(
        say('I may not pin in that channel. Give me the permission "Pin Messages" there, and try again.'),
        { cause: thrown },
      );
    case 'full':
      return new UserError(
        say('That channel has as many pins as Discord allows (250). Unpin one there, and try again.'),
        { cause: thrown },
      );
    case 'gone':
      return new UserError(say('That post is not there any more.'), { cause: thrown });
    default:
      return null;
  }
}
