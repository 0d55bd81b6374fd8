/** The settings: the only place that reads the environment. Checked at start, with a message that says what to do. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { SettingsError } from './errors.ts';
import type { MediaOptions } from './media.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });
const port = z.coerce
  .number({ error: 'must be a number' })
  .int()
  .min(0)
  .max(65_535, 'must be a port from 0 to 65535');

/** One entry per setting; the README's table is tested against these names and descriptions. */
export const settingsSchema = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]+\.[\w-]+\.[\w-]+$/,
      'does not look like a bot token (three parts joined by dots); copy it again from the Bot page',
    )
    .optional()
    .describe("The bot's token. Without it, no Discord"),
  DISCORD_API_URL: httpUrl
    .default('https://discord.com/api')
    .describe("Base of Discord's REST API, without the version"),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'must be a server id of 17 to 20 digits')
    .optional()
    .describe('Register the commands for this server only, at once. Without it: everywhere'),
  DISCORD_GALLERY_CHANNEL: z
    .string()
    .default('gallery')
    .describe('Where shared outputs go: a channel id or name'),
  DISCORD_INSTRUCTOR_ROLE: z
    .string()
    .default('Instructor')
    .describe('Who may act for others, besides those who manage the server: a role id or name'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/, 'does not begin with xoxb-; copy the Bot User OAuth Token from OAuth & Permissions')
    .optional()
    .describe("The app's bot token. Without it, no Slack"),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/, 'does not begin with xapp-; make an app-level token under Basic Information')
    .optional()
    .describe('App-level token with connections:write, for Socket Mode (the usual way)'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, 'is too short; copy the Signing Secret from Basic Information')
    .optional()
    .describe('HTTP mode instead of Socket Mode: Slack calls us, and signs with this'),
  SLACK_HTTP_PORT: port.default(3000).describe('HTTP mode: where we listen for /slack/events'),
  SLACK_API_URL: httpUrl.default('https://slack.com/api/').describe("Base of Slack's Web API"),
  SLACK_GALLERY_CHANNEL: z
    .string()
    .default('gallery')
    .describe('Where shared outputs go: a channel id or name'),
  SLACK_INSTRUCTOR_GROUP: z
    .string()
    .default('instructors')
    .describe('Who may act for others, besides the admins: a user group id or handle'),
  COMFYUI_URL: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(httpUrl))
    .default([])
    .describe('One or more ComfyUI servers, comma-separated'),
  COMFYUI_AUTH_HEADER: z
    .string()
    .regex(/^[\w-]+:\s*\S/, 'must be a header such as "Authorization: Bearer …"')
    .optional()
    .describe('A header sent along to ComfyUI, where a proxy asks for it'),
  COMFYUI_DIR: z
    .string()
    .optional()
    .describe('Folder of a ComfyUI that the worker starts, watches and restarts itself'),
  COMFYUI_COMMAND: z
    .string()
    .optional()
    .describe('The command that starts it, if not the usual one; `{port}` in it becomes a free port'),
  STOP_SECONDS: z.coerce
    .number({ error: 'must be a number' })
    .min(0, 'must not be negative')
    .default(5)
    .describe('How long a worker that is told to stop may finish what it renders'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be a URL that begins with redis:// or rediss://' })
    .optional()
    .describe('Redis or Valkey. Without it, `npm start` runs a private one under data/'),
  MEDIA_URL: z
    .string()
    .optional()
    .describe('Where outputs are kept: file:///… or s3://bucket/prefix (under data/ when not set)'),
  MEDIA_MIN_FREE_MB: z.coerce
    .number({ error: 'must be a number of MiB' })
    .int()
    .min(0, 'must be 0 or more MiB')
    .default(1024)
    .describe('No render is started while less disk than this is free, in MiB'),
  MEDIA_KEEP_DAYS: z.coerce
    .number({ error: 'must be a number of days' })
    .min(1, 'must be 1 day or more')
    .optional()
    .describe(
      'Files of renders older than this go, except what the gallery shows. Without it: kept for good',
    ),
  AWS_ACCESS_KEY_ID: z.string().optional().describe('For s3://: the access key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('For s3://: its secret'),
  AWS_SESSION_TOKEN: z.string().optional().describe('For s3://: where the key is a temporary one'),
  AWS_REGION: z.string().default('us-east-1').describe('For s3://: the region of the bucket'),
  AWS_ENDPOINT_URL: httpUrl
    .optional()
    .describe("For s3://: where an S3 that is not Amazon's answers, such as MinIO"),
  DATA_DIR: z.string().default('data').describe('Folder for everything that is kept'),
  WORKFLOWS_DIR: z.string().default('workflows').describe('Folder of the workflows'),
  WORKFLOW_ALLOW_NODES: z
    .string()
    .default('')
    .transform(
      (text) =>
        new Set(
          text
            .split(',')
            .map((one) => one.trim())
            .filter(Boolean),
        ),
    )
    .describe(
      'Nodes that workflows added in a chat may use although they are not allowed by themselves: classes, or packs as `custom_nodes.<folder>`, comma-separated. For bots and workers alike',
    ),
  WILDCARDS_DIR: z
    .string()
    .default('wildcards')
    .describe('Folder of the wildcards: lists that prompts choose from'),
  PORT: port.default(8080).describe('The local page'),
  HOST: z.string().default('127.0.0.1').describe('Address the local page listens on'),
  METRICS_PORT: port
    .optional()
    .describe(
      'Where /health, /ready and /metrics answer. `npm start` takes 8081; a process by itself needs it set',
    ),
  METRICS_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address they listen on; anybody who reaches it may read'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('Where traces are sent (OpenTelemetry, OTLP over HTTP). Without it: none'),
  LOG_LEVEL: z
    .enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` })
    .default('info')
    .describe('How much is logged'),
});

export type Settings = Omit<z.infer<typeof settingsSchema>, 'MEDIA_URL'> & { MEDIA_URL: string };

/** Settings whose value must not be repeated in a message. */
const secrets = new Set([
  'DISCORD_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'COMFYUI_AUTH_HEADER',
  'REDIS_URL',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]);

/** Everything in the settings that must not be read in a log, also within addresses. */
export function secretsOf(settings: Settings): string[] {
  const whole = [...secrets].flatMap((name) => settings[name as keyof Settings] ?? []);
  const addresses = [
    settings.REDIS_URL,
    settings.MEDIA_URL,
    settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    ...settings.COMFYUI_URL,
  ].flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url)] : []));
  const within = addresses.flatMap(({ username, password }) => [password, `${username}:${password}`]);
  const header = settings.COMFYUI_AUTH_HEADER?.replace(/^[^:]*:\s*(?:(?:Bearer|Basic)\s+)?/i, '') ?? '';
  const all = [...whole.map(String), ...within.flatMap((one) => [one, decodeURIComponent(one)]), header];
  return [...new Set(all)].filter((one) => one.length >= 4).sort((a, b) => b.length - a.length);
}

/** @throws SettingsError with one line per setting that is wrong: its name, its value, what it must be. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  // An empty line in `.env` means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // Some addresses hold a password.
      const got = secrets.has(name) ? '' : `, got "${given[name]?.replace(/\/\/[^/@\s]*@/g, '//…@')}"`;
      return `${name} ${issue.message}${got}.`;
    });
    throw new SettingsError(
      `${[...new Set(lines)].join('\n')}\nMend it in .env or in the environment, then start again.`,
    );
  }
  const settings = parsed.data;
  return {
    ...settings,
    MEDIA_URL: settings.MEDIA_URL ?? pathToFileURL(resolve(settings.DATA_DIR, 'media')).href,
  };
}

/** The settings of the media store, as it wants them. */
export function mediaOptions(settings: Settings): MediaOptions {
  return {
    minFree: settings.MEDIA_MIN_FREE_MB * 1024 * 1024,
    drafts: resolve(settings.DATA_DIR, 'incoming'),
    account: {
      accessKeyId: settings.AWS_ACCESS_KEY_ID,
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
      sessionToken: settings.AWS_SESSION_TOKEN,
      region: settings.AWS_REGION,
      endpoint: settings.AWS_ENDPOINT_URL,
    },
  };
}

/** For a program that we start and that is not ours: our tokens are no business of it. */
export function environmentForOthers(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !Object.hasOwn(settingsSchema.shape, name)),
  );
}
