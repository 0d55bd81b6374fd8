import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { meaningOf, translated } from '../../../bots/discord/errors.ts';
import { PassingError, UserError } from '../../../core/errors.ts';

function refusal(status: number, code: number, url = 'https://discord.com/api/v10/channels/1/messages/2') {
  const body = { code, message: 'Refused' };
  return new DiscordAPIError(body, code, status, 'PATCH', url, {
    body: { content: 'a secret prompt' },
    files: undefined,
  });
}

describe('what a refusal means', () => {
  test.each([
    [404, 10008, 'gone'],
    [404, 10003, 'gone'],
    [404, 10015, 'token'],
    [401, 50027, 'token'],
    [403, 50007, 'closed'],
    [403, 50013, 'forbidden'],
    [403, 50001, 'forbidden'],
    [413, 40005, 'tooLarge'],
    [413, 0, 'tooLarge'],
    [400, 50035, 'invalid'],
    [400, 40060, 'answered'],
    [429, 30046, 'passing'],
    [400, 99999, 'unknown'],
  ])('%d with %d is %s', (status, code, meaning) => {
    expect(meaningOf(refusal(status, code))).toBe(meaning);
  });

  test('a dead token has no code of its own', () => {
    expect(
      meaningOf(refusal(401, 0, 'https://discord.com/api/v10/webhooks/1/token/messages/@original')),
    ).toBe('token');
    expect(meaningOf(refusal(401, 0))).toBe('unknown');
  });

  test('trouble on the way passes', () => {
    const failed = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    });
    const aborted = new DOMException('This operation was aborted', 'AbortError');
    const server = new HTTPError(502, 'Bad Gateway', 'PATCH', 'https://discord.com', {
      body: {},
      files: undefined,
    });
    for (const error of [failed, aborted, server]) expect(meaningOf(error)).toBe('passing');
    expect(meaningOf(new Error('a bug'))).toBe('unknown');
    expect(meaningOf('thrown')).toBe('unknown');
  });
});

describe('translated', () => {
  test('into the three kinds', () => {
    expect(translated(refusal(429, 20028), 'posting')).toBeInstanceOf(PassingError);
    expect(translated(refusal(403, 50013), 'posting')).toBeInstanceOf(UserError);
    const ours = translated(refusal(400, 50035), 'posting');
    expect(ours).not.toBeInstanceOf(UserError);
    expect(ours.message).toBe('posting was refused by Discord: Refused');
  });

  test('what was sent does not travel with the error', () => {
    const error = translated(refusal(400, 50035), 'posting');
    expect(JSON.stringify([error.message, error.cause])).not.toContain('secret');
  });
});
