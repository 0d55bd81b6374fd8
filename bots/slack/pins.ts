/** Pins of a channel, and who put a star on a post: asked of Slack, which is the one to know. */
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import type { PostRef } from '../../core/people.ts';
import { say } from '../../core/say.ts';
import type { Chat } from '../chat.ts';
import { isStar } from './emoji.ts';
import { meaningOf, translated, wordOf } from './errors.ts';
import type { Wire } from './wire.ts';

const pinsSchema = z.object({
  items: z
    .array(z.object({ type: z.string(), message: z.object({ ts: z.string() }).optional() }))
    .default([]),
});
const reactionsSchema = z.object({
  message: z.object({
    reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).default([]),
  }),
});

const itemOf = ({ channel, message }: PostRef) => ({ channel, timestamp: message });

export function createPins({ patiently }: Pick<Wire, 'patiently'>, ourUser: string) {
  return {
    async pin(post) {
      try {
        await patiently((client) => client.pins.add(itemOf(post)));
      } catch (thrown) {
        if (wordOf(thrown) === 'already_pinned') return;
        throw refusal(thrown) ?? translated(thrown, 'pinning a post');
      }
    },
    async unpin(post) {
      try {
        await patiently((client) => client.pins.remove(itemOf(post)));
      } catch (thrown) {
        if (wordOf(thrown) === 'no_pin' || isGone(thrown)) return;
        throw refusal(thrown) ?? translated(thrown, 'unpinning a post');
      }
    },
    async pins(channel) {
      try {
        const answer = await patiently((client) => client.pins.list({ channel }));
        return pinsSchema.parse(answer).items.flatMap(({ message }) => (message ? [message.ts] : []));
      } catch (thrown) {
        if (isGone(thrown) || isForbidden(thrown)) return null;
        throw translated(thrown, 'looking at the pins of a channel');
      }
    },
    async starredBy(post) {
      try {
        // Without `full`, Slack names only some of those who reacted.
        const answer = await patiently((client) => client.reactions.get({ ...itemOf(post), full: true }));
        const { reactions } = reactionsSchema.parse(answer).message;
        const people = reactions.filter(({ name }) => isStar(name)).flatMap(({ users }) => users);
        return [...new Set(people)].filter((id) => id !== ourUser);
      } catch (thrown) {
        if (isGone(thrown)) return null;
        throw translated(thrown, 'looking at the stars of a post');
      }
    },
  } satisfies Pick<Chat, 'pin' | 'unpin' | 'pins' | 'starredBy'>;
}

const isGone = (thrown: unknown) => ['gone', 'unseen'].includes(meaningOf(thrown));
const isForbidden = (thrown: unknown) =>
  ['forbidden', 'scope'].includes(meaningOf(thrown)) || wordOf(thrown) === 'permission_denied';

/** What somebody here can mend. */
function refusal(thrown: unknown): UserError | null {
  if (wordOf(thrown) === 'too_many_pins')
    return new UserError(
      say('That channel has as many pins as Slack allows (100). Unpin one there, and try again.'),
      { cause: thrown },
    );
  if (meaningOf(thrown) === 'archived')
    return new UserError(say('That channel is archived, so nothing can be pinned there.'), { cause: thrown });
  if (meaningOf(thrown) === 'scope')
    return new UserError(
      say(
        'I may not pin here: the app lacks the scope pins:write. Whoever installed it puts the new slack-manifest.json into the app, and installs it once more.',
      ),
      { cause: thrown },
    );
  if (isForbidden(thrown))
    return new UserError(
      say(
        'I may not pin in that channel. Invite me with /invite @Rendezvous, and see who may pin there; then try again.',
      ),
      { cause: thrown },
    );
  return isGone(thrown) ? new UserError(say('That post is not there any more.'), { cause: thrown }) : null;
}
