/** What outlives a restart, what outlives its URL, and what is noted on the way. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDiscord } from '../../../playground/discord/server.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { connect, identify } from './gateway-line.ts';
import { channel, discord, found, PNG, person, RENDER, raw, register, renderCall } from './helpers.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'discord-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe('a folder', () => {
  it('keeps messages, files, pins, reactions, commands, direct messages and tokens', async () => {
    const dir = folder();
    const before = await startDiscord({ dir });
    await register(before);
    const { callback, webhook } = renderCall(before);
    await raw(before)(
      'POST',
      callback,
      { type: 4, data: { content: 'kept' } },
      { 'files[0]': ['a.png', PNG] },
    );
    const mai = person(before, 'Mai');
    const [message] = mai.messages(channel(before, 'general'));
    const id = found(message).id;
    mai.react(id, '⭐');
    person(before, 'Noor').pin(id);
    const dm = mai.openDm();
    mai.setDirectMessages(false);
    await before.close();

    const after = await startDiscord({ dir });
    onTestFinished(() => after.close());
    const general = channel(after, 'general');
    const again = person(after, 'Mai');
    expect(again.messages(general)[0]).toMatchObject({
      id,
      content: 'kept',
      pinned: true,
      reactions: [{ count: 1, me: true, emoji: { name: '⭐' } }],
      attachments: [{ filename: 'a.png', width: 1 }],
    });
    const url = found(again.messages(general)[0]?.attachments[0]).url;
    expect(url).toContain(after.apiUrl.replace('/api', ''));
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(PNG)).toBe(true);
    expect(again.commands()).toMatchObject([RENDER]);
    expect(again.openDm()).toEqual(dm);
    const api = raw(after);
    expect((await api('POST', `/channels/${dm.id}/messages`, { content: 'x' })).body.code).toBe(50007);
    expect((await api('PATCH', `${webhook}/messages/@original`, { content: 'still mine' })).status).toBe(200);
    const { body: next } = await api('POST', `/channels/${general}/messages`, { content: 'next' });
    expect(BigInt(next.id)).toBeGreaterThan(BigInt(id));
  });

  it('loses the files of messages that are deleted', async () => {
    const dir = folder();
    const server = await startDiscord({ dir });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const { body } = await api('POST', path, {}, { 'files[0]': ['a.txt', 'x'], 'files[1]': ['b.txt', 'y'] });
    await api('PATCH', `${path}/${body.id}`, { attachments: [{ id: body.attachments[0].id }] });
    await server.close();
    expect(readdirSync(join(dir, 'attachments'))).toEqual([body.attachments[0].id]);
  });

  it('that holds something else is not overwritten', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'world.json'), '{"version":99}');
    await expect(startDiscord({ dir })).rejects.toThrow('is not a world this playground can read');
  });
});

describe('an attachment URL', () => {
  it('works until it expires, and not with another signature', async () => {
    const clock = { ahead: 0 };
    const server = await discord({ now: () => Date.now() + clock.ahead });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const { body } = await api('POST', path, { content: 'x' }, { 'files[0]': ['a b.txt', 'hello world'] });
    const { url } = body.attachments[0];
    expect(url).toMatch(/\/a_b\.txt\?ex=[0-9a-f]{8}&is=[0-9a-f]{8}&hm=[0-9a-f]{64}&$/);
    const whole = await fetch(url);
    expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'hello world',
    ]);
    const part = await fetch(url, { headers: { range: 'bytes=6-' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 6-10/11',
      'world',
    ]);
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(404);
    expect((await fetch(url.replace(/hm=./, 'hm=z'))).status).toBe(404);
    clock.ahead = 24 * 60 * 60 * 1000 + 1;
    expect((await fetch(url)).status).toBe(404);
    const fresh = (await api('GET', `${path}/${body.id}`)).body.attachments[0].url;
    expect((await fetch(fresh)).status).toBe(200);
  });
});

describe('the wire log', () => {
  it('has every call, answer and event, and no token', async () => {
    const wire = createWireLog();
    const server = await discord({ wire });
    const line = connect(server);
    await line.got(10);
    line.send(identify(server, 1 | (1 << 9)));
    await line.got('GUILD_CREATE');
    await register(server);
    const { callback, webhook, token } = renderCall(server);
    await raw(server)('POST', callback, { type: 5 });
    await raw(server)(
      'PATCH',
      `${webhook}/messages/@original`,
      { content: 'x'.repeat(1000) },
      { 'files[0]': ['a.png', PNG] },
    );
    const entries = wire.since(0);
    expect(
      entries.map(({ wire: where, direction, summary, status }) =>
        [where, direction, summary, status ?? ''].join(' '),
      ),
    ).toEqual(
      expect.arrayContaining([
        'discord-gateway in Identify ',
        'discord-gateway out READY ',
        'discord-gateway out INTERACTION_CREATE ',
        'discord-gateway out MESSAGE_UPDATE ',
        expect.stringMatching(/^discord-rest in POST \/interactions\/\d+\/…\/callback $/),
        `discord-rest in PATCH /webhooks/${server.applicationId}/…/messages/@original `,
        `discord-rest out PATCH /webhooks/${server.applicationId}/…/messages/@original 200`,
      ]),
    );
    const text = JSON.stringify(entries);
    expect(text).not.toContain(server.token);
    expect(text).not.toContain(token);
    expect(text).toContain(`a.png, ${PNG.byteLength} bytes`);
    expect(text).toContain('(1000 characters)');
  });
});
