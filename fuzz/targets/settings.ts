/** The environment: whatever stands in it, the start ends with a sentence or goes on. */
import { connectionsOf } from '../../bots/platforms.ts';
import { openLanguages } from '../../commands/languages.ts';
import { commands } from '../../commands/registry.ts';
import { readSettings } from '../../core/config.ts';
import { SettingsError } from '../../core/errors.ts';
import { createLog } from '../../core/log.ts';
import { openMediaStore } from '../../core/media.ts';
import { redisAddress } from '../../core/redis.ts';
import { readAddress } from '../../worker/comfyui/http.ts';
import { mutateJson } from '../mutate.ts';
import { mayThrow, type Target } from '../target.ts';

const sample = {
  DISCORD_TOKEN: 'MTEw.Plygnd.this-token-opens-only-a-playground',
  DISCORD_API_URL: 'https://discord.com/api',
  DISCORD_GUILD_ID: '1100000000000000001',
  DISCORD_GALLERY_CHANNEL: 'gallery',
  SLACK_BOT_TOKEN: 'xoxb-1-2',
  SLACK_APP_TOKEN: 'xapp-1-2',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
  SLACK_HTTP_PORT: '3000',
  SLACK_API_URL: 'https://slack.com/api/',
  COMFYUI_URL: 'http://user:p%40ss@127.0.0.1:8188/path, https://gpu.example',
  COMFYUI_AUTH_HEADER: 'Authorization: Bearer x',
  REDIS_URL: 'redis://:password@127.0.0.1:6379/1',
  MEDIA_URL: 'file:///srv/media',
  DATA_DIR: 'data',
  WORKFLOWS_DIR: 'workflows',
  PORT: '8080',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
};

export const settings: Target = {
  name: 'settings',
  share: 40,
  open: () => ({
    make: (random) => mutateJson(random, sample),
    check(input) {
      const environment: NodeJS.ProcessEnv = {};
      // An environment holds texts only.
      for (const [name, value] of Object.entries(input ?? {})) {
        environment[name] = typeof value === 'string' ? value : JSON.stringify(value);
      }
      const read = mayThrow([SettingsError], () => readSettings(environment));
      if (!read) return;
      const media = mayThrow([SettingsError], () => openMediaStore(read.MEDIA_URL));
      redisAddress(read.REDIS_URL ?? '');
      for (const url of read.COMFYUI_URL)
        mayThrow([SettingsError], () => readAddress(url, read.COMFYUI_AUTH_HEADER));
      if (media) {
        const log = createLog('fuzz', 'silent', false);
        mayThrow([SettingsError], () =>
          connectionsOf(read, { commands, languages: openLanguages(), media, log }),
        );
      }
    },
  }),
};
