/**
 * The wildcards: text files of `wildcards/`, one value a line. `light/warm.txt` is `__light/warm__`; `*` stands for any
 * part of a name. Lines may be dynamic prompts themselves and may begin with a weight (`3::`); those that begin with #
 * are notes.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { saidBy, toError, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { say } from '../say.ts';
import { watchFolder } from '../watch-folder.ts';
import { type Option, parseTemplate } from './parse.ts';

export interface Wildcards {
  /** Null when no file has that name. @throws UserError for a line that cannot be read */
  values(name: string): readonly Option[] | null;
  /** Names most like this one. */
  closest(name: string): string[];
  names(): string[];
  /** Files that cannot be used, with the reason. */
  faults(): ReadonlyMap<string, string>;
  reload(): Promise<void>;
}

const largestFile = 2_000_000;
/** All files together. */
const largestFolder = 50_000_000;
/** Of one wildcard, however many files it names. */
const mostValues = 20_000;
const longestLine = 4000;
const mostFiles = 2000;

const weighed = /^(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})::/;

/** A folder that is not there holds none. */
export async function openWildcards(folder: string): Promise<Wildcards> {
  let files = new Map<string, string[]>();
  let faults = new Map<string, string>();
  /** Lines are parsed when they are first needed: a collection may have a hundred thousand. */
  let parsed = new Map<string, readonly Option[] | null>();

  async function reload(): Promise<void> {
    const found = new Map<string, string[]>();
    const broken = new Map<string, string>();
    const paths = (await textFiles(folder)).slice(0, mostFiles);
    let left = largestFolder;
    for (const path of paths) {
      const name = nameOf(relative(folder, path));
      try {
        const { size } = await stat(path);
        if (size > largestFile) throw new Error(`it is ${size} bytes; at most ${largestFile} are read`);
        left -= size;
        if (left < 0) throw new Error(`there are more than ${largestFolder} bytes of wildcards`);
        found.set(name, await readLines(path));
      } catch (thrown) {
        broken.set(name, toError(thrown).message);
      }
    }
    files = found;
    faults = broken;
    parsed = new Map();
  }

  function matching(name: string): string[] {
    if (!name.includes('*')) return files.has(name) ? [name] : [];
    // `*` stays within a folder, `**` does not.
    const pattern = name
      .split(/(\*+)/)
      .map((part) => (/^\*\*/.test(part) ? '.*' : part === '*' ? '[^/]*' : RegExp.escape(part)));
    const wanted = new RegExp(`^${pattern.join('')}$`, 'u');
    return [...files.keys()].filter((one) => wanted.test(one)).sort();
  }

  function values(given: string): readonly Option[] | null {
    const name = given.toLowerCase();
    const known = parsed.get(name);
    if (known !== undefined) return known;
    const names = matching(name);
    const lines = names.flatMap((one) => (files.get(one) ?? []).map((line) => [one, line] as const));
    const options =
      names.length === 0 ? null : lines.slice(0, mostValues).map(([one, line]) => toOption(one, line));
    if (parsed.size > mostFiles) parsed.clear();
    parsed.set(name, options);
    return options;
  }

  await reload();
  return {
    values,
    names: () => [...files.keys()].sort(),
    closest: (name) => nearestNames(name.toLowerCase(), [...files.keys()]),
    faults: () => faults,
    reload,
  };
}

/** None at all: for what knows no folder. */
export const noWildcards: Pick<Wildcards, 'values' | 'closest'> = { values: () => null, closest: () => [] };

function nameOf(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/\.txt$/i, '')
    .toLowerCase();
}

async function textFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /^[^.].*\.txt$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}

async function readLines(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).replace(/^\ufeff/, '').split(/\r?\n/);
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && line.length <= longestLine);
}

function toOption(name: string, line: string): Option {
  const weight = weighed.exec(line);
  try {
    return {
      weight: weight ? Number(weight[1]) : 1,
      parts: parseTemplate(line.slice(weight?.[0].length ?? 0)),
    };
  } catch (thrown) {
    throw new UserError(
      say('The wildcard {name} has a line that cannot be read. {why}', {
        name: `__${name}__`,
        why: saidBy(thrown),
      }),
    );
  }
}

/** Those that contain what was typed come first: a folder that was forgotten is the usual mistake. */
function nearestNames(wanted: string, names: readonly string[]): string[] {
  const plain = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  return names
    .map((name) => ({
      name,
      far:
        Math.min(distance(wanted, name), distance(plain(wanted), plain(name))) -
        (name.includes(wanted) ? 100 : 0),
    }))
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, 5)
    .map(({ name }) => name);
}

/** Keeps them in step with their folder. */
export function watchWildcards({
  folder,
  wildcards,
  log,
}: {
  folder: string;
  wildcards: Wildcards;
  log: Log;
}) {
  async function reload(): Promise<void> {
    const before = wildcards.names().length;
    await wildcards.reload();
    for (const [name, reason] of wildcards.faults()) log.warn(`wildcard ${name} cannot be used: ${reason}`);
    log.info(`read ${wildcards.names().length} wildcards; there were ${before}`);
  }
  return watchFolder({ folder, depth: 8, endings: new Set(['.txt']), what: 'the wildcards', reload, log });
}
