/** How a ComfyUI is started: from its folder with the Python that belongs to it, or by a command of one's own. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '../../core/config.ts';
import { SettingsError } from '../../core/errors.ts';

export interface LaunchCommand {
  /** For a shell; the port stands in it as `{port}`, unless it is fixed. */
  shell: string;
  cwd?: string;
  /** The port the command itself names. */
  fixedPort?: number;
}

/** Where people keep the Python of a ComfyUI, seen from its folder. */
const pythons = ['venv/bin/python', '.venv/bin/python', '../venv/bin/python', '../.venv/bin/python'];
/** ComfyUI's own. */
const usualPort = 8188;

/** Null when none is to be started. @throws SettingsError for a folder that is not ComfyUI's. */
export function launchCommand({
  COMFYUI_DIR: dir,
  COMFYUI_COMMAND: command,
}: Pick<Settings, 'COMFYUI_DIR' | 'COMFYUI_COMMAND'>): LaunchCommand | null {
  const cwd = dir === undefined ? undefined : resolve(dir);
  if (cwd !== undefined && !existsSync(cwd)) {
    throw new SettingsError(`COMFYUI_DIR must be the folder of a ComfyUI; there is no folder ${cwd}.`);
  }
  if (command !== undefined) {
    const named = /--port[ =](\d+)/.exec(command)?.[1];
    const fixed = command.includes('{port}') ? {} : { fixedPort: Number(named ?? usualPort) };
    return { shell: command, ...(cwd !== undefined && { cwd }), ...fixed };
  }
  if (cwd === undefined) return null;
  if (!existsSync(join(cwd, 'main.py'))) {
    throw new SettingsError(
      `COMFYUI_DIR must be the folder that ComfyUI's main.py is in; ${cwd} has none. Name that folder, or set COMFYUI_COMMAND.`,
    );
  }
  const python = pythons.map((path) => join(cwd, path)).find((path) => existsSync(path)) ?? 'python3';
  return { shell: `${quoted(python)} main.py --listen 127.0.0.1 --port {port}`, cwd };
}

/** As one word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
