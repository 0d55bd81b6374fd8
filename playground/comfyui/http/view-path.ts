/** Which file a `/view` query means, or the status that says why none. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Files, FOLDERS, type Folder, isInside, splitAnnotation } from '../files.ts';

export interface FoundFile {
  file: string;
  name: string;
}

const isFolder = (type: string): type is Folder => (FOLDERS as readonly string[]).includes(type);

export async function findFile(
  files: Files,
  { filename, type = 'output', subfolder }: Record<string, string>,
): Promise<FoundFile | 400 | 403 | 404> {
  if (filename === undefined) return 404;
  const annotated = splitAnnotation(filename);
  if (annotated.name === '' || annotated.name.startsWith('/') || annotated.name.includes('..')) return 400;
  const from = annotated.type ?? type;
  if (!isFolder(from)) return 400;
  const folder = path.join(files.folder(from), subfolder ?? '');
  if (!isInside(files.folder(from), folder)) return 403;
  const name = path.basename(annotated.name);
  const file = path.join(folder, name);
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? { file, name } : 404;
}
