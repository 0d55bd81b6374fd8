/** What Slack's refusals mean to us. */

import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { PassingError, toError, UserError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { isNetworkTrouble } from '../network-trouble.ts';

/** Slack's words by meaning. They stand on the pages of the methods: https://docs.slack.dev/reference/methods */
const words = {
  /** The message is not there any more. */
  gone: ['message_not_found', 'thread_not_found', 'cannot_reply_to_message'],
  /** The channel is deleted, or private and we are not in it: Slack does not tell which. */
  unseen: ['channel_not_found'],
  archived: ['is_archived', 'is_inactive'],
  /** We may not, but somebody can let us. */
  forbidden: [
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'ekm_access_denied',
    'team_access_not_granted',
    'posting_to_general_channel_denied',
  ],
  /** Nothing can change this message any more. */
  fixed: ['cant_update_message', 'cant_delete_message', 'edit_window_closed'],
  /** Somebody who takes no messages from us, or is not there. */
  closed: [
    'cannot_dm_bot',
    'messages_tab_disabled',
    'user_not_found',
    'users_not_found',
    'user_disabled',
    'user_not_visible',
    'user_not_in_channel',
  ],
  invalid: [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
  ],
  /** The token is not good any more. */
  revoked: ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'],
  scope: ['missing_scope', 'no_permission', 'not_allowed_token_type'],
  /** Overload, maintenance, and workspaces on the move: later it works. */
  passing: [
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'accesslimited',
    'team_added_to_org',
    'org_login_required',
    'external_channel_migrating',
  ],
} as const;

export type Meaning = keyof typeof words | 'invalid-file' | 'unknown';

export function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof WebAPIRateLimitedError || thrown instanceof WebAPIRequestError) return 'passing';
  if (thrown instanceof WebAPIHTTPError) return thrown.statusCode >= 500 ? 'passing' : 'unknown';
  if (thrown instanceof WebAPIPlatformError) {
    const error = wordOf(thrown);
    if (error === 'invalid_blocks' && /slack.?file/i.test(complaintsOf(thrown))) return 'invalid-file';
    for (const [meaning, known] of Object.entries(words))
      if ((known as readonly string[]).includes(error)) return meaning as keyof typeof words;
    return 'unknown';
  }
  if (thrown instanceof PassingError) return 'passing';
  return isNetworkTrouble(thrown) ? 'passing' : 'unknown';
}

/** Slack's own word for what is wrong; the start of a page where something else than Slack answered. */
export function wordOf(thrown: unknown): string {
  return thrown instanceof WebAPIPlatformError ? String(thrown.data.error).slice(0, 80) : '';
}

/** What Slack says about blocks it does not like: kinds and places, never what was written. */
export function complaintsOf(thrown: unknown): string {
  if (!(thrown instanceof WebAPIPlatformError)) return '';
  return (thrown.data.response_metadata?.messages ?? []).join(' ').slice(0, 500);
}

/** The error as the rest of the bots understands it: the person's, the queue's or ours. */
export function translated(thrown: unknown, doing: string): Error {
  const error = toError(thrown);
  if (error instanceof UserError || error instanceof PassingError) return error;
  // The request's text stands in some of Slack's errors; a log must not get hold of it.
  const cause = { name: error.name, message: error.message };
  switch (meaningOf(thrown)) {
    case 'passing':
      return new PassingError(`${doing} did not work for now: ${error.message}`, { cause });
    case 'archived':
      return new UserError(
        say('That channel is archived, so I cannot post in it. Use another one, or unarchive it.'),
        { cause },
      );
    case 'forbidden':
    case 'unseen':
      return new UserError(
        say(
          'I cannot post in that channel. Invite me with /invite @Rendezvous, or let me post there, and try again.',
        ),
        { cause },
      );
    case 'revoked':
      // Retried: once the app is installed again with the same token, everything catches up.
      return new PassingError(
        `${doing} was refused because SLACK_BOT_TOKEN is not good any more (${wordOf(thrown)}); install the app again and set the new token`,
        { cause },
      );
    case 'scope':
      return new Error(
        `${doing} was refused: the app lacks a scope (${wordOf(thrown)}); compare its scopes with slack-manifest.json and install it again`,
        { cause },
      );
    default:
      return new Error(
        `${doing} was refused by Slack: ${[error.message, complaintsOf(thrown)].join(' ').trim()}`,
        {
          cause,
        },
      );
  }
}
