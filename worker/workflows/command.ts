/** What `npm run workflows` does, without the process around it: arguments in, text and an exit code out. */

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { plain } from '../../core/card.ts';
import { toError, UserError } from '../../core/errors.ts';
import { checkFolder } from './check.ts';
import { findInputs } from './inputs.ts';
import { readWorkflowFile } from './read.ts';
import { describeFile, noDefinitions } from './report.ts';
import type { Server } from './server.ts';
import { understand } from './understand.ts';

export interface Answer {
  /** What was asked for. */
  out: string;
  /** What is worth knowing beside it. */
  notes: string[];
  code: number;
}

const usage = 'Usage: npm run workflows [-- check | show FILE | convert FILE | inputs FILE]';

/** @throws UserError */
export async function answer(
  [command = 'check', path, ...more]: string[],
  { folder, servers }: { folder: string; servers: Server[] },
): Promise<Answer> {
  const known = ['check', 'show', 'convert', 'inputs'].includes(command);
  if (!known || more.length > 0 || (path === undefined && command !== 'check')) throw new UserError(usage);
  if (path === undefined) {
    const { lines, passed } = await checkFolder(folder, servers);
    return { out: lines.join('\n'), notes: [], code: passed ? 0 : 1 };
  }
  const name = basename(path);
  const file = readWorkflowFile(name, await readBytes(path));
  if (command === 'show' || command === 'check')
    return { out: describeFile(name, file, servers), notes: [], code: 0 };
  const server = servers.find((one) => one.reachable);
  const definitions = server?.reachable ? server.definitions : noDefinitions;
  const { graph, problems, notes } = understand(file, definitions);
  const side = () => ({ title: name.replace(/\.\w+$/, ''), inputs: findInputs(graph, definitions).inputs });
  const out = command === 'convert' ? JSON.stringify(graph, null, 2) : stringify(side());
  return {
    out,
    notes: [...notes, ...problems.map(({ text }) => text)].map((one) => plain(one)),
    code: problems.length > 0 ? 1 : 0,
  };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new UserError(`${path} cannot be read: ${toError(thrown).message}`, { cause: thrown });
  }
}

export function greet(servers: Server[]): string[] {
  if (servers.length === 0)
    return [
      'COMFYUI_URL is not set: files are read, but no server says what it has, and an editor’s file needs one to be converted.',
    ];
  return servers.map((server) =>
    server.reachable
      ? `${server.name}: ComfyUI ${server.version}, ${server.definitions.size} classes of nodes`
      : `${server.name} is not reachable: ${server.trouble}`,
  );
}
