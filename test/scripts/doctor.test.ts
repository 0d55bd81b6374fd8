/** The doctor at stand-ins: healthy, and broken in each way it knows; and what people read in the terminal. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { commands } from '../../commands/registry.ts';
import { createLog } from '../../core/log.ts';
import { freePort } from '../../core/ports.ts';
import { type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import { defaultWorld as discordWorld } from '../../playground/discord/seed.ts';
import { type DiscordServer, startDiscord } from '../../playground/discord/server.ts';
import { defaultWorld as slackWorld } from '../../playground/slack/seed.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { examine, type Patient } from '../../scripts/doctor/examine.ts';
import { render } from '../../scripts/doctor/report.ts';
import { memoryMedia } from '../bots/slack/support.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let admin: Redis;
let discord: DiscordServer;
let slack: SlackServer;
let comfyui: ComfyUiServer;
let folder: string;
/** Where nobody listens. */
let gone: string;
let healthy: Record<string, string>;

/** Programs take seconds to start on a busy machine. */
const patience = 150_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rendezvous-doctor-'));
  gone = `http://127.0.0.1:${await freePort()}`;
  redis = await startRedis(['--dir', folder, '--appendonly', 'yes']);
  admin = new Redis(redis.url);
  discord = await startDiscord();
  slack = await startSlack({
    manifest: slackManifest(commands),
    limits: { rates: { 2: { limit: 1000, perMs: 1000 } } },
  });
  comfyui = await startComfyUi();
  // The stand-in has the models of these.
  for (const file of ['sdxl.json', 'sdxl.yaml', 'no-model.json', 'no-model.yaml'])
    cpSync(join('workflows', file), join(folder, 'ours', file), { recursive: true });
  healthy = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_GUILD_ID: discord.guildId,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    COMFYUI_URL: comfyui.url,
    REDIS_URL: redis.url,
    MEDIA_URL: pathToFileURL(join(folder, 'media')).href,
    DATA_DIR: folder,
    WORKFLOWS_DIR: join(folder, 'ours'),
    PATH: process.env.PATH ?? '',
  };
  // The bot's first start registers its commands.
  const log = createLog('test', 'silent');
  const { token, apiUrl, guildId } = discord;
  const handlers = { handle: async () => {}, suggest: async () => [] };
  const chat = await connectDiscord({
    token,
    apiUrl,
    guildId,
    commands,
    handlers,
    media: memoryMedia(),
    log,
  });
  await chat.close();
}, patience);
afterAll(async () => {
  admin?.disconnect();
  for (const one of [comfyui, slack, discord, redis]) await one?.close();
  rmSync(folder, { recursive: true, force: true });
}, patience);

/** What it says that is not good: `wrong: …` and `look: …`, with the remedy. */
async function complaints(
  changes: Record<string, string> = {},
  patient: Partial<Patient> = {},
): Promise<string[]> {
  const sections = await examine({ environment: { ...healthy, ...changes }, node: '24.21.0', ...patient });
  return sections
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict === 'wrong' || verdict === 'look')
    .map(({ verdict, text, remedy }) => `${verdict}: ${text} ${remedy}`);
}

describe('a set-up in which all is well', () => {
  it('has nothing to mend', async () => {
    expect(await complaints()).toEqual([]);
    const { text, wrong } = render(await examine({ environment: healthy }));
    expect(wrong).toBe(0);
    const plain = stripVTControlCharacters(text);
    for (const words of [
      'The token is that of Rendezvous.',
      'commands are registered in the server',
      'It may post in #gallery of ComfyUI Workshop.',
      'Socket Mode can be opened.',
      'It has the 19 scopes',
      'It is in #gallery, the gallery.',
      'It can run sdxl.',
      'appendfsync everysec',
      "This machine's clock agrees",
    ])
      expect(plain.replace(/\s+/g, ' ')).toContain(words);
  });
});

describe('a set-up that is broken', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'settings',
      { PORT: 'many', LOG_LEVEL: 'loud' },
      /wrong: PORT must be a number, got "many"\..*\.env.*\nwrong: LOG_LEVEL must be one of/,
    ],
    [
      'no Redis',
      { REDIS_URL: 'redis://127.0.0.1:1' },
      /wrong: redis:\/\/127.0.0.1:1 does not answer \(.*ECONNREFUSED.* Start Redis there/,
    ],
    [
      'Redis is not encrypted',
      { REDIS_URL: 'rediss://127.0.0.1:REDIS' },
      /wrong: rediss:.* does not (speak TLS|answer)/,
    ],
    [
      'Discord is away',
      { DISCORD_API_URL: 'GONE' },
      /wrong: http:\/\/127.0.0.1:\d+\/v10 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'a wrong bot token',
      { DISCORD_TOKEN: 'not.the.token' },
      /wrong: Discord refuses DISCORD_TOKEN\. Copy the token again/,
    ],
    [
      'not in the server',
      { DISCORD_GUILD_ID: '1100000000000000999' },
      /wrong: It is not in the server 1100000000000000999.* Invite it: https.*client_id=1100000000000000100/,
    ],
    [
      'no such gallery',
      { DISCORD_GALLERY_CHANNEL: 'museum' },
      /look: ComfyUI Workshop has no text channel "museum"/,
    ],
    [
      'commands not registered',
      { DISCORD_GUILD_ID: '' },
      /look: \d+ of its \d+ commands are not registered everywhere\. Start the bot/,
    ],
    [
      'Slack is away',
      { SLACK_API_URL: 'GONE' },
      /wrong: http:\/\/127.0.0.1:\d+ cannot be reached \(ECONNREFUSED\)/,
    ],
    ['not Slack at all', { SLACK_API_URL: 'COMFYUI' }, /wrong: http.* does not answer like Slack \(40[45]\)/],
    [
      'a wrong Slack token',
      { SLACK_BOT_TOKEN: 'xoxb-wrong' },
      /wrong: Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/,
    ],
    [
      'a wrong app token',
      { SLACK_APP_TOKEN: 'xapp-wrong' },
      /wrong: Slack opens no Socket Mode for SLACK_APP_TOKEN \(invalid_auth\)/,
    ],
    ['half of Slack', { SLACK_APP_TOKEN: '' }, /wrong: SLACK_BOT_TOKEN is set, but nothing by which/],
    [
      'not in the channel',
      { SLACK_GALLERY_CHANNEL: 'random' },
      /look: It is not in #random, the gallery\. Type there: \/invite/,
    ],
    ['no such channel', { SLACK_GALLERY_CHANNEL: '#museum' }, /look: There is no channel "#museum"/],
    [
      'ComfyUI is away',
      { COMFYUI_URL: 'GONE' },
      /wrong: GET http:\/\/127.0.0.1:\d+\/system_stats failed: .*ECONNREFUSED.*Start ComfyUI there/,
    ],
    ['no workflows', { WORKFLOWS_DIR: '/nowhere' }, /wrong: \/nowhere cannot be read\. Set WORKFLOWS_DIR/],
    [
      'media cannot be written',
      { MEDIA_URL: 'file:///dev/null/media' },
      /wrong: Outputs cannot be kept in \/dev\/null\/media/,
    ],
  ])('%s', async (_, changes, said) => {
    const real = (value: string) =>
      value.replace('GONE', gone).replace('COMFYUI', comfyui.url).replace('REDIS', String(redis.port));
    const filled = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, real(value)]));
    expect((await complaints(filled)).join('\n')).toMatch(said);
  });

  it('Redis keeps nothing, throws jobs away, is nearly full, and wants a password', async () => {
    await admin.config(
      'SET',
      'appendonly',
      'no',
      'maxmemory-policy',
      'allkeys-lru',
      'maxmemory',
      '1100kb',
      'appendfsync',
      'no',
    );
    const bad = (await complaints()).join('\n');
    expect(bad).toContain('look: It keeps no append-only file');
    expect(bad).toContain(
      'wrong: It may throw jobs away when its memory is full (maxmemory-policy is allkeys-lru).',
    );
    expect(bad).toContain('look: It leaves to the system when to write');
    expect(bad).toMatch(/look: Its memory is \d+ % full/);
    await admin.config(
      'SET',
      'maxmemory-policy',
      'noeviction',
      'maxmemory',
      '0',
      'appendfsync',
      'everysec',
      'appendonly',
      'yes',
    );

    await admin.config('SET', 'requirepass', 'right');
    expect((await complaints()).join()).toMatch(/wrong: .* asks for a password\./);
    const wrong = { REDIS_URL: `redis://:no-good@127.0.0.1:${redis.port}` };
    expect((await complaints(wrong)).join()).toMatch(/wrong: .* does not take the password in REDIS_URL\./);
    expect((await complaints(wrong)).join()).not.toContain('no-good');
    expect(await complaints({ REDIS_URL: `redis://:right@127.0.0.1:${redis.port}` })).toEqual([]);
    await admin.config('SET', 'requirepass', '');
  });

  it('Node is old, ffmpeg is not there, the clock is wrong', async () => {
    const said = await complaints({}, { node: '20.11.0', path: folder, now: () => Date.now() - 120_000 });
    expect(said.join('\n')).toMatch(
      /wrong: Node is 20.11.0; .*\nlook: ffmpeg is not found; .*\nwrong: .* clock is 1[12]\d s behind/,
    );
  });

  it('a bot that may not post, has privileged intents, and an app without its scopes', async () => {
    const world = discordWorld();
    world.application.privilegedIntents = ['message-content'];
    const channel = world.channels.find(({ name }) => name === 'gallery');
    if (channel) {
      channel.overwrites = [
        { id: world.guild.id, type: 'role', allow: 0n, deny: Bit.SendMessages | Bit.AttachFiles },
      ];
    }
    const mute = await startDiscord({ world });
    const manifest = slackManifest(commands);
    manifest.oauth_config.scopes.bot = manifest.oauth_config.scopes.bot.filter(
      (one) => one !== 'files:write',
    );
    const poor = await startSlack({ manifest, world: slackWorld() });
    const said = await complaints({ DISCORD_API_URL: mute.apiUrl, SLACK_API_URL: poor.apiUrl });
    await poor.close();
    await mute.close();
    expect(said.join('\n')).toContain(
      'wrong: In #gallery of ComfyUI Workshop it may not send messages, attach files.',
    );
    expect(said.join('\n')).toContain('look: Privileged intents are switched on; none is needed.');
    expect(said.join('\n')).toContain(
      'wrong: It lacks the scopes files:write (upload results, and delete them).',
    );
  });

  it('a workflow that is broken, one whose model and one whose node is missing', async () => {
    const own = join(folder, 'workflows');
    mkdirSync(own);
    const node = (class_type: string, inputs: object) => JSON.stringify({ '1': { class_type, inputs } });
    const yaml = 'title: T\ninputs: {}\n';
    writeFileSync(join(own, 'broken.json'), '{');
    writeFileSync(join(own, 'lost.json'), node('CheckpointLoaderSimple', { ckpt_name: 'lost.safetensors' }));
    writeFileSync(join(own, 'strange.json'), node('NodeOfAStranger', {}));
    for (const name of ['broken', 'lost', 'strange']) writeFileSync(join(own, `${name}.yaml`), yaml);
    const said = (await complaints({ WORKFLOWS_DIR: own })).join('\n');
    expect(said).toContain('wrong: The workflow broken cannot be used:');
    expect(said).toContain(
      'look: It cannot run lost: the model file lost.safetensors is not there. Put it into models/checkpoints',
    );
    expect(said).toContain('look: It cannot run strange: it does not have the nodes NodeOfAStranger.');
  });
});

describe('in the terminal', () => {
  const run = (changes: Record<string, string> = {}) =>
    new Promise<{ code: unknown; said: string }>((resolve) => {
      const env = { ...healthy, ...changes };
      execFile(process.execPath, ['scripts/doctor.ts'], { env }, (error, stdout) =>
        resolve({ code: error?.code ?? 0, said: stdout }),
      );
    });

  it('ends with 0 or 1, in 80 columns, without colour where none is wanted', {
    timeout: patience,
  }, async () => {
    const [fine, bad] = await Promise.all([
      run({ NO_COLOR: '1' }),
      run({ NO_COLOR: '1', DISCORD_TOKEN: 'a.b.c' }),
    ]);
    expect(fine.code).toBe(0);
    expect(fine.said).toMatch(/Nothing is wrong, \d+ good\.\n$/);
    expect(bad.code).toBe(1);
    expect(bad.said).toMatch(/✗ WRONG {2}Discord refuses DISCORD_TOKEN\.\n {11}→ Copy the token/);
    expect(bad.said).toMatch(/1 wrong, \d+ good\.\n$/);
    for (const line of (fine.said + bad.said).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(fine.said).toBe(stripVTControlCharacters(fine.said));
  });
});
