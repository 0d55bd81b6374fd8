/** Every workflow of a folder, judged as the bots would: can it be used, and is there a server that can run it? */

import { readFile } from 'node:fs/promises';
import { plain } from '../../core/card.ts';
import type { About } from '../../core/library/about.ts';
import { type FolderSource, readFolder } from '../../core/library/folder.ts';
import type { Known } from '../../core/library/knowledge.ts';
import type { Reading } from '../../core/library/reading.ts';
import { openLibrary } from '../../core/library.ts';
import { readForLibrary } from './reading.ts';
import { noDefinitions } from './report.ts';
import type { Server } from './server.ts';

export interface Checked {
  lines: string[];
  /** No file at fault, and each can be run somewhere (where there is a server to ask). */
  passed: boolean;
}

type Reachable = Extract<Server, { reachable: true }>;

export async function checkFolder(folder: string, servers: Server[]): Promise<Checked> {
  const { sources } = await readFolder(folder);
  const reachable = servers.filter((server): server is Reachable => server.reachable);
  const readings = new Map<string, Reading[]>();
  for (const source of sources) readings.set(source.file.id, await readFor(source, reachable));
  const known: Known = {
    sources: [],
    readings: (file) => readings.get(file) ?? [],
    backends: reachable.map(({ name }) => ({ name, info: name })),
    allowed: new Set(),
  };
  const library = await openLibrary(folder, () => known);
  const names = [...new Set([...library.all().map(({ name }) => name), ...library.faults().keys()])].sort();
  const checked = names.map((name) => {
    const about = library.about(name);
    return about
      ? checkOne(about, servers.length > 0)
      : { lines: [`FAILED  ${name}`, `    ${plain(library.faults().get(name) ?? '')}`], passed: false };
  });
  const failed = checked.filter(({ passed }) => !passed).length;
  const sum =
    failed === 0 ? `All ${names.length} can be used.` : `${failed} of ${names.length} cannot be used now.`;
  return { lines: [...checked.flatMap(({ lines }) => lines), '', sum], passed: failed === 0 };
}

/** Without a server it is only seen whether a file holds a workflow at all. */
async function readFor({ path, file }: FolderSource, servers: Reachable[]): Promise<Reading[]> {
  const bytes = await readFile(path);
  const key = { file: file.id, reader: 'check', madeAt: Date.now() };
  const read = servers.map(({ name: info, definitions }) => ({
    ...readForLibrary(file.name, bytes, definitions),
    ...key,
    info,
  }));
  if (read.length > 0) return read;
  const alone = { ...readForLibrary(file.name, bytes, noDefinitions), ...key, info: 'none' };
  return alone.state === 'unreadable' ? [alone] : [];
}

function checkOne({ name, file, reading, fault, waiting, backends }: About, asked: boolean): Checked {
  const form = reading?.form ?? file.name;
  if (waiting && !asked)
    return { lines: [`unread  ${name}  (${file.name}): no server says what its nodes are`], passed: true };
  const runs = backends.length === 0 || backends.some(({ ready }) => ready !== false);
  const passed = fault === null && runs;
  const told = backends.flatMap(({ backend, ready, against }) =>
    ready === false
      ? [`    not on ${backend}:`, ...against.map((line) => `      ${plain(line)}`)]
      : [`    ready on ${backend}`],
  );
  // Of a graph that ran as it is, the server has the last word, but it may be this.
  const doubts = reading?.exact
    ? reading.problems.map(({ text }) => `    may be refused: ${plain(text)}`)
    : [];
  return {
    lines: [
      `${passed ? 'ok     ' : 'FAILED '} ${name}  (${form})`,
      ...(fault === null ? [] : [`    ${plain(fault).replaceAll('\n', '\n    ')}`]),
      ...told,
      ...doubts,
    ],
    passed,
  };
}
