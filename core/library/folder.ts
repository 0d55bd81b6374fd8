/**
 * The workflows of the folder: `<name>.json`, or a picture, video or sound that carries a workflow, and perhaps
 * `<name>.yaml` beside it. Only a graph in API format is understood here; whatever else there is, a worker reads.
 */

import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Text } from '../card.ts';
import { saidBy, toError, UserError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { say } from '../say.ts';
import { type Graph, graphSchema } from '../workflow.ts';
import { parseSide, type Side } from './side.ts';
import { nameFrom, type WorkflowFile } from './source.ts';

/** The endings of what may carry a workflow. What a file is, its bytes say. */
const carriers = [
  ...['.json', '.png', '.webp', '.jpg', '.jpeg', '.avif', '.mp4', '.mov', '.webm', '.mkv'],
  ...['.flac', '.mp3', '.ogg', '.opus', '.glb', '.latent'],
];
const sides = ['.yaml', '.yml'];
export const folderEndings: ReadonlySet<string> = new Set([...carriers, ...sides]);

/** Larger ones are not read: a video of a minute is smaller. */
export const largestFile = 64 * 1024 * 1024;
const largestJson = 4_000_000;

export interface FolderSource {
  name: string;
  file: WorkflowFile;
  path: string;
  side: Side;
  sideText: string | null;
  graph: Graph | null;
}

export interface FolderRead {
  sources: FolderSource[];
  /** By name, why a file cannot be used, in words. */
  faults: Map<string, Text>;
}

export async function readFolder(folder: string): Promise<FolderRead> {
  const files = (await readdir(folder)).sort();
  const byStem = Map.groupBy(
    files.filter((file) => carriers.includes(extname(file).toLowerCase())),
    stemOf,
  );
  const sources: FolderSource[] = [];
  const faults = new Map<string, Text>();
  const sideFiles = new Map(
    files.filter((file) => sides.includes(extname(file).toLowerCase())).map((file) => [stemOf(file), file]),
  );
  const taken = new Map<string, string>();
  const covers = await coversIn(folder, [...sideFiles.values()]);
  for (const [stem, all] of byStem) {
    // A picture beside a workflow is its cover, whatever it carries.
    const json = all.filter((file) => extname(file).toLowerCase() === '.json');
    const own = (json.length > 0 ? json : all).filter((file) => !covers.has(file));
    const [file, second] = own;
    if (file === undefined) continue;
    const name = nameFrom(file);
    const other = second ?? taken.get(name);
    taken.set(name, file);
    if (other !== undefined) {
      faults.set(
        name,
        say('{file} and {other} would both be called {name}; rename one of them.', { file, other, name }),
      );
      continue;
    }
    try {
      sources.push(await readSource({ folder, name, file, sideFile: sideFiles.get(stem) }));
    } catch (thrown) {
      faults.set(name, saidBy(thrown));
    }
  }
  return { sources: sources.filter(({ name }) => !faults.has(name)), faults };
}

function stemOf(file: string): string {
  return basename(file, extname(file));
}

/** Pictures that a side file names are shown, not read. */
async function coversIn(folder: string, sideFiles: string[]): Promise<Set<string>> {
  const named = await Promise.all(
    sideFiles.map(async (file) => {
      try {
        return parseSide(await readText(join(folder, file)), file).cover;
      } catch {
        // Said where the workflow itself is read.
        return undefined;
      }
    }),
  );
  return new Set(named.filter((cover): cover is string => typeof cover === 'string'));
}

interface Place {
  folder: string;
  name: string;
  file: string;
  sideFile: string | undefined;
}

async function readSource({ folder, name, file, sideFile }: Place): Promise<FolderSource> {
  const path = join(folder, file);
  const bytes = await readBounded(path, extname(file).toLowerCase() === '.json' ? largestJson : largestFile);
  const sideText = sideFile === undefined ? null : await readText(join(folder, sideFile));
  return {
    name,
    path,
    file: { id: fileId(bytes), name: file, bytes: bytes.length },
    sideText,
    side: sideText === null || sideFile === undefined ? {} : parseSide(sideText, sideFile),
    graph: readApi(file, bytes),
  };
}

export function fileId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Null: something else than a graph in API format. @throws UserError when it is to be JSON and is none. */
export function readApi(file: string, bytes: Buffer): Graph | null {
  if (extname(file).toLowerCase() !== '.json') return null;
  let json: unknown;
  try {
    json = parseJson(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch (thrown) {
    throw new UserError(say('{file} is not valid JSON: {why}', { file, why: toError(thrown).message }));
  }
  return graphSchema.safeParse(json).data ?? null;
}

async function readText(path: string): Promise<string> {
  return (await readBounded(path, largestJson)).toString('utf8');
}

async function readBounded(path: string, largest: number): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > largest)
    throw new UserError(
      say('{file} has {n} bytes; at most {most} are read.', {
        file: basename(path),
        n: size,
        most: largest,
      }),
    );
  return readFile(path);
}
