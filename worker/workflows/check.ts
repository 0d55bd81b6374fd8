/** Every workflow of a folder, judged: can its files be used, and is there a server that can run it? */
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { openLibrary } from '../../core/library.ts';
import { readWorkflowFile } from './read.ts';
import { against } from './report.ts';
import type { Server } from './server.ts';
import { isReady, understand } from './understand.ts';

export interface Checked {
  lines: string[];
  /** No file at fault, and each can be run somewhere (where there is a server to ask). */
  passed: boolean;
}

export async function checkFolder(folder: string, servers: Server[]): Promise<Checked> {
  const faults = (await openLibrary(folder)).faults();
  const files = (await readdir(folder)).filter((name) => extname(name) === '.json').sort();
  const checked = await Promise.all(files.map((file) => checkOne(folder, file, { faults, servers })));
  const failed = checked.filter(({ passed }) => !passed).length;
  const sum =
    failed === 0 ? `All ${files.length} can be used.` : `${failed} of ${files.length} cannot be used now.`;
  return { lines: [...checked.flatMap(({ lines }) => lines), '', sum], passed: failed === 0 };
}

async function checkOne(
  folder: string,
  file: string,
  { faults, servers }: { faults: Map<string, string>; servers: Server[] },
): Promise<Checked> {
  const name = basename(file, '.json');
  const fault = faults.get(name);
  try {
    const read = readWorkflowFile(file, await readFile(join(folder, file)));
    const answers = servers.map((server) => {
      if (!server.reachable) return { ready: false, lines: [] };
      const understood = understand(read, server.definitions);
      const ready = isReady(understood);
      return {
        ready,
        lines: ready
          ? [`    ready on ${server.name}`]
          : [`    not on ${server.name}:`, ...against(understood).map((line) => `      ${line}`)],
      };
    });
    const runs = answers.length === 0 || answers.some(({ ready }) => ready);
    const passed = runs && fault === undefined;
    const lines = [
      `${passed ? 'ok     ' : 'FAILED '} ${name}  (${read.form})`,
      ...(fault === undefined ? [] : [`    ${fault.replaceAll('\n', '\n    ')}`]),
      ...answers.flatMap((answer) => answer.lines),
    ];
    return { lines, passed };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { lines: [`FAILED  ${name}`, `    ${thrown.message}`], passed: false };
  }
}
