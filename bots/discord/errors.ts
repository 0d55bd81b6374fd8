/** What Discord's refusals mean to us. */

import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PassingError, toError, UserError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { isNetworkTrouble } from '../network-trouble.ts';

/** Codes by meaning. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes */
const codes = {
  /** The message or its channel is not there any more. */
  gone: [10003, 10004, 10008],
  /** The interaction's token is not good any more; the message may well be. */
  token: [10015, 10062, 50027],
  /** Somebody who takes no messages from us, or is not there. */
  closed: [10013, 50007, 50278],
  /** The channel holds as many pins as it may. */
  full: [30003],
  /** We may not, but somebody can let us. */
  forbidden: [50001, 50013, 160005],
  /** A thread that rests; one that is not locked can be woken. */
  archived: [50083],
  tooLarge: [40005],
  invalid: [50035],
  /** Another process with the same token was quicker. */
  answered: [40060],
  /** Write limits and overload: later it works. */
  passing: [20016, 20028, 20029, 30046, 130000],
} as const;

export type Meaning = keyof typeof codes | 'limited' | 'unknown';

export function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof RateLimitError) return 'limited';
  if (thrown instanceof HTTPError) return 'passing';
  if (thrown instanceof DiscordAPIError) {
    for (const [meaning, known] of Object.entries(codes)) {
      if ((known as readonly number[]).includes(Number(thrown.code))) return meaning as keyof typeof codes;
    }
    if (thrown.status === 413) return 'tooLarge';
    if (thrown.status === 429 || thrown.status >= 500) return 'passing';
    // The webhook routes answer 401 with code 0 once the token has died.
    if (thrown.status === 401 && thrown.url.includes('/webhooks/')) return 'token';
    return 'unknown';
  }
  return isNetworkTrouble(thrown) ? 'passing' : 'unknown';
}

/** Somebody is not, or no more, in a server. */
export const isNoMember = (thrown: unknown): boolean =>
  thrown instanceof DiscordAPIError && [10007, 10013].includes(Number(thrown.code));

export const mayNotPost = say(
  'I may not post there. Let me see the channel, send messages and attach files in its permissions.',
);

/** The error as the rest of the bots understands it: the person's, the queue's or ours. */
export function translated(thrown: unknown, doing: string): Error {
  const error = toError(thrown);
  // What was sent stands in DiscordAPIError.requestBody; a log must not get hold of it.
  const cause = { name: error.name, message: error.message };
  switch (meaningOf(thrown)) {
    case 'passing':
    case 'limited':
      return new PassingError(`${doing} did not work for now: ${error.message}`, { cause });
    case 'forbidden':
    case 'archived':
      return new UserError(mayNotPost, { cause });
    case 'answered':
      return new Error(
        `${doing} came too late: another process with the same DISCORD_TOKEN answered first; run only one`,
        { cause },
      );
    case 'token':
      return new Error(`${doing} came too late: Discord gives 3 seconds to answer first, then 15 minutes`, {
        cause,
      });
    default:
      return new Error(`${doing} was refused by Discord: ${error.message}`, { cause });
  }
}
