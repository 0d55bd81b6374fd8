import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import {
  channel,
  discord,
  type Files,
  formProblems,
  PNG,
  person,
  raw,
  register,
  renderCall,
} from './helpers.ts';

async function scene() {
  const server = await discord();
  const api = raw(server);
  const path = `/channels/${channel(server, 'general')}/messages`;
  return { server, api, path, mai: person(server, 'Mai') };
}

describe('the API', () => {
  it('wants the token, a version and a body it can read', async () => {
    const { server, api, path } = await scene();
    expect(await raw(server, '')('GET', path)).toMatchObject({
      status: 401,
      body: { code: 0, message: '401: Unauthorized' },
    });
    expect((await raw(server, `Bot ${server.token}x`)('GET', path)).status).toBe(401);
    expect(server.state.invalidRequests()[401]).toBe(2);
    expect(await api('GET', '/nowhere')).toMatchObject({
      status: 404,
      body: { code: 0, message: '404: Not Found' },
    });
    const headers = { authorization: `Bot ${server.token}` };
    const old = await fetch(`${server.apiUrl}/v6${path}`, { headers });
    expect([old.status, await old.json()]).toMatchObject([400, { code: 50041 }]);
    expect((await fetch(`${server.apiUrl}${path}`, { headers })).status).toBe(400);

    const send = (body: string, type: string) =>
      fetch(`${server.apiUrl}/v10${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      });
    expect(await (await send('{"content":', 'application/json')).json()).toMatchObject({ code: 50109 });
    expect(await (await send('content', 'text/plain')).json()).toMatchObject({
      code: 50035,
      errors: { _errors: [{ code: 'CONTENT_TYPE_INVALID' }] },
    });
  });

  it('knows no channel, message or server it was not told of', async () => {
    const { server, api, path } = await scene();
    expect(await api('GET', '/channels/1100000000000000999/messages')).toMatchObject({
      status: 404,
      body: { code: 10003 },
    });
    expect(await api('GET', `${path}/1100000000000000999`)).toMatchObject({
      status: 404,
      body: { code: 10008 },
    });
    expect(await api('GET', '/guilds/1100000000000000999')).toMatchObject({
      status: 404,
      body: { code: 10004 },
    });
    expect(formProblems(await api('GET', '/channels/general/messages'))).toEqual([
      'channel_id: NUMBER_TYPE_COERCE',
    ]);
    expect(await api('GET', `/guilds/${server.guildId}/members/1100000000000000999`)).toMatchObject({
      body: { code: 10007 },
    });
  });
});

describe('a message', () => {
  it('keeps to the limits of its parts', async () => {
    const { api, path } = await scene();
    const problems = async (body: object) => formProblems(await api('POST', path, body));
    expect(await problems({ content: 'x'.repeat(2001) })).toEqual(['content: BASE_TYPE_MAX_LENGTH']);
    expect((await api('POST', path, { content: '🌟'.repeat(2000) })).status).toBe(200);
    expect(await problems({ content: { a: 1 } })).toEqual(['content: STRING_TYPE_CONVERT']);
    expect(await problems({ embeds: [{}] })).toEqual(['embeds.0.description: BASE_TYPE_REQUIRED']);
    expect(await problems({ embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) })).toEqual([
      'embeds: BASE_TYPE_MAX_LENGTH',
    ]);
    expect(
      await problems({ embeds: [{ title: 'x'.repeat(257), url: 'ftp://x', color: 0x1000000 }] }),
    ).toEqual([
      'embeds.0.title: BASE_TYPE_MAX_LENGTH',
      'embeds.0.url: URL_TYPE_INVALID_SCHEME',
      'embeds.0.color: NUMBER_TYPE_MAX',
    ]);
    expect(await problems({ embeds: [{ fields: [{ name: '', value: 'x'.repeat(1025) }] }] })).toEqual([
      'embeds.0.fields.0.name: BASE_TYPE_REQUIRED',
      'embeds.0.fields.0.value: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(await problems({ embeds: [{ title: 'x', timestamp: 'yesterday' }] })).toEqual([
      'embeds.0.timestamp: DATE_TIME_TYPE_PARSE',
    ]);
    const half = { description: 'x'.repeat(3001) };
    expect(await problems({ embeds: [half, half] })).toEqual(['embeds: MAX_EMBED_SIZE_EXCEEDED']);
    expect(await api('POST', path, { content: '   ' })).toMatchObject({ status: 400, body: { code: 50006 } });
    expect(await problems({ content: 'x', nonce: 'n'.repeat(26) })).toEqual(['nonce: NONCE_TYPE_TOO_LONG']);
    expect(await problems({ content: 'x', poll: { question: {} } })).toEqual([
      'poll: PLAYGROUND_UNSUPPORTED',
    ]);
  });

  it('is changed only by its author and never to nothing', async () => {
    const { api, path, mai, server } = await scene();
    const theirs = mai.send(channel(server, 'general'), 'mine');
    expect(await api('PATCH', `${path}/${theirs.id}`, { content: 'x' })).toMatchObject({
      status: 403,
      body: { code: 50005 },
    });
    const { body: own } = await api('POST', path, { content: 'ours', embeds: [{ title: 't' }] });
    expect(own.edited_timestamp).toBeNull();
    const { body: edited } = await api('PATCH', `${path}/${own.id}`, { content: null });
    expect(edited).toMatchObject({ content: '', embeds: [{ title: 't', type: 'rich' }] });
    expect(edited.edited_timestamp).not.toBeNull();
    expect(await api('PATCH', `${path}/${own.id}`, { embeds: [] })).toMatchObject({
      status: 400,
      body: { code: 50006 },
    });
    expect((await api('GET', `${path}/${own.id}`)).body.embeds).toHaveLength(1);
  });

  it('made twice with the same nonce is made once', async () => {
    const { api, path, server } = await scene();
    const body = { content: 'x', nonce: 'job-1', enforce_nonce: true };
    const [first, second] = [await api('POST', path, body), await api('POST', path, body)];
    expect(second.body.id).toBe(first.body.id);
    expect(server.state.messages(channel(server, 'general'))).toHaveLength(1);
    await api('POST', path, { ...body, enforce_nonce: false });
    expect(server.state.messages(channel(server, 'general'))).toHaveLength(2);
  });

  it('may answer another, if that one is there', async () => {
    const { api, path, mai, server } = await scene();
    const asked = mai.send(channel(server, 'general'), 'how?');
    const reply = (id: string, more = {}) =>
      api('POST', path, { content: 'so', message_reference: { message_id: id, ...more } });
    expect((await reply(asked.id)).body).toMatchObject({ type: 19, referenced_message: { id: asked.id } });
    expect(formProblems(await reply('1100000000000000999'))).toEqual([
      'message_reference: REPLIES_UNKNOWN_MESSAGE',
    ]);
    const lost = await reply('1100000000000000999', { fail_if_not_exists: false });
    expect(lost.body).toMatchObject({ type: 0, content: 'so' });
  });

  it('is found in pages', async () => {
    const { api, path } = await scene();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await api('POST', path, { content: `${n}` })).body.id);
    const page = async (query: string) =>
      (await api('GET', `${path}?${query}`)).body.map((m: { content: string }) => m.content);
    expect(await page('limit=2')).toEqual(['4', '3']);
    expect(await page(`limit=2&before=${ids[2]}`)).toEqual(['1', '0']);
    expect(await page(`limit=2&after=${ids[1]}`)).toEqual(['3', '2']);
    expect(await page(`limit=3&around=${ids[2]}`)).toEqual(['3', '2', '1']);
    expect(formProblems(await api('GET', `${path}?limit=101`))).toEqual(['limit: NUMBER_TYPE_MAX']);
  });

  it('can be deleted, alone or with others', async () => {
    const seed = defaultWorld();
    const bot = seed.roles.find(({ botId }) => botId);
    if (bot) bot.permissions |= 1n << 13n;
    const server = await discord({ world: seed });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push((await api('POST', path, { content: `${n}` })).body.id);
    expect((await api('DELETE', `${path}/${ids[0]}`)).status).toBe(204);
    expect(await api('DELETE', `${path}/${ids[0]}`)).toMatchObject({ status: 404, body: { code: 10008 } });
    expect((await api('POST', `${path}/bulk-delete`, { messages: [ids[1]] })).body.code).toBe(50016);
    expect((await api('POST', `${path}/bulk-delete`, { messages: ids.slice(1, 3) })).status).toBe(204);
    expect(server.state.messages(channel(server, 'general'))).toHaveLength(1);
    expect(
      (await api('POST', `${path}/bulk-delete`, { messages: ['100000000000000001', ids[3]] })).body.code,
    ).toBe(50034);
  });

  it('of somebody else is empty to an app without the message content intent', async () => {
    const { api, path, mai, server } = await scene();
    const general = channel(server, 'general');
    const plain = mai.send(general, 'secret words');
    const mention = mai.send(general, `<@${server.applicationId}> look`);
    expect((await api('GET', `${path}/${plain.id}`)).body).toMatchObject({
      content: '',
      author: { username: 'mai' },
    });
    expect((await api('GET', `${path}/${mention.id}`)).body.content).toBe(`<@${server.applicationId}> look`);
  });
});

describe('mentions', () => {
  async function mentions(
    allowed?: object,
    content = '@everyone <@1100000000000000031> <@&1100000000000000010>',
  ) {
    const { api, path } = await scene();
    const { body, status } = await api('POST', path, {
      content,
      ...(allowed ? { allowed_mentions: allowed } : {}),
    });
    if (status !== 200) return body;
    return [
      body.mentions.map((user: { username: string }) => user.username),
      body.mention_roles.length,
      body.mention_everyone,
    ];
  }

  it('ping everybody named, unless the request says otherwise', async () => {
    expect(await mentions()).toEqual([['ravi'], 1, true]);
    expect(await mentions({ parse: [] })).toEqual([[], 0, false]);
    expect(await mentions({ parse: ['users'] })).toEqual([['ravi'], 0, false]);
    expect(await mentions({ users: ['1100000000000000031'] })).toEqual([['ravi'], 0, false]);
    expect(await mentions({ users: ['1100000000000000030'] })).toEqual([[], 0, false]);
    expect(await mentions(undefined, '`@everyone` and ```<@1100000000000000031>```')).toEqual([[], 0, false]);
    expect(await mentions({ parse: ['users'], users: ['1100000000000000031'] })).toMatchObject({
      errors: { allowed_mentions: { _errors: [{ code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' }] } },
    });
  });

  it('are read again with every edit that does not forbid them', async () => {
    const { api, path } = await scene();
    const content = 'for <@1100000000000000030>';
    const { body } = await api('POST', path, { content, allowed_mentions: { parse: [] } });
    expect(body.mentions).toEqual([]);
    expect(
      (await api('PATCH', `${path}/${body.id}`, { content, allowed_mentions: { parse: [] } })).body.mentions,
    ).toEqual([]);
    expect((await api('PATCH', `${path}/${body.id}`, { content })).body.mentions).toHaveLength(1);
  });

  it('of answers to interactions are people only by default', async () => {
    const { server } = await scene();
    await register(server);
    const { callback, channelId } = renderCall(server);
    await raw(server, '')('POST', callback, {
      type: 4,
      data: { content: '@everyone <@1100000000000000031>' },
    });
    expect(server.state.messages(channelId)[0]).toMatchObject({
      mention_everyone: false,
      mentions: [{ username: 'ravi' }],
    });
  });
});

describe('attachments', () => {
  const two: Files = { 'files[0]': ['a.png', PNG], 'files[1]': ['b.txt', 'bee'] };

  it('all join without a list; with one, only what it names stays', async () => {
    const { api, path } = await scene();
    const { body } = await api('POST', path, { content: 'two' }, two);
    const [a, b] = body.attachments;
    expect([a.filename, b.filename]).toEqual(['a.png', 'b.txt']);
    const edit = (change: object, added?: Files) => api('PATCH', `${path}/${body.id}`, change, added);

    expect((await edit({ content: 'still two' })).body.attachments).toHaveLength(2);
    const joined = await edit({}, { 'files[0]': ['c.txt', 'sea'] });
    expect(joined.body.attachments.map((one: { filename: string }) => one.filename)).toEqual([
      'a.png',
      'b.txt',
      'c.txt',
    ]);
    const kept = await edit(
      {
        attachments: [
          { id: b.id, description: 'a bee' },
          { id: '0', description: 'new' },
        ],
      },
      { 'files[0]': ['d.txt', 'dee'] },
    );
    expect(kept.body.attachments).toMatchObject([
      { id: b.id, description: 'a bee' },
      { filename: 'd.txt', description: 'new' },
    ]);
    expect(await (await fetch(b.url)).text()).toBe('bee');
    expect((await fetch(a.url)).status).toBe(404);
    expect(formProblems(await edit({ attachments: [{ id: a.id }] }))).toEqual([
      'attachments.0: ATTACHMENT_NOT_FOUND',
    ]);
    expect((await edit({ attachments: [] })).body.attachments).toEqual([]);
  });

  it('are at most ten, none too large, the whole request neither', async () => {
    const server = await discord({ limits: { attachmentBytes: 100 } });
    const api = raw(server);
    const path = `/channels/${channel(server, 'general')}/messages`;
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`files[${n}]`, [`${n}.txt`, 'x']] as const),
      );
    expect(await api('POST', path, {}, many(11))).toMatchObject({ status: 400, body: { code: 30015 } });
    expect((await api('POST', path, {}, many(10))).body.attachments).toHaveLength(10);
    const large = await api('POST', path, { content: 'x' }, { 'files[0]': ['x.txt', 'x'.repeat(101)] });
    expect(large).toMatchObject({ status: 413, body: { code: 40005 } });
    const huge = await api(
      'POST',
      path,
      { content: 'x' },
      { 'files[0]': ['x.txt', 'x'.repeat(25 * 1024 * 1024)] },
    );
    expect(huge).toMatchObject({ status: 413, body: { code: 40005 } });
    expect(server.state.messages(channel(server, 'general'))).toHaveLength(1);
  });

  it('carry alternative texts of 1024 characters, spoilers, and names Discord can write', async () => {
    const { api, path } = await scene();
    const long = await api('POST', path, { attachments: [{ id: 0, description: 'x'.repeat(1025) }] }, two);
    expect(formProblems(long)).toEqual(['attachments.0.description: BASE_TYPE_MAX_LENGTH']);
    const { body } = await api(
      'POST',
      path,
      { attachments: [{ id: 0, is_spoiler: true }, { id: 1 }] },
      { 'files[0]': ['my pict%ure é.png', PNG], 'files[1]': ['SPOILER_b.txt', 'b'] },
    );
    expect(body.attachments).toMatchObject([
      { filename: 'my_picture_e.png', title: 'my pict%ure é', flags: 8 },
      { filename: 'SPOILER_b.txt', flags: 8 },
    ]);
  });

  it('shown by an embed are not listed a second time', async () => {
    const { api, path } = await scene();
    const embeds = [
      { image: { url: 'attachment://a.png' }, title: 't' },
      { image: { url: 'attachment://no.png' } },
    ];
    const { body } = await api('POST', path, { embeds }, two);
    expect(body.attachments.map((one: { filename: string }) => one.filename)).toEqual(['b.txt']);
    expect(body.embeds[0].image.url).toMatch(/\/attachments\/\d+\/\d+\/a\.png\?ex=/);
    expect(body.embeds[1].image.url).toBe('attachment://no.png');
  });
});

describe('pins', () => {
  it('are kept in order of pinning, by old and new routes, with a note in the channel', async () => {
    const { api, path, server } = await scene();
    const general = `/channels/${channel(server, 'general')}`;
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await api('POST', path, { content: `${n}` })).body.id);
    expect((await api('PUT', `${path}/pins/${ids[0]}`)).status).toBe(204);
    expect((await api('PUT', `${general}/pins/${ids[2]}`)).status).toBe(204);
    expect((await api('PUT', `${path}/pins/${ids[1]}`)).status).toBe(204);
    const first = (await api('GET', `${path}/pins?limit=2`)).body;
    expect(first.items.map((pin: { message: { id: string } }) => pin.message.id)).toEqual([ids[1], ids[2]]);
    expect(first.has_more).toBe(true);
    const next = (await api('GET', `${path}/pins?before=${encodeURIComponent(first.items[1].pinned_at)}`))
      .body;
    expect(next).toMatchObject({ items: [{ message: { id: ids[0], pinned: true } }], has_more: false });
    expect((await api('GET', `${general}/pins`)).body).toHaveLength(3);
    expect((await api('DELETE', `${path}/pins/${ids[1]}`)).status).toBe(204);
    expect(server.state.pins(channel(server, 'general'))).toHaveLength(2);
    expect(server.state.messages(channel(server, 'general')).filter(({ type }) => type === 6)).toHaveLength(
      3,
    );
  });

  it('end at 250', async () => {
    const { server, api, path, mai } = await scene();
    const noor = person(server, 'Noor');
    for (let n = 0; n < 250; n += 1) noor.pin(mai.send(channel(server, 'general'), 'x').id);
    const { body } = await api('POST', path, { content: 'one too many' });
    expect(await api('PUT', `${path}/pins/${body.id}`)).toMatchObject({ status: 400, body: { code: 30003 } });
    expect(() => noor.pin(body.id)).toThrow('Maximum number of pins reached');
  });
});

describe('a thread', () => {
  it('grows from a message, has its id, and takes messages', async () => {
    const { api, path } = await scene();
    const { body: message } = await api('POST', path, { content: 'root' });
    const { status, body: thread } = await api('POST', `${path}/${message.id}/threads`, { name: 'Steps' });
    expect([status, thread.id, thread.type, thread.name]).toEqual([201, message.id, 11, 'Steps']);
    expect(await api('POST', `${path}/${message.id}/threads`, { name: 'Again' })).toMatchObject({
      body: { code: 160004 },
    });
    const inside = await api('POST', `/channels/${thread.id}/messages`, { content: 'inside' });
    expect(inside).toMatchObject({ status: 200, body: { channel_id: thread.id } });
    expect((await api('GET', `${path}/${message.id}`)).body).toMatchObject({
      flags: 32,
      thread: { id: thread.id },
    });
  });
});
