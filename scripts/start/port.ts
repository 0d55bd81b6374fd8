/** Looks at the port before anything starts, so that a busy one is said in a sentence. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { SettingsError } from '../../core/errors.ts';

/** @throws SettingsError naming the port and the remedy. */
export async function checkPort(port: number, host: string): Promise<void> {
  const code = await tryPort(port, host);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    const other = (await tryPort(port + 10, host)) === undefined ? port + 10 : 0;
    throw new SettingsError(
      `Port ${port} is taken. Stop what uses it or set PORT, for example PORT=${other} npm start.`,
    );
  }
  if (code === 'EACCES') {
    throw new SettingsError(`Port ${port} is for root only. Set PORT to 1024 or more, for example 8080.`);
  }
  throw new SettingsError(
    `HOST ${host} is not an address of this machine (${code}). Set it to 127.0.0.1, or remove it.`,
  );
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

/** @returns the system's error code, undefined when the port can be had. */
async function tryPort(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    server.close();
  }
}
