/** What a file of a card is called and what it is, wherever its bytes are. */
import { createHash } from 'node:crypto';
import type { CardFile } from '../core/card.ts';

/** The name people read. */
export function fileName(file: CardFile): string {
  return file.from === 'store' ? file.output.name : file.name;
}

export function mediaTypeOf(file: CardFile): string {
  return file.from === 'store' ? file.output.mediaType : file.mediaType;
}

/**
 * A name that stands for the content: the same name, the same bytes. So a file that a platform already has can be
 * recognised, and a new preview is never mistaken for the one before. Only characters that every platform leaves alone.
 */
export function contentName(file: CardFile): string {
  const safe = fileName(file)
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/_{2,}/g, '_');
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(safe)?.[0] ?? '';
  const stem = safe.slice(0, safe.length - extension.length).replace(/^[._-]+|[._-]+$/g, '');
  const content = createHash('sha256').update(file.from === 'store' ? file.output.key : file.bytes);
  return `${stem.slice(0, 60) || 'file'}-${content.digest('hex').slice(0, 8)}${extension.toLowerCase()}`;
}
