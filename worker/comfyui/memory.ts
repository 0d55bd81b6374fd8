/** Making a ComfyUI server let go of what it keeps in memory, and seeing that it has. */
import { z } from 'zod';
import type { Http } from './http.ts';
import { readQueue } from './queue.ts';
import { systemStatsSchema } from './wire.ts';

/** Free memory that differs by less between two looks has settled. */
const steady = 0.01;
/** Others may use the same memory, so that it never does: after so many looks it has been long enough. */
const mostLooks = 8;

/**
 * The server answers at once, but does it only when it is done with what it runs; a prompt that comes too early
 * would run in the memory as it was. So what runs now must have ended, and then the free memory must stand still.
 */
export async function freeMemory(
  http: Http,
  signal: AbortSignal,
): Promise<(signal: AbortSignal) => Promise<boolean>> {
  await http.postJson('/free', { unload_models: true, free_memory: true }, z.unknown(), signal);
  const { running: before } = await readQueue(http, signal);
  let known: number | null = null;
  let looks = 0;
  return async (signal) => {
    const { running } = await readQueue(http, signal);
    if (before.some((id) => running.includes(id))) return false;
    const { devices } = await http.getJson('/system_stats', systemStatsSchema, signal);
    const free = devices.reduce((sum, { vram_free = 0 }) => sum + vram_free, 0);
    const total = devices.reduce((sum, { vram_total = 0 }) => sum + vram_total, 0);
    const settled = known !== null && Math.abs(free - known) <= total * steady;
    known = free;
    looks += 1;
    return settled || looks >= mostLooks;
  };
}
