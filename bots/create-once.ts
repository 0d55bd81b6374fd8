/** Notes that a post is about to be made, then makes it: whoever comes after a crash finds the note. */
import type { Tools } from '../commands/command.ts';
import type { Card } from '../core/card.ts';
import type { Delivery } from '../core/deliveries.ts';
import type { Place, PostRef } from '../core/people.ts';
import type { Chat } from './chat.ts';

export type CreateOnce = (delivery: Delivery, place: Place, card: Card, nonce: string) => Promise<PostRef>;

/** At most 25 characters, the same for every try. */
export const nonceOf = (subject: string, jobId: string) => `${subject}-${jobId.slice(-18)}`;

export function createCreateOnce({ core, now }: Pick<Tools, 'core' | 'now'>, chat: Chat): CreateOnce {
  return async (delivery, place, card, nonce) =>
    chat.create(place, card, await core.deliveries.beginPost(chat.platform, delivery, nonce, now()));
}
