/** Everything that takes part, by its real entry points: Redis, bots, workers, and the stand-ins at the outer edge. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Core, openCore } from '../core/core.ts';
import { freePort } from '../core/ports.ts';
import { type DiscordServer, startDiscord } from '../playground/discord/server.ts';
import { type SlackServer, startSlack } from '../playground/slack/server.ts';
import type { Crowd } from './members/crowd.ts';
import { createDiscordCrowd, discordWorld } from './members/discord.ts';
import { createSlackCrowd, slackWorld } from './members/slack.ts';
import type { ComfyUiSettings } from './parts/comfyui-server.ts';
import { type Run, readRuns } from './parts/journal.ts';
import { type Kept, keep } from './parts/kept.ts';
import { createProgram, type Program } from './parts/program.ts';
import { createRedis, type KillableRedis } from './parts/redis.ts';

export interface ComfyUi {
  program: Program;
  kept: Kept;
  url: string;
  runs(kills: readonly number[]): Run[];
}

export interface World {
  dir: string;
  /** For reading records; nothing is written through it. */
  core: Core;
  redis: { server: KillableRedis; kept: Kept };
  bots: { program: Program; kept: Kept };
  workers: readonly { program: Program; kept: Kept }[];
  comfyuis: readonly ComfyUi[];
  discord: DiscordServer;
  slack: SlackServer;
  crowds: { discord: Crowd; slack: Crowd };
  /** Everything that runs now, for looking at its memory. */
  pids(): { name: string; pid: number }[];
  close(): Promise<void>;
}

interface WorldOptions {
  dir: string;
  workers: number;
  comfyui: number;
  /** How long the stand-in takes for a step. */
  stepMs: number;
  environment: NodeJS.ProcessEnv;
  onCrash(name: string, how: string): void;
}

/**
 * Slack's own limits let some 25 renders a minute through in one workspace; so that a thousand fit into minutes they are
 * raised here, except that of one new message a second per channel. Discord's are as they are.
 */
const slackRates = {
  2: { limit: 200, perMs: 60_000 },
  3: { limit: 500, perMs: 60_000 },
  4: { limit: 1000, perMs: 60_000 },
};

export async function startWorld(options: WorldOptions): Promise<World> {
  const { dir, environment, onCrash } = options;
  const logs = join(dir, 'logs');
  mkdirSync(logs, { recursive: true });
  const undo: (() => Promise<unknown>)[] = [];
  const kepts: Kept[] = [];
  async function close(): Promise<void> {
    for (const kept of kepts) kept.letGo();
    await Promise.all(kepts.map((kept) => kept.settled().catch(() => {})));
    for (const step of undo.reverse()) await step();
  }

  function program(name: string, args: string[], more: NodeJS.ProcessEnv = {}) {
    const made = createProgram({
      name,
      args,
      environment: { ...environment, ...more },
      log: join(logs, `${name}.log`),
      onCrash(how) {
        onCrash(name, how);
        kept.revive();
      },
    });
    const kept = keep(made);
    kepts.push(kept);
    undo.push(made.stop);
    return { program: made, kept };
  }

  try {
    const server = await createRedis(join(dir, 'redis'), join(logs, 'redis.log'));
    undo.push(server.kill);
    await server.start();
    const redisKept = keep(server);
    kepts.push(redisKept);

    const discord = await startDiscord({ world: discordWorld() });
    undo.push(discord.close);
    const slack = await startSlack({ world: slackWorld(), limits: { rates: slackRates } });
    undo.push(slack.close);

    const comfyuis: ComfyUi[] = [];
    for (let number = 1; number <= options.comfyui; number += 1) {
      const name = `comfyui-${number}`;
      const port = await freePort();
      const journal = join(dir, `${name}.jsonl`);
      const settings: ComfyUiSettings = { port, dir: join(dir, name), journal, stepMs: options.stepMs };
      comfyuis.push({
        ...program(name, ['chaos/parts/comfyui-server.ts', JSON.stringify(settings)]),
        url: `http://127.0.0.1:${port}`,
        runs: (kills) => readRuns(journal, name, kills),
      });
    }
    const common = {
      REDIS_URL: server.url,
      MEDIA_URL: pathToFileURL(join(dir, 'media')).href,
      DATA_DIR: dir,
      WORKFLOWS_DIR: 'chaos/workflows',
      LOG_LEVEL: 'info',
      COMFYUI_URL: comfyuis.map(({ url }) => url).join(','),
    };
    const workers = Array.from({ length: options.workers }, (_, index) =>
      program(`worker-${index + 1}`, ['worker/main.ts'], common),
    );
    const bots = program('bots', ['bots/main.ts'], {
      ...common,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: discord.guildId,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    });
    await Promise.all([...comfyuis, ...workers, bots].map((one) => one.program.start()));
    const core = await openCore({ redisUrl: server.url, mediaUrl: common.MEDIA_URL });
    undo.push(core.close);

    return {
      dir,
      core,
      redis: { server, kept: redisKept },
      bots,
      workers,
      comfyuis,
      discord,
      slack,
      crowds: { discord: createDiscordCrowd(discord), slack: createSlackCrowd(slack) },
      pids: () =>
        [
          { name: 'redis', pid: server.pid },
          ...[...comfyuis, ...workers, bots].map(({ program: { name, pid } }) => ({ name, pid })),
          { name: 'this program', pid: process.pid },
        ].flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }])),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
