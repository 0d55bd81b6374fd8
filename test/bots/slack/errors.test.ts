/** What Slack's refusals mean to us, and whom they are told. */
import { WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { meaningOf, translated } from '../../../bots/slack/errors.ts';
import { PassingError, UserError } from '../../../core/errors.ts';

const refusal = (error: string, messages: string[] = []) =>
  new WebAPIPlatformError({ ok: false, error, response_metadata: { messages } });

describe('what a refusal means', () => {
  it.each([
    ['message_not_found', 'gone'],
    ['channel_not_found', 'unseen'],
    ['is_archived', 'archived'],
    ['not_in_channel', 'forbidden'],
    // Enterprise Grid: the app may not act in that workspace, or the workspace is on the move.
    ['team_access_not_granted', 'forbidden'],
    ['ekm_access_denied', 'forbidden'],
    ['team_added_to_org', 'passing'],
    ['org_login_required', 'passing'],
    // A shared channel that is being handed over.
    ['external_channel_migrating', 'passing'],
    ['token_revoked', 'revoked'],
    ['account_inactive', 'revoked'],
    ['missing_scope', 'scope'],
    ['user_disabled', 'closed'],
    ['msg_too_long', 'invalid'],
    ['invalid_blocks', 'invalid'],
    ['internal_error', 'passing'],
    ['something_new', 'unknown'],
  ])('%s is %s', (word, meaning) => {
    expect(meaningOf(refusal(word))).toBe(meaning);
  });

  it('a picture that is not ready is told apart from blocks that are wrong', () => {
    const complaint = '[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]';
    expect(meaningOf(refusal('invalid_blocks', [complaint]))).toBe('invalid-file');
  });
});

describe('translated', () => {
  it('into what a person can mend, what passes, and what is ours', () => {
    for (const word of ['is_archived', 'not_in_channel', 'team_access_not_granted'])
      expect(translated(refusal(word), 'posting')).toBeInstanceOf(UserError);
    // A token is set anew by somebody; until then everything waits.
    for (const word of ['ratelimited', 'external_channel_migrating', 'token_revoked'])
      expect(translated(refusal(word), 'posting')).toBeInstanceOf(PassingError);
    const ours = translated(refusal('invalid_blocks', ['no more than 50 items']), 'posting');
    expect(ours.message).toContain('no more than 50 items');
    expect([UserError, PassingError].some((kind) => ours instanceof kind)).toBe(false);
  });
});
