/** Pins, stars read back, and what people take away on Slack itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGone } from '../../../bots/slack/gone.ts';
import type { Card } from '../../../core/card.ts';
import { UserError } from '../../../core/errors.ts';
import type { PostRef } from '../../../core/people.ts';
import { until } from '../../support/until.ts';
import { channelOf, startTeam, type Team } from './support.ts';

let team: Team;
beforeAll(async () => {
  team = await startTeam({ handlers: { handle: async () => {}, suggest: async () => [] } });
});
afterAll(() => team?.close());

const card: Card = { tone: 'plain', summary: 'a fox', elements: [{ type: 'text', text: 'a fox' }] };
let made = 0;
function posted(): Promise<PostRef> {
  made += 1;
  const place = { platform: 'slack', space: team.slack.teamId, channel: channelOf(team, 'general') } as const;
  return team.chat.create(place, card, { nonce: `pins-${made}`, since: null });
}

test('a post is pinned and unpinned, as often as one likes', async () => {
  const post = await posted();
  await team.chat.pin(post);
  await team.chat.pin(post);
  expect(await team.chat.pins(post.channel)).toEqual([post.message]);
  team.as('Ravi').unpin(post.message);
  // What we do ourselves, Slack's SDK keeps from us.
  await until(() => team.pinsChanged.length === 1);
  expect(await team.chat.pins(post.channel)).toEqual([]);
  await team.chat.unpin(post);
  await team.chat.remove(post);
  await team.chat.unpin(post);
  await expect(team.chat.pin(post)).rejects.toThrow('That post is not there any more.');
});

test('a channel full of pins says so', async () => {
  const post = await posted();
  const ravi = team.as('Ravi');
  const notes = Array.from({ length: 100 }, (_, at) => ravi.send(post.channel, `note ${at}`).ts);
  for (const note of notes) ravi.pin(note);
  const refused = team.chat.pin(post);
  await expect(refused).rejects.toThrow('as many pins as Slack allows (100)');
  await expect(refused).rejects.toBeInstanceOf(UserError);
  for (const note of notes) ravi.unpin(note);
});

test('who put a star on a post is known, also long after it happened', async () => {
  const post = await posted();
  expect(await team.chat.starredBy(post)).toEqual([]);
  team.as('Ravi').react(post.message, 'star');
  team.as('Noor').react(post.message, 'star');
  team.as('Mai').react(post.message, 'heart');
  expect((await team.chat.starredBy(post))?.toSorted()).toEqual(
    [team.slack.members.Ravi, team.slack.members.Noor].toSorted(),
  );
  await team.chat.remove(post);
  expect(await team.chat.starredBy(post)).toBeNull();
});

test('what is deleted on Slack is heard', async () => {
  const post = await posted();
  const before = team.gone.length;
  team.as('Noor').remove(post.message);
  await until(() => team.gone.length > before);
  expect(team.gone.at(-1)).toEqual({ platform: 'slack', channel: post.channel, messages: [post.message] });
});

test('so are channels, and messages with replies, of which Slack leaves an empty one', () => {
  expect(readGone({ type: 'channel_archive', channel: 'C1', user: 'U1' })).toEqual({
    platform: 'slack',
    channel: 'C1',
    archived: true,
  });
  expect(readGone({ type: 'group_deleted', channel: 'G1' })).toEqual({ platform: 'slack', channel: 'G1' });
  const message = { type: 'message', subtype: 'tombstone', ts: '1.2', text: 'This message was deleted.' };
  expect(readGone({ type: 'message', subtype: 'message_changed', channel: 'C1', message })).toEqual({
    platform: 'slack',
    channel: 'C1',
    messages: ['1.2'],
  });
  const edited = { ...message, subtype: undefined };
  expect(
    readGone({ type: 'message', subtype: 'message_changed', channel: 'C1', message: edited }),
  ).toBeNull();
});
