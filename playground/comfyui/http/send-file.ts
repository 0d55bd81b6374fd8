/** A file as it is, with what browsers and clients ask for: type, tag, ranges, "not modified". */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { getMimeType, mimes } from 'hono/utils/mime';
import type { Ctx } from './answers.ts';
import type { FoundFile } from './view-path.ts';

const TYPES = {
  ...mimes,
  flac: 'audio/flac',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  txt: 'text/plain',
};
/** Never shown by a browser, only downloaded. */
const ACTIVE = /^(text\/(html|css|javascript)|application\/xhtml)/;

export async function sendFile(context: Ctx, { file, name }: FoundFile, nosniff: boolean): Promise<Response> {
  const { size, mtimeNs } = await stat(file, { bigint: true });
  const length = Number(size);
  const modified = new Date(Number(mtimeNs / 1_000_000n));
  const type = getMimeType(name, TYPES) ?? 'application/octet-stream';
  const tag = `"${mtimeNs.toString(16)}-${size.toString(16)}"`;
  const headers: Record<string, string> = {
    'Content-Type': ACTIVE.test(type) ? 'application/octet-stream' : type,
    'Content-Disposition': `filename="${encodeURI(name).replaceAll('%20', ' ')}"`,
    ETag: tag,
    'Last-Modified': modified.toUTCString(),
    ...(nosniff ? { 'X-Content-Type-Options': 'nosniff' } : {}),
  };
  if (isUnchanged(context, tag, modified)) return context.body(null, 304, headers);

  const range = readRange(context.req.header('Range'), length);
  if (range === 'unsatisfiable') return context.body(null, 416, { 'Content-Range': `bytes */${length}` });
  headers['Accept-Ranges'] = 'bytes';
  const { start, end } = range ?? { start: 0, end: length - 1 };
  headers['Content-Length'] = String(end - start + 1);
  if (range !== null) headers['Content-Range'] = `bytes ${start}-${end}/${length}`;
  context.set('told', `${name}, ${end - start + 1} bytes`);
  const status = range === null ? 200 : 206;
  if (context.req.method === 'HEAD' || length === 0) return context.body(null, status, headers);
  const stream = Readable.toWeb(createReadStream(file, { start, end })) as ReadableStream;
  return context.body(stream, status, headers);
}

function isUnchanged(context: Ctx, tag: string, modified: Date): boolean {
  const known = context.req.header('If-None-Match');
  if (known !== undefined)
    return known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
  const since = context.req.header('If-Modified-Since');
  return since !== undefined && Math.floor(modified.getTime() / 1000) * 1000 <= Date.parse(since);
}

/** One range of bytes; null where none is asked for or it cannot be read, which means the whole file. */
function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
