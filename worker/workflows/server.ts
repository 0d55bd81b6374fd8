/** What a ComfyUI server says of itself, as far as workflows are concerned. */
import { z } from 'zod';
import { PassingError } from '../../core/errors.ts';
import { createHttp, readAddress } from '../comfyui/http.ts';
import { systemStatsSchema } from '../comfyui/wire.ts';
import { type Definitions, readDefinitions } from './definitions.ts';

export type Server =
  | { name: string; reachable: true; version: string; definitions: Definitions }
  | { name: string; reachable: false; trouble: string };

/** With many packs and models the answer takes its time. */
const timeoutMs = 60_000;

export async function askServer(url: string, authHeader?: string): Promise<Server> {
  const address = readAddress(url, authHeader);
  const http = createHttp(address, timeoutMs);
  try {
    const { system } = await http.getJson('/system_stats', systemStatsSchema);
    const objectInfo = await http.getJson('/object_info', z.unknown());
    const definitions = readDefinitions(objectInfo);
    return { name: address.name, reachable: true, version: system.comfyui_version, definitions };
  } catch (thrown) {
    if (!(thrown instanceof PassingError) && !(thrown instanceof z.ZodError)) throw thrown;
    const trouble = thrown instanceof PassingError ? thrown.message : 'its list of nodes cannot be read';
    return { name: address.name, reachable: false, trouble };
  } finally {
    await http.close();
  }
}
