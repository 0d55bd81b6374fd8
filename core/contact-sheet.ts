/** Several pictures on one sheet, numbered: small ones beside a list, or all that one render made. */
import { openLetters } from './diagram/letters.ts';
import { type Laid, laidOut, NoPicture, withPicture } from './picture.ts';

export interface SheetPicture {
  number: number;
  bytes: Uint8Array;
}

interface Cells {
  width: number;
  height: number;
  across: number;
  gap: number;
  /** `cover` cuts what does not fit, `contain` leaves room beside it. */
  fit: 'cover' | 'contain';
}

const ground = '#1e1f22';
const tile: Cells = { width: 240, height: 240, across: 4, gap: 12, fit: 'cover' };
/** Both sides of a grid are at most so long: more than any chat shows of it. */
const gridSide = 2048;
/** An empty cell is worth so much of a better shape. */
const emptiness = 0.4;

/** For a list: small, and all of one shape. @returns a PNG, at most four pictures wide; null when none can be drawn. */
export async function contactSheet(pictures: readonly SheetPicture[]): Promise<Buffer | null> {
  const drawn = (await Promise.all(pictures.map((one) => drawInto(tile, one)))).filter((one) => one !== null);
  if (drawn.length === 0) return null;
  return sheet(drawn, { ...tile, across: Math.min(tile.across, drawn.length) }, 'png');
}

export interface Grid {
  /** A JPEG. */
  bytes: Buffer;
  width: number;
  height: number;
  /** How many are in a row. */
  across: number;
}

/** What one render made: whole, numbered in their order. Null when one of them cannot be drawn. */
export async function pictureGrid(pictures: readonly Uint8Array[], first = 1): Promise<Grid | null> {
  const [example] = pictures;
  const shape = example && (await shapeOf(example));
  if (!shape) return null;
  const cells = gridCells(pictures.length, shape);
  const drawn = await Promise.all(
    pictures.map((bytes, index) => drawInto(cells, { number: first + index, bytes })),
  );
  const all = drawn.filter((one) => one !== null);
  if (all.length < pictures.length) return null;
  const { width, height } = sheetSize(all.length, cells);
  return { bytes: await sheet(all, cells, 'jpeg'), width, height, across: cells.across };
}

/** As many in a row as make the sheet nearest to a square, with few cells empty. */
export function gridAcross(count: number, { width, height }: { width: number; height: number }): number {
  const cost = (across: number) => {
    const down = Math.ceil(count / across);
    return Math.abs(Math.log((across * width) / (down * height))) + emptiness * (across * down - count);
  };
  const all = Array.from({ length: count }, (_, index) => count - index);
  return all.reduce((best, across) => (cost(across) < cost(best) - 1e-9 ? across : best), count);
}

function gridCells(count: number, shape: { width: number; height: number }): Cells {
  const across = gridAcross(count, shape);
  const down = Math.ceil(count / across);
  const scale = Math.min(1, gridSide / (across * shape.width), gridSide / (down * shape.height));
  const side = (length: number) => Math.max(96, Math.round(length * scale));
  return { width: side(shape.width), height: side(shape.height), across, gap: 8, fit: 'contain' };
}

interface Drawn {
  number: number;
  jpeg: Buffer;
}

function sheetSize(count: number, { width, height, across, gap }: Cells) {
  const down = Math.ceil(count / across);
  return { width: across * width + (across + 1) * gap, height: down * height + (down + 1) * gap };
}

function sheet(drawn: readonly Drawn[], cells: Cells, form: 'png' | 'jpeg'): Promise<Buffer> {
  const size = sheetSize(drawn.length, cells);
  const { width, height, across, gap } = cells;
  const at = (index: number) => ({
    left: gap + (index % across) * (width + gap),
    top: gap + Math.floor(index / across) * (height + gap),
  });
  const badge = badgeOf(cells);
  const badges = drawn.map(({ number }, index) => badge(String(number), at(index)));
  const signs = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${badges.join('')}</svg>`,
  );
  const parts: Laid[] = drawn.map(({ jpeg }, index) => ({ input: jpeg, ...at(index) }));
  return laidOut({ ...size, ground }, [...parts, { input: signs, left: 0, top: 0 }], form);
}

/** A number in the corner of a cell, large enough to be read when the sheet is shown small. */
function badgeOf({ width, height }: Cells) {
  const letters = openLetters(600);
  const side = Math.min(110, Math.max(34, Math.round(Math.min(width, height) * 0.13)));
  const size = side * 0.6;
  const inset = Math.round(side / 4);
  return (label: string, { left, top }: { left: number; top: number }): string => {
    const wide = Math.max(side, letters.width(label, size) + size);
    const x = left + inset + (wide - letters.width(label, size)) / 2;
    const outline = letters.outline(label, { x, y: top + inset + side * 0.72, size });
    const rect = `x="${left + inset}" y="${top + inset}" width="${wide}" height="${side}" rx="${side / 2}"`;
    return `<rect ${rect} fill="#000000" fill-opacity="0.72"/><path d="${outline}" fill="#ffffff"/>`;
  };
}

async function shapeOf(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  return orNull(() => withPicture(bytes, async ({ width, height }) => ({ width, height })));
}

/** Null for what can no longer be opened. */
async function drawInto(
  { width, height, fit }: Cells,
  { number, bytes }: SheetPicture,
): Promise<Drawn | null> {
  return orNull(() =>
    withPicture(bytes, async ({ open }) => ({
      number,
      jpeg: await open()
        .rotate()
        .flatten({ background: ground })
        .resize(width, height, { fit, background: ground })
        .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        .toBuffer(),
    })),
  );
}

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof NoPicture) return null;
    throw thrown;
  }
}
