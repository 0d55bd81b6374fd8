/**
 * One life of the server: everything it holds in memory, from start to stop. A restart is a new life over the same
 * folders, and remembers nothing.
 */
import type { WireLog } from '../wire.ts';
import { createHub } from './engine/hub.ts';
import { createPromptQueue } from './engine/queue.ts';
import { createRunner } from './engine/run.ts';
import { type RunNote, startWorker } from './engine/worker.ts';
import type { Faults } from './faults.ts';
import type { Files } from './files.ts';
import { MAX_BODY } from './http/app.ts';
import type { Models } from './models.ts';
import { createNodeClasses } from './nodes/registry.ts';
import type { VersionSwitches } from './version.ts';

interface LifeSetting {
  version: VersionSwitches;
  files: Files;
  models: Models;
  faults: Faults;
  ffmpeg: string | null;
  random: () => number;
  stepMs: number;
  previews: boolean;
  argv: () => string[];
  wire?: WireLog | undefined;
  onRun?: ((note: RunNote) => void) | undefined;
}

export type Life = ReturnType<typeof beginLife>;

export function beginLife(setting: LifeSetting) {
  const { version, files, models, faults, ffmpeg } = setting;
  const stop = new AbortController();
  const { signal } = stop;
  let nextNumber = 0;
  let inputFiles: string[] = [];

  const classes = createNodeClasses({
    version,
    files,
    models: models.files,
    inputFiles: () => inputFiles,
    ffmpeg,
  });
  const queueInfo = () => ({ exec_info: { queue_remaining: queue.remaining() } });
  const features = () =>
    version.modern
      ? {
          supports_preview_metadata: true,
          supports_model_type_tags: true,
          max_upload_size: MAX_BODY,
          extension: { manager: { supports_v4: true } },
          node_replacements: true,
          assets: false,
        }
      : { supports_preview_metadata: true, max_upload_size: MAX_BODY };

  const queue = createPromptQueue(version, () => hub.send('status', { status: queueInfo() }, null));
  const hub = createHub({
    faults,
    wire: setting.wire,
    status: queueInfo,
    activeNode: (client) => runner.activeNode(client),
    features,
  });
  const runner = createRunner({ ...setting, classes, hub, now: Date.now, signal });
  const worker = startWorker({ queue, runner, hub, faults, signal, onRun: setting.onRun });

  return {
    ...setting,
    classes,
    queue,
    hub,
    runner,
    worker,
    queueInfo,
    features,
    /** Counts every prompt that brings no number of its own, refused ones too. */
    takeNumber(front: boolean): number {
      const number = nextNumber;
      nextNumber += 1;
      return front ? -number : number;
    },
    /** Looks up the values of combos that list uploaded files. */
    async refreshChoices(): Promise<void> {
      inputFiles = (await files.list('input')).filter((name) =>
        /\.(png|jpe?g|webp|gif|avif|tiff?|bmp)$/i.test(name),
      );
    },
    async end(): Promise<void> {
      stop.abort();
      hub.cut();
      await worker.end();
    },
  };
}
