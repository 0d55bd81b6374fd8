import { Client, GatewayIntentBits } from 'discord.js';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { connectDiscord, type DiscordOptions } from '../../../bots/discord/connect.ts';
import { logIn } from '../../../bots/discord/log-in.ts';
import { PassingError, SettingsError } from '../../../core/errors.ts';
import { startDiscord } from '../../../playground/discord/server.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { playedCommands, say, startScene, until } from './scene.ts';

async function trouble(
  options: Partial<DiscordOptions>,
  kind: typeof SettingsError | typeof PassingError = SettingsError,
): Promise<string> {
  const attempt = connectDiscord({
    token: 'a.b.c',
    apiUrl: 'http://127.0.0.1:9/api',
    commands: playedCommands,
    handlers: { handle: async () => {}, suggest: async () => [] },
    media: { put: async () => '', get: async () => null, removeFolder: async () => {} },
    log: pino({ level: 'silent' }),
    ...options,
  });
  const error = await attempt.then(
    (chat) => chat.close().then(() => new Error('it connected')),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  return (error as Error).message;
}

test('a wrong token is named, with the remedy, and not repeated', async () => {
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  const message = await trouble({ apiUrl: discord.apiUrl, token: 'wrong.secret.token' });
  expect(message).toMatch(/^DISCORD_TOKEN was refused .*developer portal\.$/);
  expect(message).not.toContain('secret');
});

test('an address where nobody is, and one where somebody else is', async () => {
  // Nobody there now may be somebody soon.
  expect(await trouble({}, PassingError)).toMatch(
    /^Discord is out of reach at http:\/\/127\.0\.0\.1:9\/api \(.*ECONNREFUSED.*DISCORD_API_URL$/,
  );
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  const elsewhere = discord.apiUrl.replace('/api', '/elsewhere');
  expect(await trouble({ apiUrl: elsewhere })).toMatch(/^DISCORD_API_URL .* is not Discord's API/);
});

test('a server the bot is not in', async () => {
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  const { apiUrl, token } = discord;
  expect(await trouble({ apiUrl, token, guildId: '999999999999999999' })).toContain(
    'DISCORD_GUILD_ID (999999999999999999)',
  );
});

test('intents that are not allowed', async () => {
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers],
    rest: { api: discord.apiUrl },
  });
  onTestFinished(() => client.destroy());
  const attempt = logIn({ client, token: discord.token, apiUrl: discord.apiUrl });
  await expect(attempt).rejects.toThrow(
    /DISCORD_TOKEN belongs to an application that may not use the intents/,
  );
});

test('commands are registered once, and again only when they changed', async () => {
  const wire = createWireLog();
  const written = () => wire.since(0).filter(({ summary }) => /^PUT .*commands/.test(summary)).length;
  const scene = await startScene({ standIn: { wire } });
  expect(scene.discord.state.commands().global.map(({ name }) => name)).toEqual(['render', 'gallery']);
  const before = written();
  expect(before).toBeGreaterThan(0);
  await scene.chat.close();
  await scene.connectAgain();
  expect(written()).toBe(before);
});

test('with a server of their own the commands are that server’s', async () => {
  const discord = await startDiscord();
  const { guildId } = discord;
  await discord.close();
  const scene = await startScene({ connect: { guildId } });
  expect(scene.discord.state.commands()).toMatchObject({
    global: [],
    guild: [{ name: 'render' }, { name: 'gallery' }],
  });
});

test('a connection that breaks comes back, and what was done meanwhile is heard', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, say('a picture'), { nonce: 'n1', since: null });
  scene.discord.faults.disconnectGateway();
  scene.ravi.react(post.message, '⭐');
  await until(() => expect(scene.heard).toHaveLength(1));
  await until(() =>
    expect(scene.logged.map(({ msg }) => msg).join()).toMatch(/is lost.*connected to Discord again/),
  );
});

/** How fast is the benchmark's business; a machine busy with other tests is no measure of it. */
test('a hundred commands at once are all acknowledged', async () => {
  const scene = await startScene({ standIn: { limits: { timing: { answerMs: 30_000 } } } });
  const answered: number[] = [];
  const failed: string[] = [];
  onTestFinished(
    scene.mai.listen((event) => {
      if (event.type === 'interaction-answered') answered.push(event.afterMs);
      if (event.type === 'interaction-failed') failed.push(event.reason);
    }),
  );
  scene.play = async ({ reply }) => void (await reply.acknowledge('public'));
  for (let n = 0; n < 100; n += 1) scene.render(`number ${n}`);
  await until(() => expect(answered.length + failed.length).toBe(100));
  expect(failed).toEqual([]);
});

test('neither tokens nor prompts are logged', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  await scene.chat.edit(post, say('a secret prompt'), 'final');
  scene.play = async () => {
    throw new Error('the handler failed');
  };
  scene.render('a secret prompt');
  await until(() => expect(JSON.stringify(scene.logged)).toContain('was not answered'));
  const log = JSON.stringify(scene.logged);
  for (const secret of [scene.discord.token, post.token ?? '', 'a secret prompt'])
    expect(log).not.toContain(secret);
});

test('an event that discord.js cannot read is logged, and the next one is heard', async () => {
  const scene = await startScene();
  const { general } = scene;
  const { guildId } = scene.discord;
  const torn = {
    id: '1',
    type: 2,
    guild_id: guildId,
    channel_id: general,
    channel: { id: general, type: 0 },
  };
  scene.discord.faults.dispatch('INTERACTION_CREATE', { ...torn, data: { id: '1', type: 1, name: 'x' } });
  scene.render();
  await until(() => expect(scene.heard).toHaveLength(1));
  const said = 'an event of Discord could not be read by discord.js; it goes on';
  await until(() => expect(scene.logged.map(({ msg }) => msg)).toContain(said));
});
