/**
 * What somebody attached, looked at before anything else sees it: what it is, its bytes say, not its name. Pictures
 * are written anew, so that where they were taken, whatever stands behind them and everything else but the picture
 * itself stays outside.
 */
import { UserError } from '../errors.ts';
import { say, type Words } from '../say.ts';
import type { FileKind } from '../workflow.ts';
import { checkPicture } from './check-picture.ts';
import { checkRecording } from './check-recording.ts';

/** An attachment as it is kept and handed on. */
export interface Checked {
  kind: FileKind;
  bytes: Buffer;
  /** `.png` */
  extension: string;
  mediaType: string;
  width?: number;
  height?: number;
  seconds?: number;
}

export const attachmentLimits = {
  /** Bytes of what is fetched. */
  bytes: { image: 30 * 2 ** 20, mask: 30 * 2 ** 20, video: 90 * 2 ** 20, audio: 50 * 2 ** 20 },
  pixels: 50_000_000,
  seconds: { video: 120, audio: 600 },
} as const;

/** @throws UserError that says what is wrong with it */
export function checkAttachment(kind: FileKind, name: Words, bytes: Buffer): Promise<Checked> {
  const most = attachmentLimits.bytes[kind];
  if (bytes.length > most) throw tooLarge(name, most);
  return kind === 'image' || kind === 'mask'
    ? checkPicture(kind, name, bytes)
    : checkRecording(kind, name, bytes);
}

export function tooLarge(name: Words, most: number): UserError {
  return new UserError(
    say('{name} is too large; at most {most} MiB are taken.', { name, most: Math.floor(most / 2 ** 20) }),
  );
}
