import { describe, expect, it } from 'vitest';
import { MemberError, type MemberEvent } from '../../../playground/discord/member.ts';
import {
  channel,
  discord,
  eventually,
  found,
  idOf,
  PNG,
  person,
  raw,
  register,
  renderCall,
} from './helpers.ts';

const option = (type: number, name: string, more: object = {}) => ({ type, name, description: 'd', ...more });

async function scene(options: object[]) {
  const server = await discord();
  await register(server, [{ name: 'render', description: 'd', options }]);
  const mai = person(server, 'Mai');
  const channelId = channel(server, 'general');
  const run = (values: Record<string, string | number | boolean>, subcommand?: string) =>
    mai.runCommand({
      channelId,
      name: 'render',
      ...(subcommand === undefined ? {} : { subcommand }),
      options: Object.entries(values).map(([name, value]) => ({ name, value })),
    });
  return { server, mai, channelId, run };
}

describe('a command', () => {
  it('is sent only when its options are what the client allows', async () => {
    const { server, run, mai, channelId } = await scene([
      option(3, 'prompt', { required: true, max_length: 5 }),
      option(3, 'style', { choices: [{ name: 'Ink', value: 'ink' }] }),
      option(4, 'steps', { min_value: 1, max_value: 150 }),
      option(10, 'cfg', { min_value: 0.5 }),
      option(5, 'loud'),
      option(6, 'who'),
      option(11, 'input', { file_types: ['image'] }),
    ]);
    const refused: [Record<string, string | number | boolean>, string][] = [
      [{}, 'prompt is required.'],
      [{ prompt: '' }, 'prompt needs a text, got "".'],
      [{ prompt: 'sixsix' }, 'prompt must have 1 to 5 characters, got "sixsix".'],
      [{ prompt: 'x', style: 'oil' }, 'style must be one of the choices offered (Ink), got "oil".'],
      [{ prompt: 'x', steps: 400 }, 'steps must be 150 or less, got 400.'],
      [{ prompt: 'x', steps: 1.5 }, 'steps must be a whole number, got 1.5.'],
      [{ prompt: 'x', cfg: 0.1 }, 'cfg must be 0.5 or more, got 0.1.'],
      [{ prompt: 'x', loud: 'yes' }, 'loud must be true or false, got "yes".'],
      [{ prompt: 'x', who: '1' }, 'who must be somebody here, got "1".'],
      [{ prompt: 'x', input: '1' }, 'input needs a file, got "1".'],
      [{ prompt: 'x', size: 1 }, 'There is no option "size".'],
    ];
    for (const [values, words] of refused) expect(() => run(values)).toThrow(new MemberError(words));
    const text = await mai.upload(channelId, { name: 'a.txt', bytes: PNG });
    expect(() => run({ prompt: 'x', input: text })).toThrow('input takes only image');
    expect(() => mai.runCommand({ channelId, name: 'nothing', options: [] })).toThrow(
      'There is no command /nothing',
    );
    expect(server.state.interactions()).toEqual([]);
    const input = await mai.upload(channelId, { name: 'a.png', bytes: PNG });
    run({ prompt: 'x', style: 'ink', steps: 150, cfg: 7.5, loud: true, who: idOf(server, 'Ravi'), input });
    expect(server.state.interactions()).toHaveLength(1);
  });

  it('with subcommands needs one of them', async () => {
    const sub = (name: string) => option(1, name, { options: [option(3, 'who', { required: true })] });
    const { server, run } = await scene([sub('allow'), option(2, 'admin', { options: [sub('clear')] })]);
    expect(() => run({ who: 'x' })).toThrow('Choose one of the subcommands of /render.');
    expect(() => run({ who: 'x' }, 'admin')).toThrow('Choose one of the subcommands of /render.');
    expect(() => run({ who: 'x' }, 'forbid')).toThrow('There is no command /render forbid.');
    expect(() => run({}, 'allow')).toThrow('who is required.');
    run({ who: 'x' }, 'allow');
    run({ who: 'x' }, 'admin clear');
    expect(server.state.interactions().map(({ origin }) => origin.commandName)).toEqual([
      'render allow',
      'render admin clear',
    ]);
  });
});

describe('a message', () => {
  it('can be pressed only where it has a button, and only by those who see it', async () => {
    const server = await discord();
    await register(server);
    const { callback, mai, channelId } = renderCall(server);
    const components = [
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'A', custom_id: 'a' },
          { type: 2, style: 1, label: 'B', custom_id: 'b', disabled: true },
        ],
      },
      { type: 1, components: [{ type: 5, custom_id: 'who', max_values: 2 }] },
    ];
    await raw(server)('POST', callback, { type: 4, data: { content: 'x', flags: 64, components } });
    const { id } = found(mai.messages(channelId)[0]);
    expect(() => mai.press(id, 'c')).toThrow('There is no such button');
    expect(() => mai.press(id, 'b')).toThrow('That is disabled.');
    expect(() => mai.press(id, 'who')).toThrow('That is not a button.');
    expect(() => mai.choose(id, 'a', ['x'])).toThrow('That is not a list to choose from.');
    expect(() => mai.choose(id, 'who', [])).toThrow('Choose 1 to 2, got 0.');
    expect(() => mai.choose(id, 'who', ['1'])).toThrow('"1" is not on the list.');
    expect(() => person(server, 'Ravi').press(id, 'a')).toThrow('There is no such message.');
    expect(() => mai.react(id, '⭐')).toThrow('Nobody can react to a message only you see.');
    mai.press(id, 'a');
    mai.choose(id, 'who', [idOf(server, 'Ravi'), idOf(server, 'Noor')]);
    expect(server.state.interactions()).toHaveLength(3);
    mai.remove(id);
    expect(mai.messages(channelId)).toEqual([]);
    expect(() => mai.press(id, 'a')).toThrow('There is no such message.');
  });

  it('is written, answered, starred, pinned and deleted by people with the right to it', async () => {
    const server = await discord();
    const [mai, ravi, noor] = [person(server, 'Mai'), person(server, 'Ravi'), person(server, 'Noor')];
    const general = channel(server, 'general');
    const events: MemberEvent[] = [];
    const stop = ravi.listen((event) => events.push(event));
    const first = mai.send(general, 'hello');
    const reply = ravi.send(general, 'hi', { replyTo: first.id });
    expect(reply.referenced_message?.content).toBe('hello');
    expect(() => mai.send(general, '  ')).toThrow('Cannot send an empty message');
    expect(() => mai.send(general, 'x'.repeat(2001))).toThrow('Must be 2000 or fewer in length.');
    expect(() => mai.react(first.id, ':star:')).toThrow('":star:" is no emoji.');
    ravi.react(first.id, '⭐');
    expect(mai.messages(general)[0]?.reactions).toMatchObject([{ count: 1, me: false }]);
    expect(ravi.messages(general)[0]?.reactions).toMatchObject([{ count: 1, me: true }]);
    ravi.unreact(first.id, '⭐');
    expect(() => mai.pin(first.id)).toThrow('You cannot pin messages here.');
    noor.pin(first.id);
    expect(mai.pins(general)).toMatchObject([{ id: first.id, pinned: true }]);
    noor.unpin(first.id);
    expect(() => ravi.remove(first.id)).toThrow('You can delete only your own messages.');
    mai.remove(first.id);
    expect(events.at(-1)).toEqual({ type: 'message-deleted', channelId: general, messageId: first.id });
    expect(ravi.messages(general)[0]).toMatchObject({ content: 'hi', referenced_message: null });
    stop();
    const { length } = events;
    mai.send(general, 'unheard');
    expect(events).toHaveLength(length);
    expect(mai.messages(general, { limit: 1 })).toMatchObject([{ content: 'unheard' }]);
    expect(mai.messages(general, { before: reply.id })).toEqual([]);
  });

  it('stays in the channels one may see', async () => {
    const server = await discord();
    const gallery = channel(server, 'gallery');
    server.state.setOverwrites(gallery, [{ id: server.guildId, type: 'role', allow: 0n, deny: 1n << 10n }]);
    const mai = person(server, 'Mai');
    expect(mai.guild()).toMatchObject({
      name: 'ComfyUI Workshop',
      channels: [
        { name: 'general', kind: 'text' },
        { name: 'after-hours', kind: 'text', ageRestricted: true },
        { name: 'show-and-tell', kind: 'forum' },
      ],
    });
    expect(() => mai.messages(gallery)).toThrow('There is no such channel.');
    expect(mai.guild().members.map(({ name, roles, bot }) => [name, roles.join(), bot])).toEqual([
      ['Mai', '', false],
      ['Ravi', '', false],
      ['Noor', 'Instructor', false],
      ['Rendezvous', 'Rendezvous', true],
    ]);
    expect(() => server.member(server.applicationId)).toThrow(MemberError);
  });

  it('that was promised and never came stops thinking when the token is dead', async () => {
    const server = await discord({ limits: { timing: { tokenMs: 80 } } });
    await register(server);
    const { callback, mai, channelId } = renderCall(server);
    const events: MemberEvent[] = [];
    mai.listen((event) => events.push(event));
    await raw(server)('POST', callback, { type: 5 });
    expect(events.find(({ type }) => type === 'message')).toMatchObject({ message: { thinking: true } });
    await eventually(() => events.some(({ type }) => type === 'interaction-failed'));
    await eventually(() => mai.messages(channelId)[0]?.thinking === false);
  });
});
