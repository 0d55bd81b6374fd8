import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInteraction, readReaction } from '../../../bots/discord/gestures.ts';
import { isInstructor } from '../../../bots/discord/people.ts';

const ours = '1100000000000000100';
const user = {
  id: '1100000000000000030',
  username: 'mai',
  global_name: 'Mai',
  discriminator: '0',
  avatar: null,
};
const base = {
  id: '1200000000000000001',
  application_id: ours,
  token: 'secret-token',
  version: 1,
  locale: 'en-US',
  channel_id: '1100000000000000020',
  attachment_size_limit: 26_214_400,
};
const inServer = {
  ...base,
  guild_id: '1100000000000000001',
  member: {
    user,
    nick: 'Mai of the Sea',
    roles: ['7'],
    permissions: '2147483680',
    joined_at: '2026-01-01T00:00:00Z',
  },
};

describe('interactions', () => {
  test('a slash command in a server', () => {
    const options = [
      { name: 'prompt', type: 3, value: 'a lighthouse' },
      { name: 'steps', type: 4, value: 20 },
    ];
    expect(
      readInteraction({ ...inServer, type: 2, data: { id: '1', name: 'render', type: 1, options } }),
    ).toEqual({
      kind: 'slash',
      command: 'render',
      files: {},
      options: { prompt: 'a lighthouse', steps: 20 },
      doer: {
        id: user.id,
        language: 'en-US',
        name: 'Mai of the Sea',
        space: '1100000000000000001',
        channel: '1100000000000000020',
        roles: ['7'],
        permissions: 2147483680n,
        ageRestricted: null,
        guest: false,
      },
      ticket: { id: base.id, token: 'secret-token', application: ours, fileBytes: 26_214_400 },
    });
  });

  test('a subcommand in a direct message', () => {
    const heard = readInteraction({
      ...base,
      user,
      type: 2,
      data: { name: 'gallery', type: 1, options: [{ name: 'allow', type: 1, options: [] }] },
    });
    expect(heard).toMatchObject({
      kind: 'slash',
      command: 'gallery allow',
      options: {},
      doer: { name: 'Mai', space: null, permissions: null },
    });
  });

  test('a button, and whether it stands on a private answer', () => {
    const press = (flags: number, custom_id = 'delete now:job-1') =>
      readInteraction({
        ...inServer,
        type: 3,
        data: { custom_id, component_type: 2 },
        message: { id: '1', flags },
      });
    expect(press(0)).toMatchObject({
      kind: 'button',
      command: 'delete now',
      options: { job: 'job-1' },
      onPrivate: false,
    });
    expect(press(64 | 32768)).toMatchObject({ onPrivate: true });
    expect(press(0, 'somebody-elses')).toMatchObject({ kind: 'unsupported' });
  });

  test('an option being typed, in a command and in a subcommand', () => {
    const typed = { name: 'workflow', type: 3, value: 'sd', focused: true };
    const others = [{ name: 'prompt', type: 3, value: 'x' }, typed];
    expect(
      readInteraction({ ...inServer, type: 4, data: { name: 'render', type: 1, options: others } }),
    ).toMatchObject({
      kind: 'typing',
      command: 'render',
      option: 'workflow',
      typed: 'sd',
      numeric: false,
    });
    const sub = [{ name: 'b', type: 1, options: [{ name: 'n', type: 4, value: '', focused: true }] }];
    expect(
      readInteraction({ ...inServer, type: 4, data: { name: 'a', type: 1, options: sub } }),
    ).toMatchObject({
      command: 'a b',
      typed: '',
      numeric: true,
    });
  });

  test.each([
    ['a form', { ...inServer, type: 5, data: {} }],
    ['a user command', { ...inServer, type: 2, data: { name: 'x', type: 2 } }],
    ['a select menu', { ...inServer, type: 3, data: { custom_id: 'again:job-1', component_type: 3 } }],
    ['nobody', { ...base, type: 2, data: { name: 'x', type: 1 } }],
    ['nonsense', 'hello'],
  ])('%s is a value, not an error', (_what, payload) => {
    expect(readInteraction(payload).kind).toBe('unsupported');
  });

  test('a message’s menu, with the first picture that the message shows', () => {
    const target_id = '1200000000000000009';
    const shown = (message: object) =>
      readInteraction({
        ...inServer,
        type: 2,
        data: { name: 'Use as image', type: 3, target_id, resolved: { messages: { [target_id]: message } } },
      });
    const file = (filename: string, content_type: string) => ({
      ...{
        filename,
        content_type,
        size: 5,
        url: `https://cdn.discordapp.com/attachments/1/2/${filename}?ex=1`,
      },
    });
    expect(shown({ attachments: [file('a.mp4', 'video/mp4'), file('b.png', 'image/png')] })).toMatchObject({
      kind: 'menu',
      label: 'Use as image',
      picture: { name: 'b.png', mediaType: 'image/png', bytes: 5 },
    });
    const url = 'https://cdn.discordapp.com/attachments/1/2/fox.png?ex=1';
    const media = {
      url,
      proxy_url: 'https://media.discordapp.net/attachments/1/2/fox.png',
      content_type: null,
    };
    const gallery = {
      type: 17,
      components: [
        { type: 10, content: 'x' },
        { type: 12, items: [{ media }] },
      ],
    };
    expect(shown({ attachments: [], components: [gallery] })).toMatchObject({
      picture: { name: 'fox.png', url },
    });
    const copy = 'https://images-ext-1.discordapp.net/external/abc/https/example.org/cat.jpg';
    const linked = { url: 'https://example.org/cat.jpg', proxy_url: copy };
    expect(shown({ embeds: [{ thumbnail: linked }] })).toMatchObject({
      picture: { name: 'cat.jpg', url: copy },
    });
    expect(shown({ content: 'words', attachments: [file('a.mp4', 'video/mp4')] })).toMatchObject({
      kind: 'menu',
      picture: null,
    });
  });

  test('no payload whatever makes it throw', () => {
    const shaken = fc.anything({ maxDepth: 4 }).map((data) => ({ ...inServer, type: 2, data }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaken), (payload) => {
        expect(readInteraction(payload).kind).toBeTypeOf('string');
        expect(readReaction(payload, 'given', ours).kind).toBeTypeOf('string');
      }),
    );
  });
});

describe('reactions', () => {
  const added = {
    user_id: user.id,
    channel_id: '1100000000000000020',
    message_id: '1200000000000000009',
    message_author_id: ours,
    guild_id: '1100000000000000001',
    member: { user, roles: ['7'], nick: null },
    emoji: { id: null, name: '⭐' },
    burst: false,
    type: 0,
  };
  const star = (change: object) => readReaction({ ...added, ...change }, 'given', ours);

  test('a star on our post', () => {
    expect(star({})).toEqual({
      kind: 'star',
      message: '1200000000000000009',
      doer: {
        id: user.id,
        name: 'Mai',
        space: '1100000000000000001',
        channel: '1100000000000000020',
        roles: ['7'],
        permissions: null,
        ageRestricted: null,
        guest: false,
      },
    });
    expect(star({ emoji: { id: null, name: '⭐\ufe0f' } }).kind).toBe('star');
    expect(star({ emoji: { id: null, name: '📌' } }).kind).toBe('pin');
  });

  test('a star taken back comes with an id only', () => {
    const { member: _member, message_author_id: _author, ...removed } = added;
    expect(readReaction(removed, 'taken', ours)).toMatchObject({
      kind: 'unstar',
      doer: { name: null, roles: [] },
    });
  });

  test.each([
    ['another emoji', { emoji: { id: null, name: '🌟' } }],
    ['a custom emoji of that name', { emoji: { id: '5', name: '⭐' } }],
    ['our own', { user_id: ours }],
    ["another bot's", { member: { ...added.member, user: { ...user, bot: true } } }],
    ["on somebody else's message", { message_author_id: user.id }],
  ])('%s does not count', (_what, change) => {
    expect(star(change).kind).toBe('unsupported');
  });
});

describe('instructors', () => {
  test.each([
    [0n, ['Students'], false],
    [0n, ['students', ' INSTRUCTOR '], true],
    [0n, ['Instructors of old'], false],
    [32n, [], true],
    [8n, [], true],
    [2048n, [], false],
  ])('permissions %d, roles %j', (permissions, roles, expected) => {
    const known = roles.map((name, index) => ({ id: `40${index}`, name }));
    expect(isInstructor(permissions, known, 'Instructor')).toBe(expected);
    expect(isInstructor(0n, [{ id: '41', name: 'Teachers' }], 'teachers')).toBe(true);
    expect(isInstructor(0n, [{ id: '41', name: 'Teachers' }], '41')).toBe(true);
  });
});
