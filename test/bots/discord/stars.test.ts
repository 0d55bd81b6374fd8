import { REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { say, startScene, until } from './scene.ts';

test('a star on a post the bot has never seen since it started', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, say('a picture'), { nonce: 'n1', since: null });
  await scene.chat.close();
  const chat = await scene.connectAgain();
  scene.ravi.react(post.message, '⭐');
  scene.noor.react(post.message, '⭐');
  await until(() => expect(scene.heard).toHaveLength(2));
  scene.ravi.unreact(post.message, '⭐');
  await until(() => expect(scene.heard).toHaveLength(3));
  const on = { channel: scene.general, message: post.message };
  expect(scene.heard).toMatchObject([
    {
      command: 'star',
      options: on,
      gesture: { kind: 'star', person: { name: 'Ravi' }, instructor: false, place: scene.place },
    },
    { command: 'star', options: on, gesture: { kind: 'star', person: { name: 'Noor' }, instructor: true } },
    {
      command: 'unstar',
      options: on,
      gesture: { kind: 'unstar', person: { id: scene.ravi.info.id, name: 'Ravi' } },
    },
  ]);
  await chat.close();
});

test('other emoji, other people’s messages and the bot’s own reactions do not count', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, say('a picture'), { nonce: 'n1', since: null });
  const rest = new REST({ api: scene.discord.apiUrl }).setToken(scene.discord.token);
  await rest.put(Routes.channelMessageOwnReaction(scene.general, post.message, encodeURIComponent('⭐')));
  scene.ravi.react(post.message, '🌟');
  const chatter = scene.mai.send(scene.general, 'nice');
  scene.ravi.react(chatter.id, '⭐');
  // Events come in order: once this one is here, the others would have been.
  scene.noor.react(post.message, '⭐');
  await until(() => expect(scene.heard).toHaveLength(1));
  expect(scene.heard[0]?.gesture.person.name).toBe('Noor');
});

test('the answer to a star comes by direct message, quietly', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, say('a picture'), { nonce: 'n1', since: null });
  scene.play = async ({ reply }) => {
    expect(await reply.acknowledge('none')).toBeNull();
    await reply.show(say('it is in the gallery'));
  };
  scene.ravi.react(post.message, '⭐');
  await until(() => {
    const dm = scene.ravi.guild().channels.find(({ kind }) => kind === 'dm');
    expect(scene.ravi.messages(dm?.id ?? '')).toHaveLength(1);
  });
  expect(scene.discord.state.messages(scene.general)).toHaveLength(1);
});

test('somebody who takes no direct messages has refused, and nothing breaks', async () => {
  const scene = await startScene();
  const person = { platform: 'discord', id: scene.ravi.info.id, name: 'Ravi' } as const;
  expect(await scene.chat.tell(person, say('hello'))).toBe('told');
  scene.ravi.setDirectMessages(false);
  expect(await scene.chat.tell(person, say('hello'))).toBe('refused');

  const post = await scene.chat.create(scene.place, say('a picture'), { nonce: 'n1', since: null });
  let answered = false;
  scene.play = async ({ reply }) => {
    await reply.showPrivately(say('no'));
    answered = true;
  };
  scene.ravi.react(post.message, '⭐');
  await until(() => expect(answered).toBe(true));
});
