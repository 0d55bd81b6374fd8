/** Entry point of the bots: connects each platform that has a token. */
import { openLanguages } from '../commands/languages.ts';
import { commands } from '../commands/registry.ts';
import { mediaOptions, readSettings } from '../core/config.ts';
import { openCore } from '../core/core.ts';
import { createDrawingRoom } from '../core/diagram/drawing-room.ts';
import { openWildcards, watchWildcards } from '../core/dynamic/wildcards.ts';
import { SettingsError } from '../core/errors.ts';
import { openInsight } from '../core/insight.ts';
import { followLibrary } from '../core/library/follow.ts';
import { offerFolder } from '../core/library/offer-folder.ts';
import { openLibrary } from '../core/library.ts';
import { lastWords } from '../core/log.ts';
import { startSweep } from '../core/media/sweep.ts';
import { checkRedis } from '../core/redis.ts';
import { createShutdown } from '../core/shutdown.ts';
import { watchLibrary } from '../core/watch-library.ts';
import { startBot } from './bot.ts';
import { bringUp } from './bring-up.ts';
import { connectionsOf } from './platforms.ts';

async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings.REDIS_URL) {
    throw new SettingsError(
      'REDIS_URL is not set. Set it, or use npm start, which brings a Redis of its own.',
    );
  }
  const insight = await openInsight('bots', settings);
  const { log } = insight;
  const shutdown = createShutdown(log);
  shutdown.add('the health page', insight.close);
  const { warnings } = await checkRedis(settings.REDIS_URL);
  for (const warning of warnings) log.warn(warning);
  const core = await openCore({
    redisUrl: settings.REDIS_URL,
    mediaUrl: settings.MEDIA_URL,
    media: mediaOptions(settings),
    watch: insight.watch,
  });
  shutdown.add('the store', core.close);
  shutdown.add('the sweep', startSweep({ core, keepDays: settings.MEDIA_KEEP_DAYS, log }).close);
  const following = await followLibrary({ core, allowed: settings.WORKFLOW_ALLOW_NODES, log });
  shutdown.add('the word of the workers on the workflows', following.close);
  const library = await openLibrary(
    settings.WORKFLOWS_DIR,
    following.known,
    () => void core.libraryChanges.lookAgain().catch(() => {}),
  );
  for (const [name, reason] of library.faults()) {
    log.warn({ workflow: name }, `workflow ${name} cannot be used: ${reason}`);
  }
  const offering = offerFolder({ sources: library.sources, files: core.workflowFiles, log });
  shutdown.add('the offer of the workflows', offering.close);
  void offering.offer();
  const watching = await watchLibrary({
    folder: settings.WORKFLOWS_DIR,
    library,
    onRead: () => void offering.offer(),
    log,
  });
  shutdown.add('the watch over the workflows', watching.close);

  const wildcards = await openWildcards(settings.WILDCARDS_DIR);
  for (const [name, reason] of wildcards.faults()) log.warn(`wildcard ${name} cannot be used: ${reason}`);
  const wild = await watchWildcards({ folder: settings.WILDCARDS_DIR, wildcards, log });
  shutdown.add('the watch over the wildcards', wild.close);
  const languages = openLanguages();
  const drawing = createDrawingRoom();
  shutdown.add('the drawing of workflows', drawing.close);

  const tools = { core, library, languages, wildcards, drawing, log, now: Date.now, random: Math.random };
  const connections = connectionsOf(settings, { commands, languages, media: core.media, log });
  const bots = connections.map(({ platform, name, host, gallery, connect }) => {
    const start = () => startBot({ commands, tools, gallery, connect, insight });
    return { platform, ...bringUp({ name, host, start, log }) };
  });
  shutdown.add('the bots', () => Promise.all(bots.map((bot) => bot.close())));
  const checks = Object.fromEntries(bots.map(({ platform, trouble }) => [platform, trouble]));
  const health = await insight.serve(core, checks);
  await Promise.all(bots.map(({ tried }) => tried));
  process.send?.({ ready: { platforms: connections.map(({ platform }) => platform), health } });
}

main().catch((error: unknown) => {
  console.error(lastWords(error));
  process.exit(1);
});
