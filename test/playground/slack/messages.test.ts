/** Posting, editing, deleting, and the rules Slack has for each. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, buttons, call, section, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;

beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(() => slack.close());

const general = () => slack.channels.general ?? '';
const post = (args: Record<string, unknown>) =>
  call(slack, 'chat.postMessage', { channel: general(), ...args });
const update = (posted: Answer, args: Record<string, unknown>) =>
  call(slack, 'chat.update', { channel: posted.channel, ts: posted.ts, ...args });
const stored = (posted: Answer) => slack.state.message(String(posted.ts));

describe('chat.postMessage', () => {
  it('answers with what was posted, ids filled in', async () => {
    const posted = await post({ text: 'a <b> & <@U0PLAYGMAI1>', blocks: [section('x'), buttons('go')] });
    expect(posted).toMatchObject({
      ok: true,
      channel: general(),
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: {
        text: 'a &lt;b&gt; &amp; <@U0PLAYGMAI1>',
        user: slack.botUserId,
        blocks: [{ block_id: expect.any(String) }, { elements: [{ action_id: 'go' }] }],
      },
    });
  });

  it.each([
    [{}, 'no_text'],
    [{ text: 'x', channel: 'C0NOWHERE00' }, 'channel_not_found'],
    [{ text: 'x', thread_ts: 'yesterday' }, 'invalid_thread_ts'],
    [{ text: 'x', thread_ts: '1.000000' }, 'thread_not_found'],
    [{ text: 'x', markdown_text: '**x**' }, 'markdown_text_conflict'],
    [{ text: 'x', blocks: 'not json' }, 'invalid_blocks_format'],
    [{ text: 'x', blocks: { type: 'divider' } }, 'invalid_blocks_format'],
    [{ text: 'x', metadata: { event_type: 'job' } }, 'invalid_metadata_format'],
    [{ text: 'x', blocks: Array(5).fill(section('y'.repeat(3000))) }, 'msg_blocks_too_long'],
    [{ text: 'x', attachments: [{ color: '#f00', blocks: [{ type: 'nothing' }] }] }, 'invalid_attachments'],
    [{ text: 'x', attachments: [{ colour: '#f00' }] }, 'invalid_attachments'],
  ])('refuses %j: %s', async (args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error });
    expect(slack.mai.messages(general())).toEqual([]);
  });

  it('cuts long texts off, and makes a text of blocks', async () => {
    const long = await post({ text: 'x'.repeat(40_001) });
    expect(stored(long)?.text).toHaveLength(40_000);
    expect(stored(await post({ blocks: [section('From the block')] }))?.text).toBe('From the block');
    expect(stored(await post({ blocks: [{ type: 'divider' }] }))?.text).toBe(
      "This content can't be displayed.",
    );
  });

  it('replies in threads, to parents only', async () => {
    const parent = await post({ text: 'parent' });
    const reply = await post({ text: 'reply', thread_ts: parent.ts });
    expect(reply).toMatchObject({ message: { thread_ts: parent.ts, parent_user_id: slack.botUserId } });
    expect(await post({ text: 'x', thread_ts: reply.ts })).toMatchObject({
      error: 'cannot_reply_to_message',
    });
    expect(slack.mai.messages(general())).toHaveLength(1);
  });

  it('writes to a person in direct messages', async () => {
    const posted = await post({ channel: slack.mai.info.id, text: 'psst' });
    expect(posted.channel).toMatch(/^D/);
    expect(() => slack.ravi.messages(String(posted.channel))).toThrow('you are not in it');
  });
});

describe('chat.update', () => {
  it('keeps, replaces and removes what Slack does', async () => {
    const posted = await post({
      text: 'one',
      blocks: [section('one')],
      metadata: { event_type: 'job', event_payload: { id: 7 } },
    });
    await update(posted, { text: 'two', blocks: [section('two')] });
    expect(stored(posted)).toMatchObject({ text: 'two', metadata: { event_payload: { id: 7 } } });
    expect(stored(posted)?.edited).toBeUndefined();

    await update(posted, { text: 'three', metadata: {} });
    expect(stored(posted)).toMatchObject({ text: 'three', blocks: [], edited: { userId: slack.botUserId } });
    expect(stored(posted)?.metadata).toBeUndefined();

    await update(posted, { text: 'four', attachments: [{ color: '#f00', blocks: [section('in it')] }] });
    await update(posted, { text: 'five' });
    expect(stored(posted)).toMatchObject({ text: 'five', attachments: [{ color: '#f00' }] });
    await update(posted, { text: 'six', attachments: [] });
    expect(stored(posted)).toMatchObject({ attachments: [] });
  });

  it('refuses what is not its own, private, gone, or too long', async () => {
    const posted = await post({ text: 'x' });
    const mine = slack.mai.send(general(), 'mine');
    const whisper = await call(slack, 'chat.postEphemeral', {
      channel: general(),
      user: slack.mai.info.id,
      text: 'psst',
    });
    const at = (ts: unknown) => call(slack, 'chat.update', { channel: general(), ts, text: 'y' });
    expect(await at(mine.ts)).toMatchObject({ error: 'cant_update_message' });
    expect(await at(whisper.message_ts)).toMatchObject({ error: 'message_not_found' });
    expect(await at('1.000000')).toMatchObject({ error: 'message_not_found' });
    expect(await update(posted, {})).toMatchObject({ error: 'no_text' });
    expect(await update(posted, { text: 'y'.repeat(4001) })).toMatchObject({ error: 'msg_too_long' });
  });
});

describe('chat.delete', () => {
  it('takes away its own, and leaves a tombstone over replies', async () => {
    const posted = await post({ text: 'x' });
    const mine = slack.mai.send(general(), 'mine');
    const del = (ts: unknown) => call(slack, 'chat.delete', { channel: general(), ts });
    expect(await del(mine.ts)).toMatchObject({ error: 'cant_delete_message' });
    expect(await del(posted.ts)).toMatchObject({ ok: true });
    expect(await del(posted.ts)).toMatchObject({ error: 'message_not_found' });
    const parent = await post({ text: 'parent' });
    slack.mai.send(general(), 'reply', { threadTs: String(parent.ts) });
    await del(parent.ts);
    expect(slack.mai.thread(String(parent.ts))[0]).toMatchObject({
      subtype: 'tombstone',
      text: 'This message was deleted.',
    });
  });
});

it('chat.postEphemeral is seen by its person alone, and chat.getPermalink finds the others', async () => {
  const whisper = (args: Record<string, unknown>) =>
    call(slack, 'chat.postEphemeral', { channel: general(), user: slack.mai.info.id, text: 'psst', ...args });
  expect(await whisper({ user: 'U0NOBODY000' })).toMatchObject({ error: 'user_not_in_channel' });
  const { message_ts: ts } = await whisper({});
  expect(slack.mai.messages(general())).toMatchObject([{ ts, ephemeral: true }]);
  expect(slack.ravi.messages(general())).toEqual([]);
  expect(() => slack.mai.react(String(ts), 'star')).toThrow('You cannot react');
  const link = (message: unknown) =>
    call(slack, 'chat.getPermalink', { channel: general(), message_ts: message });
  expect(await link(ts)).toMatchObject({ error: 'message_not_found' });
  const posted = await post({ text: 'x' });
  expect(await link(posted.ts)).toMatchObject({
    permalink: expect.stringContaining(`/archives/${general()}/p${String(posted.ts).replace('.', '')}`),
  });
  slack.mai.remove(String(ts));
  expect(slack.mai.messages(general()).map(({ text }) => text)).toEqual(['x']);
});
