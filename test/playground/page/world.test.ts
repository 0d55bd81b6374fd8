/** The panel "World", asked for as a browser asks. */
import { expect, test } from 'vitest';
import { replies } from '../../../playground/page/protocol.ts';
import { startSlack } from '../../../playground/slack/server.ts';
import { startPlayground, visit } from './support.ts';

const NO_BUNDLE = { script: '', style: '' };

test("Discord's world is shown, and changes", async () => {
  const playground = await startPlayground({ bundle: NO_BUNDLE });
  const { discord } = playground;
  const visitor = await visit(playground);
  const mai = String(discord.members.Mai);
  const general = String(discord.channels.general);
  const look = async (change?: object) =>
    replies['world/discord'].parse(
      await visitor.ask({ do: 'world/discord', ...(change && { change }) } as Parameters<
        typeof visitor.ask
      >[0]),
    );

  const before = await look();
  expect(before).toMatchObject({ isBotHere: true, missing: 0, roles: [{ name: 'Instructor' }] });
  expect(before.people.map(({ name, hasApp }) => [name, hasApp])).toEqual([
    ['Mai', true],
    ['Ravi', false],
    ['Noor', false],
  ]);
  await visitor.ask({ do: 'act-as', memberId: mai });

  await look({ what: 'locale', id: mai, locale: 'th' });
  await look({ what: 'role', id: mai, roleId: before.roles[0]?.id, on: true });
  await visitor.hears('event', ({ event }) => event.type === 'surroundings-changed');
  expect(discord.member(mai).info).toMatchObject({ locale: 'th', roles: ['Instructor'] });

  const muted = await look({ what: 'bot-rights', id: general, see: true, write: false });
  expect(muted.channels[0]).toMatchObject({ name: 'general', botSees: true, botWrites: false });
  await look({ what: 'bot-rights', id: general, see: true, write: true });
  expect((await look({ what: 'age', id: general, on: true })).channels[0]?.isAgeRestricted).toBe(true);

  expect((await look({ what: 'bot', on: false })).isBotHere).toBe(false);
  expect((await look({ what: 'bot', on: true })).isBotHere).toBe(true);
  expect((await look({ what: 'delete-channel', id: general })).missing).toBe(1);
  expect((await look({ what: 'bring-back' })).missing).toBe(0);
  expect((await look({ what: 'member', id: mai, on: false })).people[0]?.isHere).toBe(false);
  const around = replies['look-around'].parse(await visitor.ask({ do: 'look-around', channelId: general }));
  expect(around.guilds.map(({ name }) => name)).toEqual(['Book Club']);
  await expect(visitor.ask({ do: 'world/slack' })).rejects.toThrow('There is no such world here.');
});

test("Slack's world is shown, and changes", async () => {
  const slack = await startSlack();
  const noor = slack.member(String(slack.members.Noor));
  const playground = await startPlayground({
    bundle: NO_BUNDLE,
    slack: { apiUrl: slack.apiUrl, members: [noor], controls: slack.controls },
    onClose: slack.close,
  });
  const visitor = await visit(playground);
  const mai = String(slack.members.Mai);
  const general = String(slack.channels.general);
  const change = async (asked?: object) =>
    replies['world/slack'].parse(
      await visitor.ask({ do: 'world/slack', ...(asked && { change: asked }) } as Parameters<
        typeof visitor.ask
      >[0]),
    );

  const { groups } = await change();
  const grouped = await change({ what: 'group', id: mai, groupId: groups[0]?.id, on: true });
  expect(grouped.people[0]?.groupIds).toEqual([groups[0]?.id]);
  expect((await change({ what: 'locale', id: mai, locale: 'th-TH' })).people[0]?.locale).toBe('th-TH');
  expect((await change({ what: 'bot-in', id: general, on: false })).channels[0]?.hasBot).toBe(false);
  expect((await change({ what: 'archive', id: general, on: true })).channels[0]?.isArchived).toBe(true);
  expect((await change({ what: 'delete-channel', id: general })).missing).toBe(1);
  expect((await change({ what: 'bring-back' })).missing).toBe(0);
  expect((await change({ what: 'bot', on: false })).isInstalled).toBe(false);
  expect((await change({ what: 'bot', on: true })).isInstalled).toBe(true);
});
