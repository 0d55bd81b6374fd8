/** Ports of this machine: whether one can be had, and one that can. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that the system itself hands out to connections (32768 and up on Linux), so that none takes it first. */
const lowest = 20_000;
const highest = 32_000;

/** A port that nobody listened on a moment ago. Chosen at random: who asks at the same time gets another. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if ((await tryPort(port, '127.0.0.1')) === undefined) return port;
  }
}

/** @returns the system's error code, undefined when the port can be had. */
export async function tryPort(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}
