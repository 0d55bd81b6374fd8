/**
 * The folders ComfyUI reads and writes (input, output, temp): names a client may use for a file in them,
 * and how new files are numbered.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { PythonError } from './python.ts';

export const FOLDERS = ['input', 'output', 'temp'] as const;
export type Folder = (typeof FOLDERS)[number];

interface SavePlace {
  folder: string;
  subfolder: string;
  /** Name of a file of this place, `%batch_num%` filled in. */
  name(batch: number, ending: string): string;
}

export type Files = ReturnType<typeof createFiles>;

export function createFiles(root: string) {
  const folder = (type: Folder): string => path.join(root, type);

  return {
    folder,

    async create(): Promise<void> {
      await Promise.all(FOLDERS.map((type) => mkdir(folder(type), { recursive: true })));
    },

    async emptyTemp(): Promise<void> {
      await rm(folder('temp'), { recursive: true, force: true });
      await mkdir(folder('temp'), { recursive: true });
    },

    /** Where a file named in a graph is: `a.png`, `sub/a.png`, `a.png [output]`. */
    locate(annotated: string): string {
      const { name, type } = splitAnnotation(annotated);
      return path.join(folder(type ?? 'input'), name);
    },

    exists(annotated: string): boolean {
      return isInside(root, this.locate(annotated)) && existsSync(this.locate(annotated));
    },

    async list(type: Folder): Promise<string[]> {
      const entries = await readdir(folder(type), { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
    },

    /** The place for new files under a prefix, counting on from the largest number it has there. */
    async savePlace(type: Folder, prefix: string, width: number, height: number): Promise<SavePlace> {
      const filled = path.normalize(fillTokens(prefix, width, height));
      const subfolder = path.dirname(filled) === '.' ? '' : path.dirname(filled);
      const base = path.basename(filled);
      const target = path.join(folder(type), subfolder);
      if (!isInside(folder(type), target)) {
        throw new PythonError(
          'Exception',
          `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${target}\n output_dir: ${folder(type)}`,
        );
      }
      await mkdir(target, { recursive: true });
      let counter = 1 + (await largestNumber(target, base));
      return {
        folder: target,
        subfolder,
        name(batch, ending) {
          const number = String(counter).padStart(5, '0');
          counter += 1;
          return `${base.replaceAll('%batch_num%', String(batch))}_${number}${ending}`;
        },
      };
    },
  };
}

/** `a.png [output]` names a file of another folder than the usual one. */
export function splitAnnotation(annotated: string): { name: string; type: Folder | null } {
  for (const type of FOLDERS) {
    const suffix = `[${type}]`;
    // The blank before the bracket goes with it.
    if (annotated.endsWith(suffix)) return { name: annotated.slice(0, -suffix.length - 1), type };
  }
  return { name: annotated, type: null };
}

export function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

/** Numbers are shared by all file types of one prefix. */
async function largestNumber(folder: string, base: string): Promise<number> {
  const numbers = (await readdir(folder))
    .filter((name) => name.startsWith(`${base}_`))
    .map((name) => Number(/^(\d+)[_.]/.exec(name.slice(base.length + 1))?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function fillTokens(prefix: string, width: number, height: number): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  const tokens: Record<string, string> = {
    width: String(width),
    height: String(height),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  };
  return prefix.replace(/%(\w+)%/g, (whole, token: string) => tokens[token] ?? whole);
}
