/** A card as a message on its way: composed, sent, and composed more modestly when Slack will not have it. */
import type { KnownBlock } from '@slack/types';
import type { Card } from '../../core/card.ts';
import type { Log } from '../../core/log.ts';
import { complaintsOf, meaningOf } from './errors.ts';
import { renderButtons } from './render-buttons.ts';
import { type Place, renderCard } from './render-card.ts';
import { textForm } from './text-form.ts';

export interface Message {
  /** What notifications show and screen readers say; without it, and without blocks beside it, Slack drops the blocks. */
  text: string;
  blocks: KnownBlock[];
}

/** Text is read as it stands, and no address in it is opened for a look. */
export const asWritten = { parse: 'none', link_names: false } as const;
export const asPosted = { ...asWritten, unfurl_links: false, unfurl_media: false } as const;

/** Slack needs a moment before a fresh file may be named in a block; we ask again after these many milliseconds. */
const fileWaits = [300, 700, 1500, 3000, 5000] as const;

export function compose(card: Card, place: Place): Message {
  return { text: textForm(card), blocks: renderCard(card, place) };
}

/** Words and buttons alone: what is left when Slack refuses the blocks. */
function modest(card: Card): Message {
  const buttons = card.elements.flatMap((element) => (element.type === 'buttons' ? element.buttons : []));
  const text = textForm(card);
  const words: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  return { text, blocks: [words, ...renderButtons(buttons).blocks] };
}

/** What became of a card: the answer, and what Slack would not have of it. */
export interface Published<T> {
  answer: T;
  refused: 'nothing' | 'pictures' | 'blocks';
}

export type Publish = ReturnType<typeof createPublish>;

export function createPublish({ log, pause }: { log: Log; pause: (ms: number) => Promise<void> }) {
  /** Whether less of the card may help. What Slack says against blocks is ours to mend, so it is logged. */
  function refused(thrown: unknown): boolean {
    const meaning = meaningOf(thrown);
    if (meaning !== 'invalid' && meaning !== 'invalid-file') return false;
    log.error({ complaints: complaintsOf(thrown) }, 'Slack refused the blocks of a card');
    return true;
  }

  /**
   * `send` is called again when Slack is not ready for a file, and with less when it refuses what it got. Where no
   * file is fresh, there is nothing to wait for.
   */
  return async function publish<T>(
    card: Card,
    place: Place,
    send: (message: Message) => Promise<T>,
    { freshFiles }: { freshFiles: boolean } = { freshFiles: true },
  ): Promise<Published<T>> {
    const whole = compose(card, place);
    for (const wait of [...(freshFiles ? fileWaits : []), null]) {
      try {
        return { answer: await send(whole), refused: 'nothing' };
      } catch (thrown) {
        if (meaningOf(thrown) !== 'invalid-file' || wait === null) {
          if (refused(thrown)) break;
          throw thrown;
        }
        await pause(wait);
      }
    }
    const withoutPictures: Place = (file) => {
      const placed = place(file);
      return placed.as === 'picture' ? { as: 'in-thread' } : placed;
    };
    const less = [
      { make: () => compose(card, withoutPictures), refused: 'pictures' },
      { make: () => modest(card), refused: 'blocks' },
    ] as const;
    for (const { make, refused: what } of less) {
      try {
        return { answer: await send(make()), refused: what };
      } catch (thrown) {
        if (!refused(thrown)) throw thrown;
      }
    }
    return { answer: await send({ text: textForm(card), blocks: [] }), refused: 'blocks' };
  };
}
