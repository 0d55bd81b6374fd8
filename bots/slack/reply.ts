/**
 * The answer to one gesture. Slack was told at once that we are at it, so `acknowledge` only says what kind of answer
 * comes: for a public one there is no placeholder, its post is made by the delivery.
 *
 * A form is the exception. It stays open until everything is done, so that a refusal can be shown in it; but not longer
 * than Slack waits.
 */
import type { Manner } from '../../commands/command.ts';
import type { Card } from '../../core/card.ts';
import type { PostRef } from '../../core/people.ts';
import type { Reply } from '../chat.ts';
import type { Say } from './answers.ts';

export interface OpenForm {
  /** Closes the form. Once; later calls do nothing. */
  accept(): Promise<void>;
  /** Shows what is wrong in the form. False when it was closed already. */
  refuse(card: Card): Promise<boolean>;
}

interface ReplyOptions {
  say: Say;
  /** Posts for all to see, at the place of the gesture. */
  post: (card: Card) => Promise<PostRef>;
  /** Makes sure that we can post there. @throws UserError */
  enter: () => Promise<void>;
  /** The pressed button stands on a message that only this person sees. */
  onPrivate?: boolean;
  form?: OpenForm;
  /** Opens a form instead; absent where this gesture cannot. */
  ask?: Reply['ask'];
}

export function createReply({ say, post, enter, onPrivate = false, form, ask }: ReplyOptions): Reply {
  let manner: Manner | null = null;
  return {
    ...(ask && { ask }),
    async acknowledge(given) {
      if (given === 'public') await enter();
      manner = given;
      return null;
    },
    async show(card) {
      // Whoever reads the answer is done with the form, and may open the next one.
      await form?.accept();
      if (manner === 'public') return post(card);
      await say(card, { replace: manner === 'none' && onPrivate });
      return null;
    },
    async showPrivately(card) {
      if (form && (await form.refuse(card))) return;
      await say(card);
    },
    followUp: (card) => say(card),
  };
}

/** Keeps what is said: the answer, and what was added to it. */
export function createCollectingReply(): Reply & { said: Card[]; added: Card[] } {
  const said: Card[] = [];
  const added: Card[] = [];
  const say = async (card: Card): Promise<void> => {
    said.push(card);
  };
  const followUp = async (card: Card): Promise<void> => {
    added.push(card);
  };
  const show = (card: Card) => say(card).then(() => null);
  return { said, added, acknowledge: async () => null, show, showPrivately: say, followUp };
}
