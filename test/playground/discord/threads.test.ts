/** Threads and forum posts as people close them and open them again, and what each may do where. */
import { PermissionFlagsBits as Bit } from 'discord.js';
import { expect, it } from 'vitest';
import type { DiscordMember } from '../../../playground/discord/member.ts';
import { channel, discord, found, person, RENDER, register } from './helpers.ts';

const rightsIn = (member: DiscordMember, channelId: string) => {
  const { channels } = member.guild();
  const all = channels.flatMap((one) => [one, ...member.threads(one.id)]);
  return found(all.find(({ id }) => id === channelId)).may;
};

it('is closed by whoever started it or looks after the server, and by nobody else', async () => {
  const server = await discord();
  const mai = person(server, 'Mai');
  const ravi = person(server, 'Ravi');
  const noor = person(server, 'Noor');
  const general = channel(server, 'general');
  const { id } = mai.startThread(mai.send(general, 'a topic').id, 'Steps');
  expect(() => ravi.setArchived(id, true)).toThrow('threads that you started');
  mai.setArchived(id, true);
  expect(mai.threads(general)).toMatchObject([{ id, archived: true }]);
  // Whoever may write may open it.
  ravi.setArchived(id, false);
  expect(mai.threads(general)[0]).not.toHaveProperty('archived');
  noor.setArchived(id, true);
  expect(() => noor.setArchived(general, true)).toThrow('Only threads');
});

it('takes nothing while it is closed but a message, which opens it', async () => {
  const server = await discord();
  await register(server, [RENDER]);
  const mai = person(server, 'Mai');
  const general = channel(server, 'general');
  const { id } = mai.startThread(mai.send(general, 'a topic').id, 'Steps');
  const said = mai.send(id, 'one');
  mai.react(said.id, '⭐');
  mai.setArchived(id, true);
  const render = { channelId: id, name: 'render', options: [{ name: 'prompt', value: 'a fox' }] };
  expect(() => mai.react(said.id, '🔥')).toThrow('This thread is closed');
  expect(() => mai.unreact(said.id, '⭐')).toThrow('This thread is closed');
  expect(() => mai.runCommand(render)).toThrow('This thread is closed');
  mai.send(id, 'two');
  mai.unreact(said.id, '⭐');
  expect(mai.runCommand(render).interactionId).toBeTruthy();
});

it('stays closed when it is locked, but for moderators', async () => {
  const server = await discord();
  const mai = person(server, 'Mai');
  const noor = person(server, 'Noor');
  const general = channel(server, 'general');
  const { id } = mai.startThread(mai.send(general, 'a topic').id, 'Steps');
  server.controls.setArchived(id, true, true);
  expect(() => mai.setArchived(id, false)).toThrow('locked');
  expect(() => mai.send(id, 'x')).toThrow('archived');
  expect(rightsIn(mai, id)).not.toContain('write');
  noor.setArchived(id, false);
  expect(mai.threads(general)[0]).not.toHaveProperty('archived');
});

it('each is told what they may do in a channel', async () => {
  const server = await discord();
  const mai = person(server, 'Mai');
  const noor = person(server, 'Noor');
  const general = channel(server, 'general');
  expect(rightsIn(mai, general)).toEqual(['write', 'react', 'start threads']);
  expect(rightsIn(noor, general)).toEqual(['write', 'react', 'pin', 'moderate', 'start threads']);
  server.controls.setOverwrites(general, [
    { id: server.guildId, type: 'role', allow: 0n, deny: Bit.SendMessages | Bit.CreatePublicThreads },
  ]);
  expect(rightsIn(mai, general)).toEqual(['react']);
});

it('an answer to a message names it, with files as well', async () => {
  const server = await discord();
  const mai = person(server, 'Mai');
  const ravi = person(server, 'Ravi');
  const general = channel(server, 'general');
  const { id } = mai.send(general, 'a question');
  const file = await ravi.upload(general, { name: 'notes.txt', bytes: new TextEncoder().encode('x') });
  expect(await ravi.sendUploads(general, 'an answer', [file], { replyTo: id })).toMatchObject({
    referenced_message: { id, content: 'a question' },
    attachments: [{ filename: 'notes.txt' }],
    mentions: [{ id: mai.info.id }],
  });
});
