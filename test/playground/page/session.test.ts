import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { SeenEvent } from '../../../playground/page/discord/protocol.ts';
import { replies } from '../../../playground/page/protocol.ts';
import { startPlayground, visit, waitFor } from './support.ts';

const isMessage = (content: string) => (told: { event: SeenEvent }) =>
  told.event.type === 'message' && told.event.message.content === content;

describe('a browser', () => {
  it('acts as the member it chose, and sees what that member sees', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const { discord } = playground;
    const general = String(discord.channels.general);
    const mai = await visit(playground);
    const ravi = await visit(playground);

    const [hello] = mai.told;
    expect(hello?.tell === 'hello' && hello.discord?.members.map(({ name }) => name)).toEqual([
      'Mai',
      'Ravi',
      'Noor',
    ]);
    const around = replies['act-as'].parse(
      await mai.ask({ do: 'act-as', memberId: String(discord.members.Mai) }),
    );
    expect(around.me.name).toBe('Mai');
    expect(around.guilds[0]?.channels.map(({ name }) => name)).toEqual([
      'general',
      'gallery',
      'after-hours',
      'show-and-tell',
      'My first landscape',
    ]);
    await ravi.ask({ do: 'act-as', memberId: String(discord.members.Ravi) });

    await mai.ask({ do: 'send', channelId: general, content: 'Good morning' });
    const told = await ravi.hears('event', isMessage('Good morning'));
    expect(told.event.type === 'message' && told.event.message.author.username).toBe('mai');
    const list = replies.messages.parse(await ravi.ask({ do: 'messages', channelId: general }));
    expect(list.map(({ content }) => content)).toEqual(['Good morning']);

    const [message] = list;
    await ravi.ask({ do: 'react', messageId: message?.id ?? '', emoji: '⭐' });
    const starred = await mai.hears(
      'event',
      ({ event }) => event.type === 'message' && !!event.message.reactions?.length,
    );
    expect(starred.event.type === 'message' && starred.event.message.reactions).toMatchObject([
      { count: 1, me: false },
    ]);
    await mai.ask({ do: 'remove', messageId: message?.id ?? '' });
    await ravi.hears('event', ({ event }) => event.type === 'message-deleted');
  });

  it('stops hearing for the member it leaves', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const { discord } = playground;
    const visitor = await visit(playground);
    await visitor.ask({ do: 'act-as', memberId: String(discord.members.Mai) });
    await visitor.ask({ do: 'act-as', memberId: String(discord.members.Noor) });
    await visitor.ask({ do: 'send', channelId: String(discord.channels.general), content: 'once' });
    await visitor.hears('event', isMessage('once'));
    expect(visitor.told.filter((told) => told.tell === 'event')).toHaveLength(1);
  });

  it('is told in words what is refused', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const { discord, reported } = playground;
    const visitor = await visit(playground);
    const general = String(discord.channels.general);
    await expect(visitor.ask({ do: 'messages', channelId: general })).rejects.toThrow(
      'Choose whom to act as first.',
    );
    await expect(visitor.ask({ do: 'act-as', memberId: '1' })).rejects.toThrow(
      'There is no member with the id 1.',
    );
    await visitor.ask({ do: 'act-as', memberId: String(discord.members.Mai) });
    await expect(visitor.ask({ do: 'messages', channelId: '1' })).rejects.toThrow(
      'There is no such channel.',
    );
    await expect(visitor.ask({ do: 'send', channelId: general, content: '' })).rejects.toThrow(/empty/i);
    expect(reported).toEqual([]);
  });

  it('is cut off when it speaks another language', async () => {
    for (const words of ['nonsense', '{"id":1,"ask":{"do":"shut-down"}}', '{"ask":{"do":"look-around"}}']) {
      const playground = await startPlayground({ bundle: { script: '', style: '' } });
      const { socket } = await visit(playground);
      socket.send(words);
      expect((await once(socket, 'close'))[0]).toBe(1008);
    }
  });

  it('watches the wire from where it left', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const { wire } = playground;
    const visitor = await visit(playground);
    wire.write({ wire: 'comfyui-http', direction: 'in', summary: 'GET /queue' });
    wire.write({ wire: 'comfyui-http', direction: 'out', summary: 'GET /queue', status: 200 });
    await visitor.ask({ do: 'watch-wire', since: 1 });
    wire.write({ wire: 'comfyui-ws', direction: 'out', summary: 'status', body: { n: 1 } });
    await visitor.hears('wire', ({ entries }) => entries.some(({ summary }) => summary === 'status'));
    await visitor.ask({ do: 'leave-wire' });
    wire.write({ wire: 'comfyui-ws', direction: 'out', summary: 'unseen' });
    await visitor.ask({ do: 'watch-wire', since: 4 });
    const entries = visitor.told.flatMap((told) => (told.tell === 'wire' ? told.entries : []));
    expect(entries.map(({ id }) => id)).toEqual([2, 3]);
  });

  it('opens the conversation with the bot', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const visitor = await visit(playground);
    await visitor.ask({ do: 'act-as', memberId: String(playground.discord.members.Mai) });
    const dm = replies['open-dm'].parse(await visitor.ask({ do: 'open-dm' }));
    expect(dm.kind).toBe('dm');
    const around = replies['look-around'].parse(await visitor.ask({ do: 'look-around', channelId: dm.id }));
    expect(around.guilds[0]?.channels.map(({ id }) => id)).toContain(dm.id);
  });

  it('leaves nothing behind when it goes', async () => {
    const playground = await startPlayground({ bundle: { script: '', style: '' } });
    const { wire, discord } = playground;
    let listening = 0;
    const { listen } = wire;
    wire.listen = (listener) => {
      listening += 1;
      const stop = listen(listener);
      return () => {
        listening -= 1;
        stop();
      };
    };
    const visitor = await visit(playground);
    await visitor.ask({ do: 'act-as', memberId: String(discord.members.Mai) });
    await visitor.ask({ do: 'watch-wire', since: 0 });
    expect(listening).toBe(1);
    visitor.socket.close();
    await waitFor(() => (listening === 0 ? true : undefined));
  });
});
