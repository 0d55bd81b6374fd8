/** One stand-in per test, closed after it; a test that leaves a socket open is closed with it. */
import { test as base } from 'vitest';
import { type ComfyUiOptions, type ComfyUiServer, startComfyUi } from '../../../playground/comfyui/server.ts';
import { type Listener, listen } from './client.ts';

export interface Bench {
  comfyUi: ComfyUiServer;
  /** A second server, of the old version or with other options. */
  start(options?: ComfyUiOptions): Promise<ComfyUiServer>;
  connect(server: { url: string }, clientId?: string): Promise<Listener>;
}

export const test = base.extend<Bench>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from the pattern
  start: async ({}, use) => {
    const servers: ComfyUiServer[] = [];
    await use(async (options = {}) => {
      const server = await startComfyUi({ stepMs: 1, ...options });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.close()));
  },
  comfyUi: async ({ start }, use) => {
    await use(await start());
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from the pattern
  connect: async ({}, use) => {
    const listeners: Listener[] = [];
    await use(async (server, clientId) => {
      const listener = await listen(server.url, clientId);
      listeners.push(listener);
      return listener;
    });
    for (const { socket } of listeners) socket.terminate();
  },
});
