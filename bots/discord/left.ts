/** A gesture that an earlier process heard and never answered: Discord shows "… is thinking" until somebody does. */
import { MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import { meaningOf, translated } from './errors.ts';
import type { Ticket } from './heard.ts';
import type { Publish } from './publish.ts';
import { createReply } from './reply.ts';
import type { Wire } from './wire.ts';

const leftSchema = z.object({ id: z.string(), token: z.string(), application: z.string() });
const messageSchema = z.object({ flags: z.number().default(0) });

export const leftOf = ({ id, token, application }: Ticket): z.infer<typeof leftSchema> => ({
  id,
  token,
  application,
});

/** Speaks only where "… is thinking" still stands: what was answered is not answered twice. */
export function createSayLeft({ wire, publish, now }: { wire: Wire; publish: Publish; now: () => number }) {
  async function flagsOf({ application, token }: z.infer<typeof leftSchema>): Promise<number> {
    const route = Routes.webhookMessage(application, token, '@original');
    try {
      return messageSchema.parse(await wire.hooks.get(route, { auth: false })).flags;
    } catch (thrown) {
      // Never acknowledged, or taken away since; the person was told so by Discord.
      if (['gone', 'token'].includes(meaningOf(thrown))) return 0;
      throw translated(thrown, 'looking for an answer that is owed');
    }
  }

  return async function sayLeft(ticket: unknown, card: Card): Promise<boolean> {
    const left = leftSchema.parse(ticket);
    const flags = await flagsOf(left);
    if ((flags & MessageFlags.Loading) === 0) return false;
    const state = (flags & MessageFlags.Ephemeral) === 0 ? 'public' : 'private';
    const place = { platform: 'discord' as const, channel: '' };
    const reply = createReply({
      ...{ wire, publish, now, place, state, button: null },
      ticket: { ...left, fileBytes: null },
    });
    await reply.showPrivately(card);
    return true;
  };
}
