/** A card that Slack will not have as it is. */
import { WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createPublish, type Message } from '../../../bots/slack/publish.ts';
import type { Place } from '../../../bots/slack/render-card.ts';
import type { Card } from '../../../core/card.ts';
import { createLog } from '../../../core/log.ts';

const card: Card = {
  tone: 'good',
  summary: 'Done',
  elements: [
    {
      type: 'media',
      items: [
        { file: { from: 'bytes', name: 'a.png', mediaType: 'image/png', bytes: Buffer.of(1) }, alt: 'a fox' },
      ],
    },
    {
      type: 'buttons',
      buttons: [{ type: 'action', command: 'again', jobId: 'j', label: 'Again', look: 'main' }],
    },
  ],
};
const place: Place = () => ({ as: 'picture', id: 'F0ABCDEFGH1' });
const invalidFile = () =>
  new WebAPIPlatformError({
    ok: false,
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'] },
  } as never);
const invalid = () => new WebAPIPlatformError({ ok: false, error: 'invalid_blocks' });

/** What was sent, with these refusals one after the other. */
async function publish(refusals: Error[], how?: { freshFiles: boolean }) {
  const sent: string[] = [];
  const pauses: number[] = [];
  const run = createPublish({ log: createLog('test', 'silent'), pause: async (ms) => void pauses.push(ms) });
  const send = async ({ blocks }: Message) => {
    sent.push(blocks.map(({ type }) => type).join(' '));
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    return 'answer';
  };
  const { answer, refused } = await run(card, place, send, how);
  expect(answer).toBe('answer');
  return { sent, pauses, refused };
}

describe('a card', () => {
  it('goes as it is', async () => {
    expect(await publish([])).toEqual({ sent: ['image actions'], pauses: [], refused: 'nothing' });
  });
  it('waits for a fresh file that Slack is not ready for, longer each time', async () => {
    const { sent, pauses, refused } = await publish([invalidFile(), invalidFile(), invalidFile()]);
    expect(sent).toHaveLength(4);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(refused).toBe('nothing');
  });
  it('does not wait for an old file', async () => {
    const { sent, pauses, refused } = await publish([invalidFile()], { freshFiles: false });
    expect(sent).toEqual(['image actions', 'context actions']);
    expect(pauses).toEqual([]);
    expect(refused).toBe('pictures');
  });
  it('goes without its pictures when Slack never shows them', async () => {
    const { sent, refused } = await publish(Array.from({ length: 6 }, invalidFile));
    expect(sent.at(-1)).toBe('context actions');
    expect(refused).toBe('pictures');
  });
  it('goes as words and buttons, and at last as words alone', async () => {
    expect(await publish([invalid(), invalid()])).toMatchObject({
      sent: ['image actions', 'context actions', 'section actions'],
      refused: 'blocks',
    });
    expect((await publish([invalid(), invalid(), invalid()])).sent.at(-1)).toBe('');
  });
  it('is not sent again for other reasons', async () => {
    const other = new WebAPIPlatformError({ ok: false, error: 'is_archived' });
    await expect(publish([other])).rejects.toThrow('is_archived');
  });
});
