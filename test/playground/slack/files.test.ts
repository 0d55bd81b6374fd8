/** Files: asked for, sent, completed, processed; and the traps on the way. */
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { type Answer, call, picture, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;

beforeEach(async () => {
  slack = await startTestSlack({ limits: { timing: { fileProcessingMs: 1000 } } });
});
afterEach(() => slack.close());

const general = () => slack.channels.general ?? '';

interface Asked extends Answer {
  upload_url: string;
  file_id: string;
}

const ask = (filename: string, length: number) =>
  call(slack, 'files.getUploadURLExternal', { filename, length }) as Promise<Asked>;

async function upload(
  filename: string,
  bytes: Buffer,
  sharing: Record<string, unknown> = {},
): Promise<string> {
  const { upload_url: url, file_id: id } = await ask(filename, bytes.byteLength);
  const sent = await fetch(url, { method: 'POST', body: Uint8Array.from(bytes) });
  expect([sent.status, await sent.text()]).toEqual([200, `OK - ${bytes.byteLength}`]);
  const done = await call(slack, 'files.completeUploadExternal', {
    files: [{ id, title: 'A title' }],
    ...sharing,
  });
  expect(done).toMatchObject({ ok: true, files: [{ id, title: 'A title', mimetype: '' }] });
  return id;
}

const info = (file: string) =>
  call(slack, 'files.info', { file }) as Promise<Answer & { file: Record<string, unknown> }>;
const processed = (id: string) => until(async () => (await info(id)).file.mimetype !== '');
const show = (slackFile: Record<string, unknown>) =>
  call(slack, 'chat.postMessage', {
    channel: general(),
    text: 'x',
    blocks: [{ type: 'image', slack_file: slackFile, alt_text: 'a picture' }],
  });

describe('an upload', () => {
  it('can stand in a block once it is processed, not before', async () => {
    const bytes = await picture();
    const id = await upload('picture.png', bytes);
    expect(await show({ id })).toMatchObject({
      error: 'invalid_blocks',
      errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    });
    const attached = { blocks: [{ type: 'image', slack_file: { id }, alt_text: 'a' }] };
    const attach = () =>
      call(slack, 'chat.postMessage', { channel: general(), text: 'x', attachments: [attached] });
    expect(await attach()).toMatchObject({ error: 'invalid_attachments' });
    await processed(id);
    expect(await attach()).toMatchObject({ ok: true });
    const { file } = await info(id);
    expect(file).toMatchObject({
      mimetype: 'image/png',
      filetype: 'png',
      original_w: 40,
      original_h: 30,
      channels: [],
    });
    expect(await show({ id })).toMatchObject({ ok: true });
    expect(await show({ url: file.url_private })).toMatchObject({ ok: true });
    expect(await show({ url: file.permalink })).toMatchObject({ ok: true });
    expect(await show({ id, url: file.url_private })).toMatchObject({ error: 'invalid_blocks' });
    expect((await slack.mai.file(id)).bytes.byteLength).toBe(bytes.byteLength);
  });

  it.each(['webp', 'gif', 'jpeg'] as const)('of a %s is judged by its bytes', async (format) => {
    // Named like something else: the name does not count.
    const id = await upload('picture.png', await picture(format));
    await processed(id);
    expect((await info(id)).file).toMatchObject({ mimetype: `image/${format}` });
    expect(await show({ id })).toMatchObject(format === 'webp' ? { error: 'invalid_blocks' } : { ok: true });
  });

  it('has to be of exactly the length that was said', async () => {
    const bytes = await picture();
    for (const length of [bytes.byteLength - 1, bytes.byteLength + 1]) {
      const { upload_url: url, file_id: id } = await ask('a.png', length);
      expect((await fetch(url, { method: 'POST', body: Uint8Array.from(bytes) })).status).toBe(400);
      expect(await call(slack, 'files.completeUploadExternal', { files: [{ id }] })).toMatchObject({
        error: 'file_not_found',
      });
    }
    expect(await ask('a.png', 0)).toMatchObject({ error: 'missing_argument' });
    expect((await fetch(slack.apiUrl.replace('/api/', '/upload/v1/none'), { method: 'POST' })).status).toBe(
      404,
    );
  });

  it('is completed once', async () => {
    const id = await upload('a.png', await picture());
    expect(await call(slack, 'files.completeUploadExternal', { files: [{ id }] })).toMatchObject({
      error: 'file_not_found',
    });
  });

  it('shared to a channel appears there later, with its comment', async () => {
    const id = await upload('a.png', await picture(), { channel_id: general(), initial_comment: 'Look' });
    expect(slack.mai.messages(general())).toEqual([]);
    const message = await until(() => slack.mai.messages(general())[0]);
    expect(message).toMatchObject({ text: 'Look', files: [{ id }], user: slack.botUserId });
    expect((await info(id)).file).toMatchObject({
      channels: [general()],
      shares: { public: { [general()]: [{ ts: message.ts }] } },
    });
    expect(
      await call(slack, 'files.completeUploadExternal', {
        files: [{ id }],
        channel_id: slack.channels.random,
      }),
    ).toMatchObject({ ok: false });
  });

  it('goes through with the SDK in one call', async () => {
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    const answer = await client.filesUploadV2({
      channel_id: general(),
      initial_comment: 'Two',
      file_uploads: [
        { file: await picture(), filename: 'a.png' },
        { file: await picture('jpeg'), filename: 'b.jpg' },
      ],
    });
    expect(answer.ok).toBe(true);
    const message = await until(() => slack.mai.messages(general())[0]);
    expect(message.files).toHaveLength(2);
  });
});

describe('the bytes', () => {
  it('are given to the token, and to everybody else the sign-in page', async () => {
    const bytes = await picture();
    const id = await upload('a.png', bytes);
    await processed(id);
    const url = String((await info(id)).file.url_private);
    const read = async (headers: Record<string, string>) => {
      const response = await fetch(url, { headers });
      return [response.headers.get('content-type'), (await response.arrayBuffer()).byteLength];
    };
    expect(await read({ authorization: `Bearer ${slack.botToken}` })).toEqual([
      'image/png',
      bytes.byteLength,
    ]);
    expect((await read({}))[0]).toMatch(/^text\/html/);
  });

  it('of people are the bot’s where they were shared with it', async () => {
    const bytes = await picture();
    const fileId = await slack.mai.upload({ name: 'mine.png', bytes });
    expect(await info(fileId)).toMatchObject({ error: 'file_not_found' });
    await expect(slack.ravi.file(fileId)).rejects.toThrow('gone');
    slack.mai.send(general(), 'here', { fileIds: [fileId] });
    expect(await info(fileId)).toMatchObject({ ok: true });
    expect((await slack.ravi.file(fileId)).name).toBe('mine.png');
    expect(await call(slack, 'files.delete', { file: fileId })).toMatchObject({ error: 'cant_delete_file' });
  });

  it('are gone after files.delete', async () => {
    const id = await upload('a.png', await picture());
    await processed(id);
    expect(await call(slack, 'files.delete', { file: id })).toMatchObject({ ok: true });
    expect(await call(slack, 'files.delete', { file: id })).toMatchObject({ error: 'file_deleted' });
    expect(await info(id)).toMatchObject({ error: 'file_deleted' });
    expect(await show({ id })).toMatchObject({ error: 'invalid_blocks' });
  });
});
