import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultManifest } from '../../../playground/slack/manifest.ts';
import { until } from '../../support/until.ts';
import { call, startBolt, startTestSlack, stopBolt, type TestSlack } from './support.ts';

let slack: TestSlack;

beforeEach(async () => {
  slack = await startTestSlack();
});

afterEach(() => slack.close());

const withApp = () => slack.mai.openGroup([slack.ravi.info.id, slack.botUserId]);

it('is opened once by the same people, and each reads the names of the others', () => {
  const group = withApp();
  expect(group).toMatchObject({ kind: 'mpim', name: 'Ravi, Rendezvous', hasBot: true, joined: true });
  expect(slack.ravi.openGroup([slack.botUserId, slack.mai.info.id])).toMatchObject({
    id: group.id,
    name: 'Mai, Rendezvous',
  });
  expect(slack.noor.workspace().channels.map(({ id }) => id)).not.toContain(group.id);
  expect(() => slack.noor.messages(group.id)).toThrow('not in it');
  expect(() => slack.mai.openGroup([slack.botUserId])).toThrow('3 to 9 people');
  expect(() => slack.mai.openGroup(['U0NOBODY', slack.botUserId])).toThrow('no such person');
});

it('is nobody’s to leave, archive or invite the app to', () => {
  const { id } = withApp();
  expect(() => slack.mai.leave(id)).toThrow('cannot leave');
  expect(() => slack.noor.archive(id)).toThrow('not in it');
  const among = slack.mai.openGroup([slack.ravi.info.id, slack.noor.info.id]);
  expect(() => slack.noor.archive(among.id)).toThrow('only in channels');
  expect(() => slack.mai.inviteBot(among.id)).toThrow('new group message');
});

it('tells the app in it what is said and asked, as Slack does', async () => {
  const heard: unknown[] = [];
  const app = await startBolt(slack, (bolt) => {
    bolt.event('message', async ({ event }) => void heard.push(event));
    bolt.event('app_mention', async ({ event }) => void heard.push(event));
    bolt.command('/render', async ({ ack, command }) => {
      heard.push(command);
      await ack();
    });
  });
  const { id } = withApp();
  slack.mai.mention(id, 'a fox');
  slack.ravi.runCommand(id, '/render', 'an owl');
  await until(() => heard.length === 3);
  expect(heard).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'message', channel_type: 'mpim', channel: id }),
      expect.objectContaining({ type: 'app_mention', channel: id }),
      expect.objectContaining({ channel_id: id, channel_name: 'mpdm-mai--ravi--rendezvous-1' }),
    ]),
  );
  expect(await call(slack, 'chat.postMessage', { channel: id, text: 'here' })).toMatchObject({ ok: true });
  await stopBolt(slack, app);
});

it('is there for the app that is in it, and for no other', async () => {
  const { id } = withApp();
  expect(await call(slack, 'conversations.info', { channel: id })).toMatchObject({
    channel: {
      is_mpim: true,
      is_group: true,
      is_channel: false,
      is_private: true,
      is_member: true,
      purpose: { value: 'Group messaging with: @mai @ravi @rendezvous' },
    },
  });
  expect(await call(slack, 'conversations.list', { types: 'mpim' })).toMatchObject({ channels: [{ id }] });
  const among = slack.mai.openGroup([slack.ravi.info.id, slack.noor.info.id]);
  for (const method of ['conversations.info', 'conversations.history']) {
    expect(await call(slack, method, { channel: among.id })).toMatchObject({ error: 'channel_not_found' });
  }
  expect(await call(slack, 'chat.postMessage', { channel: among.id, text: 'x' })).toMatchObject({
    error: 'channel_not_found',
  });
});

it('can be opened by an app that may write to groups', async () => {
  const users = [slack.mai, slack.ravi].map(({ info }) => info.id).join(',');
  const opened = await call(slack, 'conversations.open', { users, return_im: true });
  expect(opened).toMatchObject({ ok: true, channel: { is_mpim: true } });
  expect(await call(slack, 'conversations.open', { users })).toMatchObject({ already_open: true });
});

it('needs scopes of its own', async () => {
  const manifest = defaultManifest() as { oauth_config: { scopes: { bot: string[] } } };
  manifest.oauth_config.scopes.bot = ['chat:write', 'commands', 'im:write', 'im:read', 'im:history'];
  await slack.close();
  slack = await startTestSlack({ manifest: { ...manifest, settings: {} } });
  const { id } = withApp();
  const missing = (needed: string) => ({ ok: false, error: 'missing_scope', needed });
  expect(await call(slack, 'conversations.info', { channel: id })).toMatchObject(missing('mpim:read'));
  expect(await call(slack, 'conversations.history', { channel: id })).toMatchObject(missing('mpim:history'));
  const users = [slack.mai, slack.ravi].map(({ info }) => info.id).join(',');
  expect(await call(slack, 'conversations.open', { users })).toMatchObject(missing('mpim:write'));
  // To write where it is needs no more than writing anywhere.
  expect(await call(slack, 'chat.postMessage', { channel: id, text: 'x' })).toMatchObject({ ok: true });
});
