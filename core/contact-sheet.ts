/** Many pictures on one sheet, small and numbered, so that a list can be looked at. */
import { openLetters } from './diagram/letters.ts';
import { NoPicture, pictureOf, withPicture } from './picture.ts';

export interface SheetPicture {
  number: number;
  bytes: Uint8Array;
}

const tile = 240;
const gap = 12;
const across = 4;
const ground = '#1e1f22';

/** @returns a PNG, at most four pictures wide; null when none of them can be drawn. */
export async function contactSheet(pictures: readonly SheetPicture[]): Promise<Buffer | null> {
  const drawn = (await Promise.all(pictures.map(thumbnail))).filter((one) => one !== null);
  if (drawn.length === 0) return null;
  const columns = Math.min(across, drawn.length);
  const rows = Math.ceil(drawn.length / columns);
  const width = columns * tile + (columns + 1) * gap;
  const height = rows * tile + (rows + 1) * gap;
  const letters = openLetters(600);
  const tiles = drawn.map(({ number, jpeg }, index) => {
    const x = gap + (index % columns) * (tile + gap);
    const y = gap + Math.floor(index / columns) * (tile + gap);
    const label = String(number);
    const badge = Math.max(34, letters.width(label, 20) + 20);
    const outline = letters.outline(label, {
      x: x + 8 + (badge - letters.width(label, 20)) / 2,
      y: y + 32,
      size: 20,
    });
    return [
      `<image x="${x}" y="${y}" width="${tile}" height="${tile}" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/>`,
      `<rect x="${x + 8}" y="${y + 8}" width="${badge}" height="34" rx="17" fill="#000000" fill-opacity="0.72"/>`,
      `<path d="${outline}" fill="#ffffff"/>`,
    ].join('');
  });
  return pictureOf(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${tiles.join('')}</svg>`,
  );
}

/** What can no longer be opened is left out: the list still says what it was. */
async function thumbnail({ number, bytes }: SheetPicture): Promise<{ number: number; jpeg: Buffer } | null> {
  try {
    const jpeg = await withPicture(bytes, ({ open }) =>
      open().rotate().flatten({ background: ground }).resize(tile, tile, { fit: 'cover' }).jpeg().toBuffer(),
    );
    return { number, jpeg };
  } catch (thrown) {
    if (thrown instanceof NoPicture) return null;
    throw thrown;
  }
}
