/** Whatever an app sends, it is either read or refused in Discord's words; nothing else is ever thrown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../playground/discord/errors.ts';
import { readCommand } from '../../../playground/discord/gateway/commands.ts';
import { readAnswer } from '../../../playground/discord/validate/answer.ts';
import { command } from '../../../playground/discord/validate/commands.ts';
import { numbered } from '../../../playground/discord/validate/components.ts';
import { readForm } from '../../../playground/discord/validate/form.ts';
import { readMessageBody } from '../../../playground/discord/validate/message.ts';
import { modal } from '../../../playground/discord/validate/modal.ts';
import { V2 } from './helpers.ts';

/** JSON that looks enough like Discord's to get past the first check. */
const { json } = fc.letrec<{ json: unknown; object: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      null,
      true,
      'attachment://a.png',
      'https://example.com',
      '⭐',
      '',
      'x'.repeat(5000),
      1e20,
    ),
    fc.integer({ min: -1, max: 30 }),
    fc.string(),
    fc.array(tie('json'), { maxLength: 7 }),
    tie('object'),
  ),
  object: fc.record(
    {
      type: fc.integer({ min: 0, max: 23 }),
      style: fc.integer({ min: 0, max: 7 }),
      custom_id: fc.string(),
      components: tie('json'),
      component: tie('json'),
      accessory: tie('json'),
      options: tie('json'),
      items: tie('json'),
      media: tie('json'),
      url: tie('json'),
      label: tie('json'),
      name: tie('json'),
      description: tie('json'),
      content: tie('json'),
      embeds: tie('json'),
      emoji: tie('json'),
      choices: tie('json'),
      attachments: tie('json'),
      allowed_mentions: tie('json'),
      flags: fc.constantFrom(0, V2),
    },
    { requiredKeys: [] },
  ),
}));

function reads(read: (value: unknown) => unknown): void {
  fc.assert(
    fc.property(json, (value) => {
      try {
        read(value);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        expect(error.body).toMatchObject({ code: 50035, message: 'Invalid Form Body' });
      }
    }),
    { numRuns: 300 },
  );
}

describe('any JSON', () => {
  it('is read or refused as a message', () =>
    reads((value) => {
      const { components } = readMessageBody(value);
      const ids = JSON.stringify(numbered(components ?? [])).match(/"id":\d+/g) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    }));
  it('is read or refused as a form', () => reads((value) => readForm(modal, value)));
  it('is read or refused as a command', () => reads((value) => readForm(command, value)));
  it('is read or refused as an answer', () => reads((value) => readAnswer(value, 3, true)));
  it('is read or refused by the gateway', () =>
    reads((value) => {
      const read = readCommand(Buffer.from(JSON.stringify({ op: 2, d: value })));
      if (typeof read === 'number') expect([4001, 4002]).toContain(read);
    }));
});
