/** Pins, stars read back, and what people take away on Discord itself. */
import { GatewayDispatchEvents, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { readGone } from '../../../bots/discord/gone.ts';
import { UserError } from '../../../core/errors.ts';
import { say, startScene, until } from './scene.ts';

const nonce = (name: string) => ({ nonce: name, since: null });

test('a post is pinned and unpinned, as often as one likes', async () => {
  const scene = await startScene();
  const { chat, discord, general, place } = scene;
  const post = await chat.create(place, say('a picture'), nonce('n1'));
  await chat.pin(post);
  await chat.pin(post);
  expect(await chat.pins(general)).toEqual([post.message]);
  await until(() => expect(scene.pinsChanged).toEqual([general]));
  scene.noor.unpin(post.message);
  await until(() => expect(scene.pinsChanged).toHaveLength(2));
  expect(await chat.pins(general)).toEqual([]);
  await chat.unpin(post);
  await chat.remove(post);
  await chat.unpin(post);
  await expect(chat.pin(post)).rejects.toThrow('That post is not there any more.');
  expect(discord.state.message(post.message)).toBeUndefined();
});

test('every page of pins is read, and a channel that is full says so', async () => {
  const scene = await startScene();
  const { chat, general, place } = scene;
  for (let at = 0; at < 250; at += 1) scene.noor.pin(scene.noor.send(general, `note ${at}`).id);
  const post = await chat.create(place, say('a picture'), nonce('n1'));
  expect(await chat.pins(general)).toHaveLength(250);
  const refused = chat.pin(post);
  await expect(refused).rejects.toThrow('as many pins as Discord allows (250)');
  await expect(refused).rejects.toBeInstanceOf(UserError);
});

test('who put a star on a post is known, also long after it happened', async () => {
  const scene = await startScene();
  const { chat, discord, place } = scene;
  const post = await chat.create(place, say('a picture'), nonce('n1'));
  expect(await chat.starredBy(post)).toEqual([]);
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  await rest.put(Routes.channelMessageOwnReaction(place.channel, post.message, encodeURIComponent('⭐')));
  for (const person of [scene.ravi, scene.noor]) person.react(post.message, '⭐');
  scene.mai.react(post.message, '🌟');
  expect((await chat.starredBy(post))?.toSorted()).toEqual(
    [scene.ravi.info.id, scene.noor.info.id].toSorted(),
  );
  await chat.remove(post);
  expect(await chat.starredBy(post)).toBeNull();
});

test('what is deleted on Discord is heard', async () => {
  const scene = await startScene();
  const { general: channel, place } = scene;
  const { message } = await scene.chat.create(place, say('a picture'), nonce('n1'));
  scene.noor.remove(message);
  await until(() => expect(scene.gone).toEqual([{ platform: 'discord', channel, messages: [message] }]));
});

test('so are many messages at once, channels and threads', () => {
  expect(readGone(GatewayDispatchEvents.MessageDeleteBulk, { ids: ['7', '8'], channel_id: '1' })).toEqual({
    platform: 'discord',
    channel: '1',
    messages: ['7', '8'],
  });
  const channel = { id: '1', guild_id: '2', type: 0 };
  const gone = { platform: 'discord', channel: '1' };
  expect(readGone(GatewayDispatchEvents.ChannelDelete, channel)).toEqual(gone);
  expect(readGone(GatewayDispatchEvents.ThreadDelete, { ...channel, parent_id: '3' })).toEqual(gone);
  expect(readGone(GatewayDispatchEvents.MessageDelete, { id: 7 })).toBeNull();
});
