/** Entry point of the bots: connects each platform that has a token. */
import { commands } from '../commands/registry.ts';
import { readSettings } from '../core/config.ts';
import { openCore } from '../core/core.ts';
import { SettingsError } from '../core/errors.ts';
import { openLibrary } from '../core/library.ts';
import { createLog } from '../core/log.ts';
import { createShutdown } from '../core/shutdown.ts';
import { startBot } from './bot.ts';
import { connectDiscord } from './discord/connect.ts';

async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings.REDIS_URL)
    throw new SettingsError(
      'REDIS_URL is not set. Set it, or use npm start, which brings a Redis of its own.',
    );
  if (!settings.DISCORD_TOKEN)
    throw new SettingsError(
      'DISCORD_TOKEN is not set. Put the bot’s token into .env, or use npm start for the playground.',
    );
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_GUILD_ID: guildId } = settings;

  const log = createLog('bots', settings.LOG_LEVEL);
  const shutdown = createShutdown(log);
  const core = await openCore({ redisUrl: settings.REDIS_URL, mediaUrl: settings.MEDIA_URL });
  shutdown.add('the store', core.close);
  const library = await openLibrary(settings.WORKFLOWS_DIR);
  for (const [name, reason] of library.faults())
    log.warn({ workflow: name }, `workflow ${name} cannot be used: ${reason}`);

  const bot = await startBot({
    commands,
    tools: { core, library, log, now: Date.now, random: Math.random },
    gallery: settings.DISCORD_GALLERY_CHANNEL,
    connect: (handlers) =>
      connectDiscord({
        token,
        apiUrl,
        ...(guildId && { guildId }),
        commands,
        handlers,
        media: core.media,
        log,
      }),
  });
  shutdown.add('the Discord bot', bot.close);
  log.info(`Discord is connected at ${new URL(apiUrl).host}`);
  process.send?.({ ready: { platforms: ['discord'] } });
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
