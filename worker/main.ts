/** The worker process: reads the settings, opens everything, works until it is told to stop. */
import { mediaOptions, readSettings } from '../core/config.ts';
import { openCore } from '../core/core.ts';
import { SettingsError, toError } from '../core/errors.ts';
import { createLog } from '../core/log.ts';
import { checkRedis } from '../core/redis.ts';
import { openComfyUi } from './comfyui/backend.ts';
import { startWorker } from './worker.ts';

async function main(): Promise<void> {
  const settings = readSettings();
  const { REDIS_URL: redisUrl, COMFYUI_URL: urls, COMFYUI_AUTH_HEADER: authHeader } = settings;
  if (!redisUrl)
    throw new SettingsError(
      'REDIS_URL must be set for a worker that is started by itself, such as redis://127.0.0.1:6379.',
    );
  if (urls.length === 0)
    throw new SettingsError(
      'COMFYUI_URL must be set for a worker that is started by itself, such as http://127.0.0.1:8188.',
    );
  const log = createLog('worker', settings.LOG_LEVEL);
  const { warnings } = await checkRedis(redisUrl);
  for (const warning of warnings) log.warn(warning);

  const core = await openCore({
    redisUrl,
    mediaUrl: settings.MEDIA_URL,
    media: mediaOptions(settings),
  });
  const backends = urls.map((url) => openComfyUi({ url, authHeader }));
  const worker = await startWorker({ core, backends, log });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) process.exit(1);
    stopping = true;
    await worker.close();
    await Promise.all(backends.map((backend) => backend.close()));
    await core.close();
    process.exit(0);
  }
  const stopLoudly = () => {
    stop().catch((thrown) => {
      log.error({ err: toError(thrown) }, 'the worker could not stop in good order');
      process.exit(1);
    });
  };
  process.on('SIGTERM', stopLoudly);
  process.on('SIGINT', stopLoudly);
  // Whoever started us is gone: without it nobody would ever stop us.
  process.on('disconnect', stopLoudly);
  process.send?.({ ready: { worker: worker.id, backends: backends.map(({ name }) => name) } });
}

try {
  await main();
} catch (thrown) {
  const error = toError(thrown);
  process.stderr.write(`${error instanceof SettingsError ? error.message : error.stack}\n`);
  process.exit(1);
}
