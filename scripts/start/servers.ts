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

const platforms = [
  { name: 'Discord', token: 'DISCORD_TOKEN', api: 'DISCORD_API_URL' },
  { name: 'Slack', token: 'SLACK_BOT_TOKEN', api: 'SLACK_API_URL' },
] as const;

/** Those that run, with the address of the API where it is the real one: all are real, or all are stand-ins. */
export function platformsOf(settings: Settings): { name: string; url?: string }[] {
  const real = platforms.filter(({ token }) => settings[token] !== undefined);
  if (real.length === 0) return platforms.map(({ name }) => ({ name }));
  return real.map(({ name, api }) => ({ name, url: settings[api] }));
}

/** What is real: of the rest there is a stand-in. Whoever has one real platform needs no stand-in of the other. */
export const realOnes = (settings: Settings) => ({
  chat: platformsOf(settings).some(({ url }) => url !== undefined),
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
  slackApiUrl: z.string().optional(),
  slackBotToken: z.string().optional(),
  slackAppToken: z.string().optional(),
  comfyuiUrl: z.string().optional(),
});

interface Playground extends Server {
  page?: string | undefined;
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
  if (real.chat && real.comfyui) return { addresses: {}, gone: stage.stopped };
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
      // Everywhere: the stand-in has a second server, to which people bring the app along.
      DISCORD_GUILD_ID: '',
      SLACK_API_URL: ready.slackApiUrl,
      SLACK_BOT_TOKEN: ready.slackBotToken,
      SLACK_APP_TOKEN: ready.slackAppToken,
      // The stand-in speaks Socket Mode, whatever is set up for the real one.
      SLACK_SIGNING_SECRET: '',
    }),
    ...(!real.comfyui && { COMFYUI_URL: ready.comfyuiUrl }),
  };
  return { page: ready.page, addresses, gone: playground.ended };
}
