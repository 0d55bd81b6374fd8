/**
 * Finds a post that was made by a try nobody knows the end of. Discord takes a nonce for a few minutes only and does
 * not tell it afterwards, so the post carries a mark that stays: the id of its outermost component.
 */
import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { idAt } from './edits.ts';
import { type Posted, readPosted } from './posted.ts';

/** Discord's clock and ours may differ by so much. */
const clocksMs = 60_000;
/** How much of a channel is looked through. */
const perPage = 100;
const mostPages = 10;

const messagesSchema = z.array(
  z.looseObject({
    id: z.string(),
    components: z.array(z.looseObject({ id: z.number().optional() })).default([]),
  }),
);

/** A positive 32-bit number that stands for a nonce. */
export function markOf(nonce: string): number {
  return (createHash('sha256').update(nonce).digest().readUInt32BE() >>> 1) + 1;
}

export async function findPost(
  rest: REST,
  channel: string,
  nonce: string,
  since: number,
): Promise<Posted | null> {
  const mark = markOf(nonce);
  let after = idAt(since - clocksMs);
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ after, limit: String(perPage) });
    const messages = messagesSchema.parse(await rest.get(Routes.channelMessages(channel), { query }));
    const found = messages.find(({ components }) => components.some(({ id }) => id === mark));
    if (found) return readPosted(found);
    if (messages.length < perPage) return null;
    after = messages.reduce((latest, { id }) => (BigInt(id) > BigInt(latest) ? id : latest), after);
  }
  return null;
}
