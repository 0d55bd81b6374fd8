import { describe, expect, it } from 'vitest';
import { kind } from '../../../../playground/page/discord/component.ts';
import * as payload from '../../../../playground/page/discord/payload.ts';

const base = {
  id: '1',
  channel_id: '2',
  author: { id: '3', username: 'mai', discriminator: '0', avatar: null },
  content: 'hello',
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  attachments: [],
  embeds: [],
  ephemeral: false,
  thinking: false,
};

describe('message', () => {
  it('keeps what is drawn and fills in what is missing', () => {
    const message = payload.message.parse({ ...base, tts: false, type: 0 });
    expect(message).toMatchObject({ content: 'hello', components: [], flags: 0, pinned: false });
    expect(message).not.toHaveProperty('tts');
  });

  it('keeps a component it does not know as one', () => {
    const components = [
      { type: 99, secret: true },
      { type: kind.container, components: [{ type: kind.text, content: 'a' }, { type: 98 }] },
    ];
    expect(payload.message.parse({ ...base, components }).components).toEqual([
      { type: kind.unknown, discordType: 99 },
      {
        type: kind.container,
        components: [
          { type: kind.text, content: 'a' },
          { type: kind.unknown, discordType: 98 },
        ],
      },
    ]);
  });

  it('refuses what is no message', () => expect(payload.message.safeParse({ id: '1' }).success).toBe(false));
});
