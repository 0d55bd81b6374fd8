/** Uploads. The name that is answered is the one to use: it may differ from the one that was sent. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { type Files, FOLDERS, type Folder, isInside } from '../files.ts';
import { parseJson } from '../json.ts';
import { readTextChunks, withTextChunks } from '../png.ts';
import { findFile } from './view-path.ts';

/** null: nothing to store, or not there. */
export type UploadAnswer = { name: string; subfolder: string; type: Folder } | null;

type Write = (bytes: Buffer, target: string) => Promise<void>;

const textPart = z.string();
const originalRef = z.looseObject({
  filename: z.string(),
  type: z.string().optional(),
  subfolder: z.string().optional(),
});

export const storeImage = (files: Files, form: FormData): Promise<UploadAnswer> =>
  store(files, form, (bytes, target) => writeFile(target, bytes));

/** The alpha of the upload replaces that of a picture the server has; without such a picture nothing is written. */
export async function storeMask(files: Files, form: FormData): Promise<UploadAnswer> {
  return store(files, form, async (bytes, target) => {
    const { filename, type, subfolder } = originalRef.parse(
      parseJson(textPart.parse(form.get('original_ref'))),
    );
    const original = await findFile(files, {
      filename,
      ...(type === undefined ? {} : { type }),
      ...(subfolder === undefined ? {} : { subfolder }),
    });
    if (typeof original === 'number') return;
    const { data, info } = await sharp(original.file)
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const alpha = await sharp(bytes)
      .ensureAlpha()
      .extractChannel('alpha')
      .resize(width, height)
      .raw()
      .toBuffer();
    const joined = sharp(data, { raw: { width, height, channels: 3 } }).joinChannel(alpha, {
      raw: { width, height, channels: 1 },
    });
    if (path.extname(target) !== '.png') return void (await joined.toFile(target));
    const texts = readTextChunks(await readFile(original.file));
    await writeFile(target, withTextChunks(await joined.png({ compressionLevel: 4 }).toBuffer(), texts));
  });
}

async function store(files: Files, form: FormData, write: Write): Promise<UploadAnswer> {
  // An unknown type fails before anything else is looked at, and with a 500.
  const type = z.enum(FOLDERS).parse(form.get('type') ?? 'input');
  const upload = form.get('image');
  if (!(upload instanceof File) || upload.name === '') return null;
  const subfolder = textPart.parse(form.get('subfolder') ?? '');
  const folder = path.join(files.folder(type), subfolder);
  if (!isInside(files.folder(type), path.join(folder, upload.name))) return null;
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.from(await upload.arrayBuffer());
  const overwrite = ['true', '1'].includes(String(form.get('overwrite')));
  const place = overwrite ? { name: upload.name, known: false } : await freeName(folder, upload.name, bytes);
  if (!place.known) await write(bytes, path.join(folder, place.name));
  return { name: place.name, subfolder, type };
}

/** The first of `a.png`, `a (1).png`, … that is free or holds these very bytes. */
async function freeName(
  folder: string,
  name: string,
  bytes: Buffer,
): Promise<{ name: string; known: boolean }> {
  const { name: base, ext } = path.parse(name);
  let candidate = name;
  for (let number = 1; existsSync(path.join(folder, candidate)); number += 1) {
    if (bytes.equals(await readFile(path.join(folder, candidate)))) return { name: candidate, known: true };
    candidate = `${base} (${number})${ext}`;
  }
  return { name: candidate, known: false };
}
