/** Gestures without an answer of their own, such as reactions: what is to be said is said by direct message. */
import type { Card } from '../core/card.ts';
import type { Reply } from './chat.ts';

export function createQuietReply(tell: (card: Card) => Promise<unknown>): Reply {
  const say = async (card: Card): Promise<void> => {
    await tell(card);
  };
  return {
    acknowledge: async () => null,
    show: (card) => say(card).then(() => null),
    showPrivately: say,
    followUp: async () => {},
  };
}
