/** A chat platform in memory that really works: posts can be made, edited and removed, and it can be made to fail. */

import type { Chat } from '../../bots/chat.ts';
import { spread } from '../../bots/spread.ts';
import type { Card } from '../../core/card.ts';
import { UserError } from '../../core/errors.ts';
import type { PostRef } from '../../core/people.ts';
import { say } from '../../core/say.ts';

export interface MemoryChat extends Chat {
  posts: Map<string, { card: Card; channel: string; edits: { card: Card; urgency: string }[] }>;
  told: Card[];
  /** Who was notified of what, beside which post. */
  pings: { person: string; beside: string; message: string }[];
  /** Thrown by the next calls, first one first. */
  failures: Error[];
  /** Progress edits are dropped while true. */
  slow: boolean;
  closedDms: boolean;
  /** Messages that are pinned. */
  pinned: Set<string>;
  /** Ids of people, by message. */
  stars: Map<string, string[]>;
  /** The next posts are made, but nobody hears of it: as when the process dies just then. */
  answersLost: number;
  /** We may write nowhere but in direct messages. */
  shut: boolean;
  /** Whoever asks does not see the channels any more. */
  absent: boolean;
  /** Files of one post. */
  holds: number;
}

export function createMemoryChat(): MemoryChat {
  const posts: MemoryChat['posts'] = new Map();
  const byNonce = new Map<string, PostRef>();
  const fail = () => {
    const failure = chat.failures.shift();
    if (failure) throw failure;
  };
  const lose = () => {
    if (chat.answersLost === 0) return;
    chat.answersLost -= 1;
    throw new Error('no answer');
  };
  const told = new Set<string>();
  const pinned = new Set<string>();
  /** No id is given twice, whatever was deleted. */
  let made = 0;
  const chat: MemoryChat = {
    platform: 'discord',
    editPace: 50,
    posts,
    told: [],
    pings: [],
    failures: [],
    slow: false,
    closedDms: false,
    pinned,
    stars: new Map(),
    answersLost: 0,
    shut: false,
    absent: false,
    holds: 10,
    async create(place, card, first) {
      fail();
      if (chat.shut && place.channel !== 'direct') throw new UserError('I may not post there.');
      const { nonce } = first;
      const known = await chat.find(place, first);
      if (known) return known;
      made += 1;
      const message = String(made);
      posts.set(message, { card, channel: place.channel, edits: [] });
      const ref = { platform: 'discord' as const, channel: place.channel, message };
      byNonce.set(nonce, ref);
      lose();
      return ref;
    },
    find: async (_place, { nonce, since }) => (since === null ? null : (byNonce.get(nonce) ?? null)),
    spread: (card) => spread(card, { files: chat.holds }, say('below')),
    below: ({ platform, channel }) => ({ platform, channel }),
    turn: () => () => {},
    stopHearing: async () => {},
    async edit(ref, card, urgency) {
      fail();
      const post = posts.get(ref.message);
      if (!post) return 'gone';
      if (chat.shut && ref.channel !== 'direct') return 'shut';
      if (chat.slow && urgency === 'progress') return null;
      post.card = card;
      post.edits.push({ card, urgency });
      return ref;
    },
    async give(_person, card, first) {
      if (chat.closedDms) return 'refused';
      return chat.create({ platform: 'discord', channel: 'direct' }, card, first);
    },
    async ping(person, post, card, first) {
      const made = await chat.create({ platform: 'discord', channel: post.channel }, card, first);
      if (!chat.pings.some(({ message }) => message === made.message))
        chat.pings.push({ person: person.id, beside: post.message, message: made.message });
      return made;
    },
    sees: async () => !chat.absent,
    async remove(ref) {
      fail();
      posts.delete(ref.message);
    },
    async tell(_person, card, first) {
      if (chat.closedDms) return 'refused';
      if (first && first.since !== null && told.has(first.nonce)) return 'told';
      if (first) told.add(first.nonce);
      chat.told.push(card);
      lose();
      return 'told';
    },
    findChannel: async () => '301',
    link: (ref) => `https://chat.example/${ref.channel}/${ref.message}`,
    async pin(ref) {
      fail();
      pinned.add(ref.message);
    },
    unpin: async (ref) => void pinned.delete(ref.message),
    pins: async () => [...pinned],
    starredBy: async (ref) => (posts.has(ref.message) ? (chat.stars.get(ref.message) ?? []) : null),
    trouble: () => null,
    close: async () => {},
  };
  return chat;
}
