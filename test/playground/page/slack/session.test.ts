/** The page's server on the Slack stand-in, with a browser's end of its websocket, without a browser. */
import { describe, expect, it } from 'vitest';
import { replies } from '../../../../playground/page/protocol.ts';
import type { SlackEvent } from '../../../../playground/page/slack/protocol.ts';
import { call, picture, startTestSlack } from '../../slack/support.ts';
import { startPlayground, visit } from '../support.ts';

async function setUp() {
  const slack = await startTestSlack();
  const members = [slack.mai, slack.ravi, slack.noor];
  const playground = await startPlayground({
    bundle: { script: '', style: '' },
    slack: { apiUrl: slack.apiUrl, members, controls: slack.controls },
    onClose: slack.close,
  });
  return { slack, playground, general: String(slack.channels.general) };
}
const isMessage = (text: string) => (told: { event: SlackEvent }) =>
  told.event.type === 'message' && told.event.message.text === text;

describe('a browser in the workspace', () => {
  it('acts as the person it chose, on both platforms at the same time', async () => {
    const { slack, playground, general } = await setUp();
    const mai = await visit(playground);
    const ravi = await visit(playground);
    const [hello] = mai.told;
    expect(hello?.tell === 'hello' && hello.slack?.people.map(({ name }) => name)).toEqual([
      'Mai',
      'Ravi',
      'Noor',
    ]);
    const around = replies['slack/act-as'].parse(
      await mai.ask({ do: 'slack/act-as', personId: slack.mai.info.id }),
    );
    expect(around.workspace.channels.map(({ name }) => name)).toEqual([
      'general',
      'gallery',
      'random',
      'after-hours',
    ]);
    await mai.ask({ do: 'act-as', memberId: String(playground.discord.members.Noor) });
    await ravi.ask({ do: 'slack/act-as', personId: slack.ravi.info.id });

    await mai.ask({
      do: 'slack/send',
      channelId: general,
      text: 'Good morning',
      broadcast: false,
      fileIds: [],
    });
    const told = await ravi.hears('slack-event', isMessage('Good morning'));
    const ts = told.event.type === 'message' ? told.event.message.ts : '';
    expect(ravi.told.some(({ tell }) => tell === 'event')).toBe(false);
    await ravi.ask({ do: 'slack/react', ts, name: 'star' });
    await mai.hears(
      'slack-event',
      ({ event }) => event.type === 'message' && event.message.reactions.length === 1,
    );
    await ravi.ask({
      do: 'slack/send',
      channelId: general,
      text: 'You too',
      threadTs: ts,
      broadcast: false,
      fileIds: [],
    });
    const thread = replies['slack/thread'].parse(await mai.ask({ do: 'slack/thread', ts }));
    expect(thread.map(({ text }) => text)).toEqual(['Good morning', 'You too']);
    await mai.ask({ do: 'slack/remove', ts });
  });

  it('is told in Slack’s words what is refused', async () => {
    const { slack, playground, general } = await setUp();
    const visitor = await visit(playground);
    const run = { do: 'slack/run' as const, channelId: general, text: '' };
    await expect(visitor.ask({ ...run, command: '/render' })).rejects.toThrow('Choose whom to act as first.');
    await visitor.ask({ do: 'slack/act-as', personId: slack.mai.info.id });
    await expect(visitor.ask({ ...run, command: '/nonsense' })).rejects.toThrow(
      '/nonsense is not a valid command.',
    );
    await expect(visitor.ask({ ...run, command: '/render', threadTs: '1.000001' })).rejects.toThrow(
      '/render is not supported in threads. Sorry!',
    );
    await expect(visitor.ask({ do: 'slack/press', where: '1.000001', actionId: 'a' })).rejects.toThrow(
      'This message is gone.',
    );
    expect(playground.reported).toEqual([]);
  });

  it('opens forms, asks for what is open, and closes it', async () => {
    const { slack, playground } = await setUp();
    const visitor = await visit(playground);
    await visitor.ask({ do: 'slack/act-as', personId: slack.mai.info.id });
    const dm = replies['slack/open-dm'].parse(await visitor.ask({ do: 'slack/open-dm' }));
    expect(dm.kind).toBe('im');
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'Hello' } }];
    await call(slack, 'views.publish', { user_id: slack.mai.info.id, view: { type: 'home', blocks } });
    await visitor.hears('slack-event', ({ event }) => event.type === 'view-changed');
    const home = replies['slack/open-home'].parse(await visitor.ask({ do: 'slack/open-home' }));
    expect(home?.blocks).toMatchObject([{ type: 'header', text: { text: 'Hello' } }]);
    await expect(visitor.ask({ do: 'slack/close', viewId: 'V1', all: false })).rejects.toThrow(
      'not open any more',
    );
  });
});

describe('Slack’s files', () => {
  it('are handed over, shown to those who can see them, and never run', async () => {
    const { slack, playground, general } = await setUp();
    const { page } = playground;
    const bytes = new Uint8Array(await picture('png', 20, 10));
    const send = (origin: string, personId: string) =>
      fetch(`${page.url}/slack-uploads/${personId}/a%20fox.png`, {
        method: 'POST',
        body: bytes,
        headers: { origin },
      });
    expect((await send('http://evil.example', slack.mai.info.id)).status).toBe(403);
    expect((await send(page.url, 'U0')).status).toBe(404);
    const { id }: { id: string } = JSON.parse(await (await send(page.url, slack.mai.info.id)).text());
    const source = (personId: string) => `${page.url}/slack-files/${personId}/${id}`;
    expect((await fetch(source(slack.ravi.info.id))).status).toBe(404);
    slack.mai.send(general, 'look', { fileIds: [id] });

    const whole = await fetch(source(slack.ravi.info.id));
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes);
    const piece = await fetch(source(slack.ravi.info.id), { headers: { range: 'bytes=1-3' } });
    expect([piece.status, await piece.text()]).toEqual([206, 'PNG']);
    expect(piece.headers.get('content-range')).toBe(`bytes 1-3/${bytes.byteLength}`);

    const html = await slack.mai.upload({
      name: 'page.html',
      bytes: Buffer.from('<script>alert(1)</script>'),
    });
    const { headers } = await fetch(`${page.url}/slack-files/${slack.mai.info.id}/${html}`);
    expect(headers.get('content-disposition')).toBe('attachment');
  });
});
