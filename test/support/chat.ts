/** A chat platform in memory that really works: posts can be made, edited and removed, and it can be made to fail. */
import type { Chat } from '../../bots/chat.ts';
import type { Card } from '../../core/card.ts';
import type { PostRef } from '../../core/people.ts';

export interface MemoryChat extends Chat {
  posts: Map<string, { card: Card; channel: string; edits: { card: Card; urgency: string }[] }>;
  told: Card[];
  /** Thrown by the next calls, first one first. */
  failures: Error[];
  /** Progress edits are dropped while true. */
  slow: boolean;
  closedDms: boolean;
}

export function createMemoryChat(): MemoryChat {
  const posts: MemoryChat['posts'] = new Map();
  const byNonce = new Map<string, PostRef>();
  const fail = () => {
    const failure = chat.failures.shift();
    if (failure) throw failure;
  };
  const chat: MemoryChat = {
    platform: 'discord',
    editPace: 50,
    posts,
    told: [],
    failures: [],
    slow: false,
    closedDms: false,
    async create(place, card, { nonce }) {
      fail();
      const known = byNonce.get(nonce);
      if (known) return known;
      const message = String(posts.size + 1);
      posts.set(message, { card, channel: place.channel, edits: [] });
      const ref = { platform: 'discord' as const, channel: place.channel, message };
      byNonce.set(nonce, ref);
      return ref;
    },
    find: async (_place, { nonce }) => byNonce.get(nonce) ?? null,
    turn: () => () => {},
    stopHearing: async () => {},
    async edit(ref, card, urgency) {
      fail();
      const post = posts.get(ref.message);
      if (!post) return 'gone';
      if (chat.slow && urgency === 'progress') return null;
      post.card = card;
      post.edits.push({ card, urgency });
      return ref;
    },
    async remove(ref) {
      fail();
      posts.delete(ref.message);
    },
    async tell(_person, card) {
      if (chat.closedDms) return 'refused';
      chat.told.push(card);
      return 'told';
    },
    findChannel: async () => '301',
    link: (ref) => `https://chat.example/${ref.channel}/${ref.message}`,
    close: async () => {},
  };
  return chat;
}
