/** How discord.js bears what Discord does to it: cuts, limits, reactions to what it never saw. */
import { Events, type MessageReaction, type PartialMessageReaction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { bot } from './bot.ts';
import { channel, discord, eventually, found, person, raw } from './helpers.ts';

describe('a bot on discord.js', () => {
  it('resumes after a cut and gets the reactions it missed', async () => {
    const server = await discord();
    const client = await bot(server);
    const resumed: number[] = [];
    const stars: string[] = [];
    client.on(Events.ShardResume, (_shard, replayed) => resumed.push(replayed));
    client.on(Events.MessageReactionAdd, (reaction) => stars.push(found(reaction.emoji.name)));
    const mai = person(server, 'Mai');
    const { id } = mai.send(channel(server, 'general'), 'a picture');

    server.faults.refuseConnections(true);
    server.faults.disconnectGateway(4000);
    await eventually(() => server.state.gatewaySessions().every(({ connected }) => !connected));
    mai.react(id, '⭐');
    person(server, 'Ravi').react(id, '⭐');
    server.faults.refuseConnections(false);
    await eventually(() => resumed.length === 1);
    expect(stars).toEqual(['⭐', '⭐']);
    expect(server.state.gatewaySessions()).toHaveLength(1);
  });

  it('hears reactions to messages it never saw, and fetches them', async () => {
    const server = await discord();
    const mai = person(server, 'Mai');
    const { body: post } = await raw(server)('POST', `/channels/${channel(server, 'general')}/messages`, {
      content: 'old',
    });
    const client = await bot(server);
    const heard: (MessageReaction | PartialMessageReaction)[] = [];
    client.on(Events.MessageReactionAdd, (reaction) => heard.push(reaction));
    mai.react(post.id, '⭐');
    person(server, 'Noor').react(post.id, '⭐');
    const reaction = await eventually(() => heard[1]);
    expect(reaction.partial).toBe(true);
    const whole = await reaction.fetch();
    expect(whole.count).toBe(2);
    expect((await whole.message.fetch()).content).toBe('old');
    expect((await whole.users.fetch()).map(({ globalName }) => globalName)).toEqual(['Mai', 'Noor']);

    const removed = new Promise((resolve) => client.once(Events.MessageReactionRemove, resolve));
    mai.unreact(post.id, '⭐');
    await removed;
    await whole.message.react('🎉');
    expect(server.state.reactions(post.id, '🎉')).toMatchObject([{ id: client.user.id }]);
    await found(whole.message.reactions.resolve('🎉')).users.remove(client.user.id);
    expect(server.state.reactions(post.id, '🎉')).toEqual([]);
  });

  it('waits where the headers tell it to', async () => {
    const server = await discord({
      limits: { rates: { buckets: { 'message-create': { limit: 2, perMs: 300 } } } },
    });
    const client = await bot(server);
    const general = await client.channels.fetch(channel(server, 'general'));
    if (!general?.isSendable()) throw new Error('cannot send');
    const started = Date.now();
    await Promise.all(Array.from({ length: 5 }, (_, n) => general.send(`${n}`)));
    // Two clocks may differ by a little.
    expect(Date.now() - started).toBeGreaterThanOrEqual(550);
    expect(server.state.messages(general.id).map(({ content }) => content)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(server.state.invalidRequests()[429]).toBe(0);
  });

  it('pins, fetches pins and sends files with alternative text', async () => {
    const server = await discord();
    const client = await bot(server);
    const general = await client.channels.fetch(channel(server, 'general'));
    if (!general?.isSendable()) throw new Error('cannot send');
    const sent = await general.send({
      content: 'x',
      files: [{ attachment: Buffer.from('abc'), name: 'a.txt', description: 'three letters' }],
    });
    expect(sent.attachments.first()?.description).toBe('three letters');
    await sent.pin();
    const { items } = await general.messages.fetchPins();
    expect(items.map(({ message }) => message.id)).toEqual([sent.id]);
    const edited = await sent.edit({
      content: 'y',
      attachments: [...sent.attachments.values()],
      allowedMentions: { parse: [] },
    });
    expect(edited.attachments.size).toBe(1);
    await sent.unpin();
    await sent.delete();
    expect(server.state.message(sent.id)).toBeUndefined();
  });

  it('keeps a failed answer from doubling a post when it sends a nonce', async () => {
    const server = await discord();
    const client = await bot(server, { enforceNonce: true });
    const general = await client.channels.fetch(channel(server, 'general'));
    if (!general?.isSendable()) throw new Error('cannot send');
    server.faults.loseAnswers(/^POST .*\/messages$/);
    await general.send('once');
    expect(server.state.messages(general.id)).toHaveLength(1);
  });
});
