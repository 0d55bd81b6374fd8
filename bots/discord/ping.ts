/** A message beside a post that notifies one person: the only one of ours that does. */
import { MessageFlags, type REST, Routes } from 'discord.js';
import { ComponentType } from 'discord-api-types/v10';
import { plain } from '../../core/card.ts';
import type { PostRef } from '../../core/people.ts';
import type { Chat } from '../chat.ts';
import { markOf } from './find-post.ts';
import { limits } from './limits.ts';
import { readPosted } from './posted.ts';
import { cut, literal } from './text.ts';

interface PingOptions {
  bot: REST;
  patiently: <T>(lane: string, work: () => Promise<T>) => Promise<T>;
  find: Chat['find'];
}

/** Throws as Discord says no. */
export function createPing({ bot, patiently, find }: PingOptions): Chat['ping'] {
  return async function ping(person, { space, channel, message }, card, first) {
    const where = { platform: 'discord' as const, channel, ...(space !== undefined && { space }) };
    const before = await find(where, first);
    if (before) return before;
    const words = cut(literal(plain(card.summary), ' '), limits.text - 30);
    const body = {
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: ComponentType.TextDisplay,
          id: markOf(first.nonce),
          content: `<@${person.id}> ${words}`,
        },
      ],
      allowed_mentions: { parse: [], users: [person.id], replied_user: false },
      message_reference: { message_id: message, fail_if_not_exists: false },
      nonce: first.nonce.slice(0, limits.nonce),
      enforce_nonce: true,
    };
    const answer = await patiently(channel, () => bot.post(Routes.channelMessages(channel), { body }));
    return { ...where, message: readPosted(answer).message } satisfies PostRef;
  };
}
