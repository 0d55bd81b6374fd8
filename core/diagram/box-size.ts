/** What stands in a box, line by line, and how much room that takes. */
import type { Box } from './diagram.ts';
import type { Letters } from './letters.ts';
import { sizes } from './look.ts';

export interface Pens {
  bold: Letters;
  plain: Letters;
}

interface Chip {
  text: string;
  x: number;
  width: number;
}

export interface Sized {
  box: Box;
  width: number;
  height: number;
  /** The height that its own lines take; a row of labels may stand above them. */
  inner: number;
  title: string;
  detail: string;
  /** Rows of names of inputs; `x` from the left of the box. */
  chips: Chip[][];
}

const mostChips = 6;

export function sizeBox(box: Box, { bold, plain }: Pens): Sized {
  const { padding, sign, gap, small, chip } = sizes;
  const signed = box.role === 'step' ? 0 : sign + gap;
  const title = bold.fit(readable(box, bold), sizes.title, sizes.text);
  const folded = box.folded ? `and ${box.folded} more` : '';
  const said = [plain.writable(box.detail ?? ''), folded].filter(Boolean).join(' · ');
  const names = box.settable.slice(0, mostChips).map((name) => plain.fit(plain.writable(name), small, 120));
  if (box.settable.length > mostChips) names.push(`+${box.settable.length - mostChips}`);
  const widest = Math.max(signed + bold.width(title, sizes.title), sizes.least);
  const inner = Math.min(sizes.text + sign + gap, Math.max(widest, said || names.length > 1 ? 150 : 0));
  const detail = plain.fit(said, small, inner);
  const chips = wrap(names, inner, plain);
  const lines = sizes.title + (detail ? gap + small : 0) + chips.length * (chip + gap);
  return {
    box,
    title,
    detail,
    chips,
    width: Math.ceil(inner + 2 * padding),
    height: Math.ceil(lines + 2 * padding),
    inner: Math.ceil(lines + 2 * padding),
  };
}

/** A title the font cannot write, or hardly, gives way to the kind of node, and that to the id. */
function readable({ title, kind, id }: Box, letters: Letters): string {
  for (const text of [title.slice(0, 200), kind.slice(0, 200)]) {
    const written = letters.writable(text);
    if (written !== '' && [...written].length * 2 >= [...text.replace(/\s/g, '')].length) return written;
  }
  return `node ${letters.writable(id.slice(0, 20))}`.trim();
}

function wrap(names: readonly string[], inner: number, plain: Letters): Chip[][] {
  const { padding, gap, small } = sizes;
  const rows: Chip[][] = [];
  for (const text of names) {
    const width = Math.ceil(plain.width(text, small) + 14);
    const row = rows.at(-1);
    const last = row?.at(-1);
    const x = last ? last.x + last.width + gap : padding;
    if (row && x + width <= padding + inner) row.push({ text, x, width });
    else rows.push([{ text, x: padding, width }]);
  }
  return rows;
}
