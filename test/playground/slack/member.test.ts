/** The people's door: what each of them sees and may do; and a world that outlives its server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultManifest } from '../../../playground/slack/manifest.ts';
import type { MemberEvent } from '../../../playground/slack/member.ts';
import { until } from '../../support/until.ts';
import { buttons, call, picture, section, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;

beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(() => slack.close());

const general = () => slack.channels.general ?? '';

describe('a person', () => {
  it('finds the workspace as it is', () => {
    const { name, members, channels } = slack.mai.workspace();
    expect(name).toBe('ComfyUI Studio');
    expect(members.map((one) => [one.name, one.bot, one.admin])).toEqual([
      ['Mai', false, false],
      ['Ravi', false, false],
      ['Noor', false, true],
      ['Rendezvous', true, false],
    ]);
    expect(channels.map((one) => [one.name, one.hasBot])).toEqual([
      ['general', true],
      ['gallery', true],
      ['random', false],
      ['after-hours', true],
    ]);
    for (const { id } of members) expect(id).toMatch(/^U[A-Z0-9]{8,10}$/);
    for (const { id } of channels) expect(id).toMatch(/^C[A-Z0-9]{8,10}$/);
    expect(slack.mai.commands().map(({ command }) => command)).toContain('/render');
    expect(slack.mai.shortcuts()).toContainEqual({
      callbackId: 'again',
      name: 'Render again',
      kind: 'message',
    });
    slack.mai.openDm();
    expect(slack.mai.workspace().channels).toHaveLength(5);
    expect(slack.ravi.workspace().channels).toHaveLength(4);
  });

  it('writes as the composer does', () => {
    const message = slack.mai.send(general(), 'Look @Ravi: <this> & https://a.example/x :star: in #gallery');
    const gallery = slack.channels.gallery;
    expect(message.text).toBe(
      `Look <@${slack.ravi.info.id}>: &lt;this&gt; &amp; <https://a.example/x> :star: in <#${gallery}>`,
    );
    expect(message).toMatchObject({
      blocks: [
        {
          type: 'rich_text',
          elements: [{ elements: [{ text: 'Look ' }, { type: 'user' }, {}, {}, {}, {}, {}, {}] }],
        },
      ],
    });
    expect(() => slack.mai.send(general(), '  ')).toThrow('nothing to send');
  });

  it('changes and deletes only what is theirs, unless they own the place', () => {
    const { ts } = slack.mai.send(general(), 'one');
    expect(slack.mai.edit(ts, 'two')).toMatchObject({ text: 'two', edited: { user: slack.mai.info.id } });
    expect(() => slack.ravi.edit(ts, 'x')).toThrow('your own');
    expect(() => slack.ravi.remove(ts)).toThrow('your own');
    slack.noor.remove(ts);
    expect(() => slack.mai.react(ts, 'star')).toThrow('gone');
  });

  it('reads why something is refused', () => {
    const { ts } = slack.mai.send(general(), 'x');
    slack.mai.react(ts, 'star');
    expect(() => slack.mai.react(ts, ':star:')).toThrow('already reacted');
    expect(() => slack.mai.react(ts, '⭐')).toThrow('no such emoji');
    expect(() => slack.ravi.unreact(ts, 'star')).toThrow('not reacted');
    slack.mai.pin(ts);
    expect(() => slack.ravi.pin(ts)).toThrow('already pinned');
    expect(slack.ravi.pins(general())).toMatchObject([{ ts }]);
    slack.ravi.unpin(ts);
    expect(slack.ravi.pins(general())).toEqual([]);
    expect(() => slack.mai.press(ts, 'nothing')).toThrow('nothing called nothing');
    slack.noor.archive(general());
    expect(() => slack.mai.send(general(), 'x')).toThrow('archived');
  });

  it('is told what happens, and nothing that is somebody else’s', async () => {
    const seen: { mai: MemberEvent[]; ravi: MemberEvent[] } = { mai: [], ravi: [] };
    const stop = slack.mai.listen((event) => seen.mai.push(event));
    slack.ravi.listen((event) => seen.ravi.push(event));
    const posted = await call(slack, 'chat.postMessage', {
      channel: general(),
      text: 'x',
      blocks: [buttons('go')],
    });
    await call(slack, 'chat.postEphemeral', { channel: general(), user: slack.mai.info.id, text: 'psst' });
    const reply = slack.ravi.send(general(), 'reply', { threadTs: String(posted.ts) });
    slack.ravi.remove(reply.ts);
    expect(seen.mai.map(({ type }) => type)).toEqual([
      'message',
      'message',
      'message',
      'message',
      'message-deleted',
      'message',
    ]);
    expect(seen.ravi).toHaveLength(5);
    const replied = seen.ravi[2];
    expect(replied).toMatchObject({ type: 'message', message: { ts: posted.ts, reply_count: 1 } });
    slack.mai.press(String(posted.ts), 'go');
    await until(() => seen.mai.some(({ type }) => type === 'interaction-failed'));
    expect(seen.ravi.some(({ type }) => type === 'interaction-failed')).toBe(false);
    stop();
    const before = seen.mai.length;
    slack.mai.send(general(), 'y');
    expect(seen.mai).toHaveLength(before);
  });

  it('cannot press what an app without interactivity has posted', async () => {
    const manifest = defaultManifest() as { settings: { interactivity: { is_enabled: boolean } } };
    manifest.settings.interactivity.is_enabled = false;
    await slack.close();
    slack = await startTestSlack({ manifest });
    const events: MemberEvent[] = [];
    slack.mai.listen((event) => events.push(event));
    const posted = await call(slack, 'chat.postMessage', {
      channel: general(),
      text: 'x',
      blocks: [buttons('go')],
    });
    const { interactionId } = slack.mai.press(String(posted.ts), 'go');
    const failed = await until(() => events.find(({ type }) => type === 'interaction-failed'));
    expect(failed).toMatchObject({ interactionId, reason: 'interactivity_disabled' });
  });

  it('sees a picture that a message names, and not one that nobody showed', async () => {
    const bytes = await picture();
    const { upload_url: url, file_id: id } = await call(slack, 'files.getUploadURLExternal', {
      filename: 'a.png',
      length: bytes.byteLength,
    });
    await fetch(String(url), { method: 'POST', body: Uint8Array.from(bytes) });
    await call(slack, 'files.completeUploadExternal', { files: [{ id }] });
    await expect(slack.mai.file(String(id))).rejects.toThrow('gone');
    const block = { type: 'image', slack_file: { id }, alt_text: 'a' };
    await until(
      async () =>
        (await call(slack, 'chat.postMessage', { channel: general(), text: 'x', blocks: [block] })).ok,
    );
    expect(await slack.mai.file(String(id))).toMatchObject({ name: 'a.png', mimetype: 'image/png' });
  });
});

it('the world is found again after a restart, without what was private', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'playground-slack-'));
  try {
    const first = await startTestSlack({ dir });
    const fileId = await first.mai.upload({ name: 'mine.png', bytes: await picture() });
    const { ts } = first.mai.send(general(), 'kept', { fileIds: [fileId] });
    first.ravi.react(ts, 'star');
    first.mai.pin(ts);
    const dm = first.mai.openDm();
    await call(first, 'chat.postEphemeral', { channel: general(), user: first.mai.info.id, text: 'psst' });
    await call(first, 'views.publish', {
      user_id: first.mai.info.id,
      view: { type: 'home', blocks: [section('Hello')] },
    });
    await first.close();

    const second = await startTestSlack({ dir });
    expect(second.mai.messages(general())).toMatchObject([
      { ts, text: 'kept', reactions: [{ name: 'star', count: 1 }], files: [{ id: fileId }] },
    ]);
    expect(second.mai.pins(general())).toHaveLength(1);
    expect(second.mai.openDm().id).toBe(dm.id);
    expect(second.mai.openHome()).toMatchObject({ blocks: [{ text: { text: 'Hello' } }] });
    expect((await second.mai.file(fileId)).bytes.byteLength).toBeGreaterThan(50);
    expect(Number(second.mai.send(general(), 'later').ts)).toBeGreaterThan(Number(ts));
    await second.close();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
