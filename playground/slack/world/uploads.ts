/** The life of an uploaded file: asked for, sent, completed, and after a while processed. */
import { extname } from 'node:path';
import sharp from 'sharp';
import { newId, newSecret } from '../ids.ts';
import { postMessage } from './messages.ts';
import type { Block, StoredFile } from './types.ts';
import { seconds, type World } from './world.ts';

const TYPES: Record<string, [mimetype: string, filetype: string]> = {
  '.png': ['image/png', 'png'],
  '.jpg': ['image/jpeg', 'jpg'],
  '.jpeg': ['image/jpeg', 'jpg'],
  '.gif': ['image/gif', 'gif'],
  '.webp': ['image/webp', 'webp'],
  '.mp4': ['video/mp4', 'mp4'],
  '.webm': ['video/webm', 'webm'],
  '.mp3': ['audio/mpeg', 'mp3'],
  '.wav': ['audio/wav', 'wav'],
  '.flac': ['audio/flac', 'flac'],
  '.json': ['text/plain', 'json'],
  '.txt': ['text/plain', 'text'],
  '.zip': ['application/zip', 'zip'],
};

/** What sharp calls them. */
const PICTURES: Record<string, [mimetype: string, filetype: string]> = {
  png: ['image/png', 'png'],
  jpeg: ['image/jpeg', 'jpg'],
  gif: ['image/gif', 'gif'],
  webp: ['image/webp', 'webp'],
};

/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const BLOCK_PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif']);

export function announceFile(
  world: World,
  given: { name: string; size: number; userId: string; altText?: string },
): StoredFile {
  const [, filetype] = TYPES[extname(given.name).toLowerCase()] ?? ['', 'binary'];
  const file: StoredFile = {
    ...given,
    id: newId('F'),
    title: given.name,
    mimetype: '',
    filetype,
    created: seconds(world.now()),
    state: 'uploading',
    secret: newSecret().slice(0, 10),
    shares: [],
  };
  world.files.set(file.id, file);
  return file;
}

/** Where a completed file is to be shown, if anywhere. */
export interface Sharing {
  channelId: string;
  text: string;
  blocks?: Block[];
  threadTs?: string;
}

/**
 * Starts the processing; the message that shares the files appears when it is over, which is why completing
 * does not answer with its `ts`.
 */
export function completeFiles(world: World, files: StoredFile[], sharings: Sharing[]): void {
  for (const file of files) {
    file.state = 'processing';
    file.created = seconds(world.now());
  }
  world.timers.after(world.limits.timing.fileProcessingMs, () => {
    void finish(world, files, sharings);
  });
}

async function finish(world: World, files: StoredFile[], sharings: Sharing[]): Promise<void> {
  for (const file of files) await look(world, file);
  const left = files.filter(({ deleted }) => !deleted);
  if (left.length === 0) return;
  for (const sharing of sharings) {
    const [first] = left;
    if (first) postMessage(world, { ...sharing, userId: first.userId, fileIds: left.map(({ id }) => id) });
  }
  for (const file of left) world.bus.publish({ type: 'file-ready', file });
}

/** What is really in it decides, not its name. */
async function look(world: World, file: StoredFile): Promise<void> {
  const bytes = await world.bytes.get(file.id);
  const picture =
    bytes &&
    (await sharp(bytes)
      .metadata()
      .catch(() => undefined));
  const known = picture && PICTURES[picture.format];
  const [mimetype, filetype] = known ??
    TYPES[extname(file.name).toLowerCase()] ?? ['application/octet-stream', 'binary'];
  Object.assign(file, { mimetype, filetype, state: 'ready' });
  if (known && picture)
    Object.assign(file, { width: picture.width, height: picture.pageHeight ?? picture.height });
}

export function canStandInBlock(file: StoredFile): boolean {
  return (
    file.state === 'ready' && !file.deleted && file.width !== undefined && BLOCK_PICTURES.has(file.mimetype)
  );
}

/** By the address of its bytes or of its page. */
export function fileByUrl(world: World, url: string): StoredFile | undefined {
  const id = /\/(?:files-pri\/T[A-Z0-9]+-|files\/U[A-Z0-9]+\/)(F[A-Z0-9]+)\//.exec(url)?.[1];
  return id !== undefined && url.startsWith(world.origin()) ? world.files.get(id) : undefined;
}

export function deleteFile(world: World, file: StoredFile): void {
  file.deleted = true;
  world.bytes.delete(file.id);
  for (const message of world.messages.values()) {
    if (!message.fileIds.includes(file.id)) continue;
    const before = structuredClone(message);
    world.bus.publish({ type: 'message-changed', message, before });
  }
  world.bus.publish({ type: 'file-deleted', file });
}
