import { describe, expect, it } from 'vitest';
import { channel, discord, formProblems, person, raw } from './helpers.ts';

const slash = (more: object = {}) => ({ name: 'render', description: 'Make a picture', ...more });
const text = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });

async function scene() {
  const server = await discord();
  const api = raw(server);
  const base = `/applications/${server.applicationId}`;
  return { server, api, global: `${base}/commands`, guild: `${base}/guilds/${server.guildId}/commands` };
}

describe('application commands', () => {
  it('are created, replaced by name, changed, overwritten and deleted, for all or for one server', async () => {
    const { server, api, global, guild } = await scene();
    const mai = person(server, 'Mai');
    const changes: string[] = [];
    mai.listen(({ type }) => changes.push(type));
    const first = await api('POST', guild, slash());
    expect(first).toMatchObject({ status: 201, body: { type: 1, guild_id: server.guildId, nsfw: false } });
    const again = await api('POST', guild, slash({ description: 'Other words' }));
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    expect(again.body.version).not.toBe(first.body.version);
    const patched = await api('PATCH', `${guild}/${first.body.id}`, { options: [text('prompt')] });
    expect(patched.body).toMatchObject({ description: 'Other words', options: [{ name: 'prompt' }] });

    const all = await api('PUT', guild, [slash(), { name: 'Use as input', type: 3 }]);
    expect(
      all.body.map(({ name, id }: { name: string; id: string }) => [name, id === first.body.id]),
    ).toEqual([
      ['render', true],
      ['Use as input', false],
    ]);
    await api('PUT', global, [slash({ name: 'help' })]);
    expect((await api('GET', global)).body).toMatchObject([
      { name: 'help', contexts: null, integration_types: [0] },
    ]);
    expect(mai.commands().map(({ name }) => name)).toEqual(['render', 'Use as input', 'help']);
    expect((await api('DELETE', `${guild}/${first.body.id}`)).status).toBe(204);
    expect(await api('GET', `${guild}/${first.body.id}`)).toMatchObject({
      status: 404,
      body: { code: 10063 },
    });
    expect(changes.length).toBeGreaterThanOrEqual(5);
    expect(new Set(changes)).toEqual(new Set(['commands-changed']));
    expect((await api('GET', '/applications/1100000000000000999/commands')).body.code).toBe(20012);
  });

  it.each([
    ['a capital', slash({ name: 'Render' }), ['0.name: APPLICATION_COMMAND_INVALID_NAME']],
    [
      'a space',
      slash({ name: 'make it' }),
      ['0.name: STRING_TYPE_REGEX', '0.name: APPLICATION_COMMAND_INVALID_NAME'],
    ],
    ['a long name', slash({ name: 'x'.repeat(33) }), ['0.name: BASE_TYPE_BAD_LENGTH']],
    ['no description', { name: 'render' }, ['0.description: BASE_TYPE_REQUIRED']],
    ['a long description', slash({ description: 'x'.repeat(101) }), ['0.description: BASE_TYPE_BAD_LENGTH']],
    [
      '26 options',
      slash({ options: Array.from({ length: 26 }, (_, n) => text(`o${n}`)) }),
      ['0.options: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a required option after an optional one',
      slash({ options: [text('a'), text('b', { required: true })] }),
      ['0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'],
    ],
    [
      'two options of one name',
      slash({ options: [text('a'), text('a')] }),
      ['0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS'],
    ],
    [
      '26 choices',
      slash({
        options: [
          text('a', { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) }),
        ],
      }),
      ['0.options.0.choices: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a choice value too long',
      slash({ options: [text('a', { choices: [{ name: 'n', value: 'x'.repeat(101) }] })] }),
      ['0.options.0.choices.0.value: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'choices and autocomplete',
      slash({ options: [text('a', { autocomplete: true, choices: [{ name: 'n', value: 'v' }] })] }),
      ['0.options.0.autocomplete: APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES'],
    ],
    [
      'a max_length too large',
      slash({ options: [text('a', { max_length: 6001 })] }),
      ['0.options.0.max_length: NUMBER_TYPE_MAX'],
    ],
    [
      'an option type nobody knows',
      slash({ options: [{ ...text('a'), type: 99 }] }),
      ['0.options.0.type: UNION_TYPE_CHOICES'],
    ],
    [
      'subcommands beside options',
      slash({ options: [{ type: 1, name: 'sub', description: 'd' }, text('a')] }),
      ['0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID'],
    ],
    [
      'a described menu command',
      { name: 'Use', type: 3, description: 'no' },
      ['0.description: APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED'],
    ],
    [
      'a language Discord does not have',
      slash({ name_localizations: { xx: 'r' } }),
      ['0.name_localizations.xx: BASE_TYPE_CHOICES'],
    ],
  ])('are refused with %s', async (_name, command, problems) => {
    const { api, guild } = await scene();
    expect(formProblems(await api('PUT', guild, [command]))).toEqual(problems);
  });

  it('have 8000 characters in all, the longest translation counted', async () => {
    const { api, guild } = await scene();
    // 5 + 1 characters of the command, 25 options of 301 and 18 more in the last one's choices.
    const choices = Array.from({ length: 1 }, () => ({ name: 'x'.repeat(100), value: 'y'.repeat(100) }));
    const options = Array.from({ length: 25 }, (_, n) =>
      text(`o${n}`.padEnd(20, 'x'), { description: 'd'.repeat(99), choices }),
    );
    const fits = slash({ name: 'big', description: 'd'.repeat(22), options });
    expect(3 + 22 + 25 * (20 + 99 + 200)).toBe(8000);
    expect((await api('POST', guild, fits)).status).toBe(201);
    const translated = { ...fits, description_localizations: { de: 'd'.repeat(23) } };
    expect(formProblems(await api('POST', guild, translated))).toEqual([': APPLICATION_COMMAND_TOO_LARGE']);
  });

  it('are unique, and at most 100 with 15 of each menu kind', async () => {
    const { api, guild } = await scene();
    expect(formProblems(await api('PUT', guild, [slash(), slash()]))).toEqual([
      '1: APPLICATION_COMMANDS_DUPLICATE_NAME',
    ]);
    const many = (count: number, type: number) =>
      Array.from({ length: count }, (_, n) => ({
        name: `c${n}`,
        type,
        ...(type === 1 ? { description: 'd' } : {}),
      }));
    expect((await api('PUT', guild, many(101, 1))).body.code).toBe(30032);
    expect((await api('PUT', guild, many(16, 3))).body.code).toBe(30032);
    expect((await api('PUT', guild, [...many(100, 1), ...many(15, 3)])).status).toBe(200);
  });

  it('may be created 200 times a day; keeping them is free', async () => {
    const { api, guild } = await scene();
    const batch = (prefix: string) => Array.from({ length: 100 }, (_, n) => slash({ name: `${prefix}${n}` }));
    for (const commands of [batch('a'), batch('a'), batch('b')]) {
      expect((await api('PUT', guild, commands)).status).toBe(200);
    }
    expect(await api('PUT', guild, batch('c'))).toMatchObject({ status: 429, body: { code: 30034 } });
  });

  it('are offered to those they are for', async () => {
    const { server, api, guild } = await scene();
    await api('PUT', guild, [
      slash(),
      slash({ name: 'setup', default_member_permissions: String(1 << 5) }),
      slash({ name: 'off', default_member_permissions: '0' }),
    ]);
    const names = (who: string) =>
      server
        .member(server.members[who] ?? '')
        .commands()
        .map(({ name }) => name);
    expect(names('Mai')).toEqual(['render']);
    expect(names('Noor')).toEqual(['render', 'setup']);
    const channelId = channel(server, 'general');
    expect(() => person(server, 'Mai').runCommand({ channelId, name: 'setup', options: [] })).toThrow(
      'There is no command /setup for you here.',
    );
  });
});
