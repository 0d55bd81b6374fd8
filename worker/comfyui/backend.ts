/** A ComfyUI server as a backend. */
import { PassingError } from '../../core/errors.ts';
import type { Backend, BackendReport } from '../backend.ts';
import { createHttp, readAddress, whole } from './http.ts';
import { addLoras } from './loras.ts';
import { freeMemory } from './memory.ts';
import { openPrompt } from './prompt.ts';
import { listMarked, readQueue, takeOut } from './queue.ts';
import { type ComfyTiming, comfyTiming } from './timing.ts';
import { upload } from './upload.ts';
import { watchPrompt } from './watch.ts';
import { type SystemStats, systemStatsSchema } from './wire.ts';

export interface ComfyUiOptions {
  url: string;
  /** A whole header, such as `Authorization: Bearer …`. */
  authHeader?: string | undefined;
  timing?: Partial<ComfyTiming>;
}

/** The first version that takes prompt ids. */
const oldest = [0, 3, 45] as const;
const reportMs = 4000;
const inventoryMs = 60_000;
const largestInventory = 64 * 1024 * 1024;

export function openComfyUi({ url, authHeader, timing: given }: ComfyUiOptions): Backend {
  const timing = { ...comfyTiming, ...given };
  const address = readAddress(url, authHeader);
  const http = createHttp(address, timing.httpMs);
  // With many packs and models it takes its time to say what it has.
  const slow = createHttp(address, inventoryMs);
  return {
    name: address.name,
    async report() {
      try {
        return describe(
          await http.getJson('/system_stats', systemStatsSchema, AbortSignal.timeout(reportMs)),
        );
      } catch (thrown) {
        const trouble = thrown instanceof PassingError ? thrown.message : `${address.name} does not answer`;
        return { reachable: false, standIn: false, trouble };
      }
    },
    open({ id, graph, mark }, onHint) {
      const watch = watchPrompt({ id, graph, address, onHint, timing });
      return openPrompt({ id, graph, mark, http, watch });
    },
    hand: (file, signal) => upload(http, file, signal),
    addLoras: (graph, loras, signal) => addLoras(http, { graph, loras }, signal),
    marked: (signal) => listMarked(http, signal),
    takeOut: (id, signal) => takeOut(http, id, signal),
    queue: (signal) => readQueue(http, signal),
    freeMemory: (signal) => freeMemory(http, signal),
    inventory: (signal) => whole(slow.getFile('/object_info', largestInventory, signal)),
    async close() {
      await Promise.all([http.close(), slow.close()]);
    },
  };
}

function describe({ system, devices }: SystemStats): BackendReport {
  const version = system.comfyui_version;
  const [device] = devices;
  const report = {
    version,
    ...(device && {
      device: device.name.replace(/^cuda:\d+ /, '').replace(/ : \w+$/, ''),
      ...(device.vram_free !== undefined && { memoryFree: device.vram_free }),
      ...(device.vram_total !== undefined && { memoryTotal: device.vram_total }),
    }),
    // By its own word, so that nobody takes its pictures for a model's.
    standIn: /stand-in/i.test(device?.name ?? ''),
  };
  if (isOlder(version, oldest)) {
    return {
      ...report,
      reachable: false,
      trouble: `it is ComfyUI ${version}; ${oldest.join('.')} or newer is needed`,
    };
  }
  return { ...report, reachable: true };
}

/** A version that cannot be read is taken for a new one: forks and development builds name theirs as they like. */
function isOlder(version: string, than: readonly [number, number, number]): boolean {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (!numbers) return false;
  for (const [index, limit] of than.entries()) {
    const number = numbers[index] ?? 0;
    if (number !== limit) return number < limit;
  }
  return false;
}
