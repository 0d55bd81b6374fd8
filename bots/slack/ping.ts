/** A message in a post's thread that notifies one person: the only one of ours that does. */
import { plain } from '../../core/card.ts';
import type { Chat } from '../chat.ts';
import { shortened } from '../words.ts';
import { markedBy, postedSchema, refTo } from './create.ts';
import { mrkdwn as escaped } from './escape.ts';
import { asPosted } from './publish.ts';
import type { Wire } from './wire.ts';

const most = 300;

/** Throws as Slack says no. */
export function createPing({ wire, find }: { wire: Wire; find: Chat['find'] }): Chat['ping'] {
  return async function ping(person, { space, channel, thread, message }, card, first) {
    const where = {
      ...{ platform: 'slack' as const, channel, thread: thread ?? message },
      ...(space !== undefined && { space }),
    };
    const before = await find(where, first);
    if (before) return before;
    const words = shortened(plain(card.summary), most);
    const answer = await wire.inTurn(channel, (client) =>
      client.chat.postMessage({
        channel,
        thread_ts: where.thread,
        // What notifications show; the blocks are what stands there.
        text: `<@${person.id}> ${escaped(words)}`,
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'user', user_id: person.id },
                  { type: 'text', text: ` ${words}` },
                ],
              },
            ],
          },
        ],
        ...asPosted,
        metadata: markedBy(first.nonce),
      }),
    );
    return refTo(where, postedSchema.parse(answer).ts);
  };
}
