/** The servers that the worker and the bots talk to: Redis, and the playground where something needs a stand-in. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../core/config.ts';
import { checkRedis, redisAddress } from '../../core/redis.ts';
import { ensureRedisServer } from '../redis-server.ts';
import { startPrivateRedis } from './private-redis.ts';
import type { Stage } from './stage.ts';

const redisMs = 800;
/** What is kept back of the time for a stop, so that the servers can end by themselves, too. */
export const serversMs = redisMs + 500;

export const realPlatforms = (settings: Settings) => [
  ...(settings.DISCORD_TOKEN ? [{ name: 'Discord', url: settings.DISCORD_API_URL }] : []),
  ...(settings.SLACK_BOT_TOKEN ? [{ name: 'Slack', url: settings.SLACK_API_URL }] : []),
];

/** One real platform is enough to need no stand-in for any. */
export const realOnes = (settings: Settings) => ({
  chat: realPlatforms(settings).length > 0,
  comfyui: settings.COMFYUI_URL.length > 0 || launchesComfyUi(settings),
});

/** Whether the worker starts one itself. */
export const launchesComfyUi = ({ COMFYUI_DIR, COMFYUI_COMMAND }: Settings) =>
  COMFYUI_DIR !== undefined || COMFYUI_COMMAND !== undefined;

interface Server {
  /** Settles with a sentence when it is gone; the rest cannot do without it. */
  gone: Promise<string>;
}

interface RedisServer extends Server {
  url: string;
  /** As the screen shows it. */
  text: string;
  warnings: string[];
}

export async function startRedis(stage: Stage, { REDIS_URL: url, DATA_DIR }: Settings): Promise<RedisServer> {
  if (url) {
    const { version, warnings } = await stage.orStop(checkRedis(url));
    return { url, text: `${version} at ${redisAddress(url)}`, warnings, gone: stage.stopped };
  }
  const program = await stage.orStop(ensureRedisServer(stage.say));
  const dir = join(DATA_DIR, 'redis');
  const redis = await startPrivateRedis(program, dir, stage.openLog('redis'), stage.stop);
  stage.add(() => redis.stop(stage.timeLeft()), [redis]);
  return { ...redis, text: `private, data in ${dir}` };
}

/** What the playground says of itself once it can be used. */
const playgroundSchema = z.object({
  page: z.string().optional(),
  discordApiUrl: z.string().optional(),
  discordToken: z.string().optional(),
  discordGuildId: z.string().optional(),
  slackApiUrl: z.string().optional(),
  slackBotToken: z.string().optional(),
  slackAppToken: z.string().optional(),
  comfyuiUrl: z.string().optional(),
});

interface Playground extends Server {
  page?: string | undefined;
  /** What it stands in for. */
  platforms: { name: string }[];
  /** Settings that lead the worker and the bots to the stand-ins. */
  addresses: NodeJS.ProcessEnv;
}

/** Starts the stand-ins that are needed: none when everything is real. */
export async function startPlayground(
  stage: Stage,
  settings: Settings,
  environment: NodeJS.ProcessEnv,
  file: string,
): Promise<Playground> {
  const real = realOnes(settings);
  if (real.chat && real.comfyui) return { platforms: [], addresses: {}, gone: stage.stopped };
  const start = stage.program('playground', file, {
    ...environment,
    PORT: String(settings.PORT),
    HOST: settings.HOST,
    PLAYGROUND_DIR: join(settings.DATA_DIR, 'playground'),
    PLAYGROUND_DISCORD: real.chat ? 'off' : 'on',
    PLAYGROUND_SLACK: real.chat ? 'off' : 'on',
    PLAYGROUND_COMFYUI: real.comfyui ? 'off' : 'on',
  });
  const playground = start();
  stage.add(() => playground.stop(stage.timeLeft(redisMs)), [playground]);
  const ready = playgroundSchema.parse(await stage.orStop(playground.ready));
  const addresses = {
    ...(!real.chat && {
      DISCORD_TOKEN: ready.discordToken,
      DISCORD_API_URL: ready.discordApiUrl,
      DISCORD_GUILD_ID: ready.discordGuildId,
      SLACK_API_URL: ready.slackApiUrl,
      SLACK_BOT_TOKEN: ready.slackBotToken,
      SLACK_APP_TOKEN: ready.slackAppToken,
    }),
    ...(!real.comfyui && { COMFYUI_URL: ready.comfyuiUrl }),
  };
  const platforms = [
    ...(ready.discordToken ? [{ name: 'Discord' }] : []),
    ...(ready.slackBotToken ? [{ name: 'Slack' }] : []),
  ];
  return { page: ready.page, platforms, addresses, gone: playground.ended };
}
