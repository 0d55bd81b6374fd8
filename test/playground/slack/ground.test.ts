/** What happens to a workspace while a bot looks on, heard by the real Bolt over Socket Mode. */
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { call, startBolt, startTestSlack, stopBolt, type TestSlack } from './support.ts';

let slack: TestSlack;
let app: App | undefined;
let heard: { type: string; [field: string]: unknown }[];

beforeEach(async () => {
  heard = [];
  slack = await startTestSlack();
  app = await startBolt(
    slack,
    (bolt) => {
      bolt.event(/.*/, async ({ event }) => {
        heard.push({ ...event });
      });
    },
    { clientPingTimeout: 5000 },
  );
});
afterEach(async () => {
  if (app) await stopBolt(slack, app);
  app = undefined;
  await slack.close();
});

const general = () => slack.channels.general ?? '';
const types = () => heard.map(({ type }) => type);
const told = (type: string) => until(() => heard.find((event) => event.type === type) !== undefined);

describe('the app hears', () => {
  it('of people who leave, of being put out itself, and of channels that go', async () => {
    slack.ravi.leave(general());
    await told('member_left_channel');
    expect(() => slack.ravi.send(general(), 'x')).toThrow('Join the channel');
    slack.ravi.join(general());

    slack.controls.removeBotFrom(general());
    await told('channel_left');
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'x' })).toMatchObject({
      error: 'not_in_channel',
    });
    slack.controls.inviteBotTo(general());
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'back' })).toMatchObject({
      ok: true,
    });

    slack.controls.deleteChannel(general());
    await told('channel_deleted');
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    });
    slack.controls.bringBackChannels();
    expect(slack.mai.messages(general())).toEqual([]);
  });

  it('of a deleted message, and of a tombstone where replies hang on it', async () => {
    const alone = slack.mai.send(general(), 'alone').ts;
    slack.mai.remove(alone);
    await until(() => heard.some((event) => event.deleted_ts === alone));
    const parent = slack.mai.send(general(), 'parent').ts;
    slack.ravi.send(general(), 'reply', { threadTs: parent });
    slack.mai.remove(parent);
    await until(() =>
      heard.some(
        ({ subtype, message }) =>
          subtype === 'message_changed' && JSON.stringify(message).includes('"tombstone"'),
      ),
    );
  });

  it("of somebody's language and of a group's members; the language is told to those who ask", async () => {
    const mai = slack.mai.info.id;
    slack.controls.setLocale(mai, 'th-TH');
    await told('user_change');
    const plain = await call(slack, 'users.info', { user: mai });
    const asked = await call(slack, 'users.info', { user: mai, include_locale: true });
    expect([plain.user, asked.user]).toMatchObject([{ id: mai }, { locale: 'th-TH' }]);
    expect(plain.user).not.toHaveProperty('locale');

    const [instructors] = slack.controls.groups();
    slack.controls.putIntoGroup(mai, instructors?.id ?? '');
    await told('subteam_updated');
    expect(slack.mai.info.groups).toEqual(['Instructors']);
    const listed = await call(slack, 'usergroups.users.list', { usergroup: instructors?.id });
    expect(listed.users).toContain(mai);
    slack.controls.takeFromGroup(mai, instructors?.id ?? '');
    expect(slack.mai.info.groups).toEqual([]);
  });

  it('that it was removed from the workspace, and works again once it is installed', async () => {
    slack.controls.uninstall();
    await told('app_uninstalled');
    expect(await call(slack, 'auth.test')).toMatchObject({ error: 'account_inactive' });
    slack.controls.install();
    expect(await call(slack, 'chat.postMessage', { channel: general(), text: 'back' })).toMatchObject({
      ok: true,
    });
    expect(types()).not.toContain('tokens_revoked');
  });
});
