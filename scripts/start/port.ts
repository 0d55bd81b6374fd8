/** Looks at the port before anything starts, so that a busy one is said in a sentence. */
import { SettingsError } from '../../core/errors.ts';
import { tryPort } from '../../core/ports.ts';

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
