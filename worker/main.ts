/** The worker process: reads the settings, opens everything, works until it is told to stop. */
import { setTimeout as delay } from 'node:timers/promises';
import { mediaOptions, readSettings } from '../core/config.ts';
import { openCore } from '../core/core.ts';
import { SettingsError, toError } from '../core/errors.ts';
import { backendAnswers } from '../core/health-checks.ts';
import { openInsight } from '../core/insight.ts';
import { lastWords } from '../core/log.ts';
import { checkRedis } from '../core/redis.ts';
import { openComfyUi } from './comfyui/backend.ts';
import { launchCommand } from './launch/command.ts';
import { launchComfyUi } from './launch/launched.ts';
import { startWorker } from './worker.ts';

/** A ComfyUI that cannot be started says so within this time. One that takes longer is waited for by its jobs. */
const startMs = 20_000;

/** Run in reverse when the worker stops. */
const undo: (() => Promise<unknown>)[] = [];
/** What a second signal does before it ends the process. */
let force = () => {};

async function main(): Promise<void> {
  const settings = readSettings();
  const { REDIS_URL: redisUrl, COMFYUI_URL: urls, COMFYUI_AUTH_HEADER: authHeader } = settings;
  const command = launchCommand(settings);
  if (!redisUrl)
    throw new SettingsError(
      'REDIS_URL must be set for a worker that is started by itself, such as redis://127.0.0.1:6379.',
    );
  if (urls.length === 0 && !command)
    throw new SettingsError(
      'COMFYUI_URL must be set for a worker that is started by itself, such as http://127.0.0.1:8188; or COMFYUI_DIR, the folder of one that it starts.',
    );
  const insight = await openInsight('worker', settings);
  undo.push(insight.close);
  const { log } = insight;
  const { warnings } = await checkRedis(redisUrl);
  for (const warning of warnings) log.warn(warning);

  const core = await openCore({
    redisUrl,
    mediaUrl: settings.MEDIA_URL,
    media: mediaOptions(settings),
    watch: insight.watch,
  });
  undo.push(core.close);
  const launched = command && (await launchComfyUi({ command, dataDir: settings.DATA_DIR, log }));
  if (launched) {
    undo.push(launched.close);
    force = launched.kill;
    await Promise.race([launched.ready, delay(startMs)]);
  }
  const backends = [
    ...(launched ? [launched.attach(openComfyUi({ url: launched.url }))] : []),
    ...urls.map((url) => openComfyUi({ url, authHeader })),
  ];
  undo.push(() => Promise.all(backends.map((backend) => backend.close())));
  const timing = { graceMs: settings.STOP_SECONDS * 1000 };
  const worker = await startWorker({
    core,
    backends,
    log,
    allowed: settings.WORKFLOW_ALLOW_NODES,
    timing,
  });
  undo.push(worker.close);
  insight.backends(worker.statuses);
  const health = await insight.serve(core, { ComfyUI: backendAnswers(worker.statuses) });
  process.send?.({ ready: { worker: worker.id, backends: backends.map(({ name }) => name), health } });
}

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) {
    force();
    process.exit(1);
  }
  stopping = true;
  try {
    for (const step of undo.reverse()) await step();
  } catch (thrown) {
    process.stderr.write(`The worker could not stop in good order. ${toError(thrown).stack}\n`);
    process.exit(1);
  }
  process.exit(code);
}
// `disconnect`: whoever started us is gone, and without it nobody would ever stop us.
for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, () => void stop(0));

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${lastWords(thrown)}\n`);
  await stop(1);
}
