/** A text with its name, as files carry them beside their pictures and sounds: `prompt`, `workflow`, `parameters`. */
export interface Entry {
  key: string;
  text: string;
}

/**
 * Reads what a file carries. It yields as it goes, so that what stands before the damage in a damaged file is had;
 * reading behind the end throws RangeError, which whoever asks takes for that end.
 */
export type Reader = (bytes: Buffer) => Iterable<Entry>;

/** More than any workflow needs, and little enough to unpack without harm. */
export const largestText = 16_000_000;

/** Text in UTF-8, or in Latin-1 where it is not that. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** A part of a file that says how long it is: a RangeError when it says more than there is. */
export function slice(bytes: Buffer, from: number, length: number): Buffer {
  if (length < 0 || from + length > bytes.length)
    throw new RangeError('the file ends in the middle of something');
  return bytes.subarray(from, from + length);
}
