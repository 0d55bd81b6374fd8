import { describe, expect, it } from 'vitest';
import type { MemberEvent } from '../../../playground/discord/member.ts';
import {
  type Answer,
  channel,
  discord,
  EPHEMERAL,
  eventually,
  formProblems,
  idOf,
  LOADING,
  PNG,
  person,
  raw,
  register,
  renderCall,
  V2,
} from './helpers.ts';

/** A stand-in with `/render`, and a clock that a test can turn. */
async function scene(answerMs?: number) {
  const clock = { ahead: 0 };
  const server = await discord({
    now: () => Date.now() + clock.ahead,
    limits: { timing: answerMs === undefined ? {} : { answerMs } },
  });
  await register(server);
  return { server, clock, api: raw(server, '') };
}

const refusal = ({ status, body }: Answer) => [status, body.code];

describe('the first answer to an interaction', () => {
  it('needs no login, answers 204, and comes once', async () => {
    const { server, api } = await scene();
    const { callback, channelId, mai } = renderCall(server);
    expect((await api('POST', callback, { type: 4, data: { content: 'hi' } })).status).toBe(204);
    expect(refusal(await api('POST', callback, { type: 4, data: { content: 'again' } }))).toEqual([
      400, 40060,
    ]);
    expect(mai.messages(channelId).map(({ content }) => content)).toEqual(['hi']);
  });

  it('is one of two when both arrive at the same time', async () => {
    const { server, api } = await scene();
    const { callback, channelId, mai } = renderCall(server);
    const both = await Promise.all(
      [1, 2].map((n) => api('POST', callback, { type: 4, data: { content: `${n}` } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 400]);
    expect(mai.messages(channelId)).toHaveLength(1);
  });

  it('hands the message back when asked to', async () => {
    const { server, api } = await scene();
    const { callback, id } = renderCall(server);
    const { status, body } = await api('POST', `${callback}?with_response=true`, {
      type: 5,
      data: { flags: EPHEMERAL },
    });
    expect(status).toBe(200);
    expect(body.interaction).toMatchObject({
      id,
      type: 2,
      response_message_loading: true,
      response_message_ephemeral: true,
    });
    expect(body.resource).toMatchObject({ type: 5, message: { flags: LOADING | EPHEMERAL } });
  });

  it('is too late after three seconds, and the person reads so', async () => {
    const { server, clock, api } = await scene(3000);
    const { callback, webhook } = renderCall(server);
    clock.ahead = 3001;
    expect(refusal(await api('POST', callback, { type: 5 }))).toEqual([404, 10062]);
    expect(refusal(await api('PATCH', `${webhook}/messages/@original`, { content: 'x' }))).toEqual([
      404, 10015,
    ]);
  });

  it('is missed by the person when nobody gives it', async () => {
    const { server, api } = await scene(40);
    const events: MemberEvent[] = [];
    const { mai, channelId, id, callback } = renderCall(server);
    mai.listen((event) => events.push(event));
    const failed = await eventually(() => events.find(({ type }) => type === 'interaction-failed'));
    expect(failed).toEqual({
      type: 'interaction-failed',
      interactionId: id,
      channelId,
      reason: 'The application did not respond',
    });
    expect(refusal(await api('POST', callback, { type: 5 }))).toEqual([404, 10062]);
  });

  it('may only be of a kind that fits the gesture', async () => {
    const { server, api } = await scene();
    const { callback } = renderCall(server);
    for (const type of [6, 7, 8, 1, 99]) {
      expect(formProblems(await api('POST', callback, { type, data: {} }))).toEqual([
        'type: BASE_TYPE_CHOICES',
      ]);
    }
    expect((await api('POST', callback, { type: 5 })).status).toBe(204);
  });

  it('can be tried again when its form was wrong', async () => {
    const { server, api } = await scene();
    const { callback } = renderCall(server);
    const long = await api('POST', callback, { type: 4, data: { content: 'x'.repeat(2001) } });
    expect(formProblems(long)).toEqual(['data.content: BASE_TYPE_MAX_LENGTH']);
    expect(refusal(await api('POST', callback, { type: 4, data: {} }))).toEqual([400, 50006]);
    expect((await api('POST', callback, { type: 4, data: { content: 'short' } })).status).toBe(204);
  });

  it('takes only EPHEMERAL when it defers: V2 comes later', async () => {
    const { server, api } = await scene();
    const { callback } = renderCall(server);
    const early = await api('POST', callback, { type: 5, data: { flags: V2 } });
    expect(formProblems(early)).toEqual(['data.flags: BASE_TYPE_CHOICES']);
  });

  it('carries files', async () => {
    const { server, api } = await scene();
    const { callback, mai, channelId } = renderCall(server);
    const body = { type: 4, data: { attachments: [{ id: 0, description: 'words' }] } };
    const { status } = await api('POST', callback, body, { 'files[0]': ['a.txt', 'hello'] });
    expect(status).toBe(204);
    expect(mai.messages(channelId)[0]?.attachments).toMatchObject([
      { filename: 'a.txt', size: 5, description: 'words' },
    ]);
  });

  it('offers at most 25 suggestions', async () => {
    const { server, api } = await scene();
    const mai = person(server, 'Mai');
    const choices = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `${at}`, value: `${at}` }));
    const suggested = mai.autocomplete({
      channelId: channel(server, 'general'),
      name: 'render',
      options: [{ name: 'prompt', value: 'a' }],
      focused: 'prompt',
    });
    const { id, token } = server.state.interactions()[0] ?? { id: '', token: '' };
    const callback = `/interactions/${id}/${token}/callback`;
    expect(formProblems(await api('POST', callback, { type: 8, data: { choices: choices(26) } }))).toEqual([
      'data.choices: BASE_TYPE_MAX_LENGTH',
    ]);
    expect(formProblems(await api('POST', callback, { type: 4, data: { content: 'x' } }))).toEqual([
      'type: BASE_TYPE_CHOICES',
    ]);
    expect((await api('POST', callback, { type: 8, data: { choices: choices(25) } })).status).toBe(204);
    expect(await suggested).toHaveLength(25);
  });

  it('leaves the person without suggestions when it does not come', async () => {
    const { server } = await scene(30);
    const mai = person(server, 'Mai');
    const call = {
      channelId: channel(server, 'general'),
      name: 'render',
      options: [],
      focused: 'prompt',
    };
    await expect(mai.autocomplete(call)).rejects.toThrow('Loading options failed');
  });
});

describe('the token of an answered interaction', () => {
  it('reads, edits and deletes the answer, with files', async () => {
    const { server, api } = await scene();
    const { callback, webhook, mai, channelId } = renderCall(server);
    const original = `${webhook}/messages/@original`;
    expect(refusal(await api('PATCH', original, { content: 'before any answer' }))).toEqual([404, 10015]);
    await api('POST', callback, { type: 5 });
    expect(mai.messages(channelId)[0]).toMatchObject({ thinking: true, content: '' });

    const edited = await api('PATCH', original, { content: 'done' }, { 'files[0]': ['out.png', PNG] });
    expect(edited).toMatchObject({
      status: 200,
      body: { content: 'done', flags: 0, edited_timestamp: null },
    });
    expect((await api('GET', original)).body.attachments).toHaveLength(1);
    expect((await api('PATCH', original, { content: 'done twice' })).body.edited_timestamp).not.toBeNull();
    expect((await api('DELETE', original)).status).toBe(204);
    expect(refusal(await api('GET', original))).toEqual([404, 10008]);
    expect(mai.messages(channelId)).toEqual([]);
  });

  it('dies after fifteen minutes, while the bot token goes on', async () => {
    const { server, clock, api } = await scene();
    const { callback, webhook, channelId } = renderCall(server);
    await api('POST', callback, { type: 4, data: { content: 'rendering' } });
    const [message] = server.state.messages(channelId);
    clock.ahead = 15 * 60 * 1000 + 1;
    const late = [
      await api('PATCH', `${webhook}/messages/@original`, { content: 'late' }),
      await api('POST', webhook, { content: 'late' }),
      await api('GET', `${webhook}/messages/@original`),
    ];
    expect(late.map(refusal)).toEqual([
      [401, 50027],
      [401, 50027],
      [401, 50027],
    ]);
    const byBot = await raw(server)('PATCH', `/channels/${channelId}/messages/${message?.id}`, {
      content: 'done',
    });
    expect(byBot).toMatchObject({ status: 200, body: { content: 'done' } });
  });

  it('is refused when nobody knows it', async () => {
    const { server, api } = await scene();
    expect(
      refusal(await api('POST', `/webhooks/${server.applicationId}/nonsense`, { content: 'x' })),
    ).toEqual([404, 10015]);
    expect(
      refusal(await api('POST', '/interactions/1100000000000000099/nonsense/callback', { type: 5 })),
    ).toEqual([404, 10062]);
  });

  it('writes follow-ups, seen by all or by one', async () => {
    const { server, api } = await scene();
    const { callback, webhook, mai, channelId } = renderCall(server);
    await api('POST', callback, { type: 4, data: { content: 'first' } });
    const whisper = await api('POST', webhook, { content: 'only you', flags: EPHEMERAL });
    const loud = await api('POST', webhook, { content: 'all' });
    expect(whisper.body).toMatchObject({ flags: EPHEMERAL, type: 19 });
    expect(loud.body.interaction_metadata.original_response_message_id).toBe(mai.messages(channelId)[0]?.id);

    const ravi = person(server, 'Ravi');
    expect(mai.messages(channelId).map(({ content }) => content)).toEqual(['first', 'only you', 'all']);
    expect(ravi.messages(channelId).map(({ content }) => content)).toEqual(['first', 'all']);
    const byBot = raw(server);
    const path = `/channels/${channelId}/messages/${whisper.body.id}`;
    expect(refusal(await byBot('GET', path))).toEqual([404, 10008]);
    expect(refusal(await byBot('PATCH', path, { content: 'x' }))).toEqual([404, 10008]);
    expect(
      (await api('PATCH', `${webhook}/messages/${whisper.body.id}`, { content: 'changed' })).status,
    ).toBe(200);
    expect((await api('DELETE', `${webhook}/messages/${whisper.body.id}`)).status).toBe(204);
    expect(refusal(await api('PATCH', `${webhook}/messages/${loud.body.id}9`, { content: 'x' }))).toEqual([
      404, 10008,
    ]);
  });

  it('fills the waiting message with a follow-up sent too early', async () => {
    const { server, api } = await scene();
    const { callback, webhook, mai, channelId } = renderCall(server);
    await api('POST', callback, { type: 5, data: { flags: EPHEMERAL } });
    const first = await api('POST', webhook, { content: 'the answer' });
    const second = await api('POST', webhook, { content: 'more' });
    expect(mai.messages(channelId).map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
      ['the answer', true],
      ['more', false],
    ]);
    expect(first.body.id).not.toBe(second.body.id);
  });

  it('survives being answered by an update, and then means the message under the button', async () => {
    const { server, api } = await scene();
    const { callback, mai, channelId } = renderCall(server);
    const row = { type: 1, components: [{ type: 2, style: 1, custom_id: 'go', label: 'Go' }] };
    await api('POST', callback, { type: 4, data: { content: 'press', components: [row] } });
    const [post] = mai.messages(channelId);
    const { interactionId } = mai.press(post?.id ?? '', 'go');
    const pressed = server.state.interactions().find(({ id }) => id === interactionId);
    const base = `/interactions/${interactionId}/${pressed?.token}/callback`;
    expect((await api('POST', base, { type: 6 })).status).toBe(204);
    const edited = await api(
      'PATCH',
      `/webhooks/${server.applicationId}/${pressed?.token}/messages/@original`,
      {
        content: 'pressed',
        components: [],
      },
    );
    expect(edited.body).toMatchObject({ id: post?.id, content: 'pressed', components: [] });
    expect(mai.messages(channelId)).toHaveLength(1);
  });

  it('keeps the answer of one asked in direct messages there', async () => {
    const { server, api } = await scene();
    await raw(server)('PUT', `/applications/${server.applicationId}/commands`, [
      { name: 'hello', description: 'Say hello', contexts: [0, 1] },
      { name: 'here', description: 'Only in the server', contexts: [0] },
    ]);
    const mai = person(server, 'Mai');
    const dm = mai.openDm();
    expect(mai.commands(dm.id).map(({ name }) => name)).toEqual(['hello']);
    const { interactionId } = mai.runCommand({ channelId: dm.id, name: 'hello', options: [] });
    const { token } = server.state.interactions().find(({ id }) => id === interactionId) ?? { token: '' };
    await api('POST', `/interactions/${interactionId}/${token}/callback`, {
      type: 4,
      data: { content: 'hello Mai' },
    });
    expect(mai.messages(dm.id).map(({ content }) => content)).toEqual(['hello Mai']);
  });
});

describe('a form', () => {
  it('is judged before it opens', async () => {
    const { server, api } = await scene();
    const { callback } = renderCall(server);
    const input = (id: string) => ({ type: 18, label: 'L', component: { type: 4, custom_id: id, style: 1 } });
    const open = (data: object) => api('POST', callback, { type: 9, data });
    const modal = { custom_id: 'm', title: 'Title', components: [input('a')] };
    expect(formProblems(await open({ ...modal, title: 'x'.repeat(46) }))).toEqual([
      'data.title: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(formProblems(await open({ ...modal, components: [] }))).toEqual([
      'data.components: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(formProblems(await open({ ...modal, components: Array.from('abcdef', input) }))).toEqual([
      'data.components: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(formProblems(await open({ ...modal, components: [input('a'), input('a')] }))).toEqual([
      'data.components.1.component.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED',
    ]);
    const button = { type: 18, label: 'L', component: { type: 2, style: 1, custom_id: 'b', label: 'B' } };
    expect(formProblems(await open({ ...modal, components: [button] }))).toEqual([
      'data.components.0.component.type: UNION_TYPE_CHOICES',
    ]);
    const long = { ...input('a'), label: 'x'.repeat(46) };
    expect(formProblems(await open({ ...modal, components: [long] }))).toEqual([
      'data.components.0.label: BASE_TYPE_BAD_LENGTH',
    ]);
    expect((await open(modal)).status).toBe(204);
  });

  it('brings back what was filled in, of every kind, and cannot be answered with another form', async () => {
    const { server, api } = await scene();
    const { callback, mai, channelId } = renderCall(server);
    const options = [
      { label: 'A', value: 'a' },
      { label: 'B', value: 'b' },
    ];
    const label = (component: object) => ({ type: 18, label: 'L', component });
    const components = [
      label({ type: 4, custom_id: 'text', style: 2, min_length: 2, max_length: 5 }),
      label({ type: 3, custom_id: 'pick', options, required: false }),
      label({ type: 19, custom_id: 'file', file_types: ['image'] }),
      label({ type: 21, custom_id: 'radio', options }),
      label({ type: 5, custom_id: 'who' }),
    ];
    let opened = '';
    mai.listen((event) => {
      if (event.type === 'modal') opened = event.interactionId;
    });
    await api('POST', callback, { type: 9, data: { custom_id: 'm', title: 'T', components } });
    const file = await mai.upload(channelId, { name: 'in.png', bytes: PNG });
    const text = await mai.upload(channelId, { name: 'in.txt', bytes: PNG });
    const good = { text: 'four', file: [file], radio: 'b', who: [idOf(server, 'Ravi')] };
    expect(() => mai.submitModal(opened, { ...good, text: 'x' })).toThrow(
      'text must have 2 to 5 characters, got 1.',
    );
    expect(() => mai.submitModal(opened, { ...good, radio: 'c' })).toThrow('"c" is not on the list.');
    expect(() => mai.submitModal(opened, { ...good, file: [text] })).toThrow('file takes only image.');
    expect(() => mai.submitModal(opened, { ...good, file: [] })).toThrow('file takes 1 to 1 files, got 0.');
    const { interactionId } = mai.submitModal(opened, good);
    expect(() => mai.submitModal(opened, good)).toThrow('There is no such form open.');

    const submitted = server.state.interactions().find(({ id }) => id === interactionId);
    const again = `/interactions/${interactionId}/${submitted?.token}/callback`;
    expect(formProblems(await api('POST', again, { type: 9, data: {} }))).toEqual([
      'type: BASE_TYPE_CHOICES',
    ]);
    expect(formProblems(await api('POST', again, { type: 7, data: { content: 'x' } }))).toEqual([
      'type: BASE_TYPE_CHOICES',
    ]);
    expect((await api('POST', again, { type: 4, data: { content: 'thanks' } })).status).toBe(204);
    expect(server.state.messages(channelId)[0]?.interaction_metadata).toMatchObject({
      type: 5,
      triggering_interaction_metadata: { type: 2 },
    });
  });
});
