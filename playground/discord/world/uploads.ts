/** Files on their way into a message: their name, kind and size as Discord would note them. */
import { extname } from 'node:path';
import sharp from 'sharp';

export interface Upload {
  /** The `n` of `files[n]`, or whatever the request calls it. */
  key: string;
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface MeasuredUpload extends Upload {
  title?: string;
  width?: number;
  height?: number;
}

const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/x-wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.zip': 'application/zip',
};

export async function measure(upload: Upload): Promise<MeasuredUpload> {
  const filename = safeName(upload.filename);
  const contentType =
    TYPES[extname(filename).toLowerCase()] ?? (upload.contentType || 'application/octet-stream');
  const title = filename === upload.filename ? undefined : upload.filename.replace(/\.[^.]*$/, '');
  const size = contentType.startsWith('image/') ? await imageSize(upload.bytes) : undefined;
  return { ...upload, filename, contentType, ...size, ...(title ? { title } : {}) };
}

/** What Discord leaves of a file's name; `attachment://` has to use this one. */
export function safeName(filename: string): string {
  const plain = filename
    .normalize('NFKD')
    .replace(/\s+/g, '_')
    .replace(/[^\w.-]/g, '')
    .replace(/^\.+/, '');
  return plain === '' ? 'unknown' : plain;
}

async function imageSize(bytes: Uint8Array): Promise<{ width: number; height: number } | undefined> {
  try {
    const { width, height, pageHeight } = await sharp(bytes).metadata();
    return { width, height: pageHeight ?? height };
  } catch {
    // Named like a picture but none: Discord takes it and shows a file without a size.
    return undefined;
  }
}
