/**
 * What `npm start` does: Redis, then the playground where something needs a stand-in, then the worker and the bots; and all of
 * them stopped again. Those who write stop first and Redis last, so that everything they wrote is kept.
 */
import { join } from 'node:path';
import { readSettings } from '../../core/config.ts';
import { SettingsError } from '../../core/errors.ts';
import { openGathering } from './gathering.ts';
import { keepRunning } from './keep-running.ts';
import { lockDataDir } from './lock.ts';
import { checkPort } from './port.ts';
import { levelNumber } from './readable.ts';
import { rowsOf, screen } from './screen.ts';
import { launchesComfyUi, platformsOf, realOnes, serversMs, startPlayground, startRedis } from './servers.ts';
import { createStage } from './stage.ts';

const longestStopSeconds = 1;

export interface LaunchOptions {
  environment: NodeJS.ProcessEnv;
  /** The entry file of each program. */
  programs: Record<'playground' | 'worker' | 'bots', string>;
  say(line: string): void;
  columns?: number | undefined;
  /** Aborted by the first Ctrl-C: everything stops, in order. */
  stop: AbortSignal;
  /** Aborted by the second one: everything is killed. */
  force: AbortSignal;
  /** Before a program that ended is started again for the first time. @default 1000 */
  firstWaitMs?: number;
}

/**
 * Resolves when it was asked to stop and nothing is left running.
 * @throws SettingsError with what to say when it cannot start or cannot go on; nothing is left running then either.
 */
export async function launch(options: LaunchOptions): Promise<void> {
  const { environment, programs, say, stop, force, firstWaitMs } = options;
  const settings = readSettings(environment);
  const logs = join(settings.DATA_DIR, 'logs');
  const lowestLevel = levelNumber(environment.LOG_LEVEL?.trim() ? settings.LOG_LEVEL : 'warn');
  const stage = createStage({ logs, lowestLevel, say, stop, force });

  try {
    const lock = lockDataDir(settings.DATA_DIR);
    stage.add(lock.release);
    if (!realOnes(settings).chat) await checkPort(settings.PORT, settings.HOST);
    say('Starting ...');
    const redis = await startRedis(stage, settings);
    const playground = await startPlayground(stage, settings, environment, programs.playground);

    const names = ['worker', 'bots'] as const;
    const gathering = await openGathering(settings, names);
    stage.add(gathering.close);
    const addresses = {
      ...environment,
      REDIS_URL: redis.url,
      ...playground.addresses,
      ...gathering.settings,
      // A Ctrl-C ends everything within seconds; what runs then is handed back, and taken up by the next start.
      STOP_SECONDS: String(Math.min(settings.STOP_SECONDS, longestStopSeconds)),
    };
    const writers = names.map((name) =>
      keepRunning(stage.program(name, programs[name], addresses, gathering.learns(name)), say, firstWaitMs),
    );
    stage.add(() => {
      const graceMs = stage.timeLeft(serversMs);
      return Promise.all(writers.map((writer) => writer.stop(graceMs)));
    }, writers);
    await stage.orStop(Promise.all(writers.map((writer) => writer.ready)));

    if (playground.page) lock.openAt(playground.page);
    const facts = {
      page: playground.page,
      platforms: platformsOf(settings),
      comfyui: await stage.orStop(Promise.all(settings.COMFYUI_URL.map(lookAtComfyUi))),
      launched: launchesComfyUi(settings),
      redis: redis.text,
      data: settings.DATA_DIR,
      logs,
      health: gathering.url,
    };
    say(screen(rowsOf(facts), options.columns));
    for (const warning of redis.warnings) say(warning);

    const sentence = await stage.orStop(Promise.race([redis.gone, playground.gone]));
    throw new SettingsError(
      `${sentence}\nRendezvous stopped. What it made is kept: start it again with npm start.`,
    );
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await stage.undo();
  }
}

/** Whether it answers is said and no more: a ComfyUI may well be started after us. */
async function lookAtComfyUi(address: string): Promise<{ url: string; answers: boolean }> {
  const url = new URL(address);
  // A refusal for want of a password is an answer, too, and `fetch` takes no address with one.
  url.username = '';
  url.password = '';
  const answers = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );
  return { url: url.href, answers };
}
