/** What colours and signs mean, in as little room as it takes. */
import type { Pens } from './box-size.ts';
import type { Diagram, Role } from './diagram.ts';
import { colours, type Palette } from './look.ts';
import { signs } from './signs.ts';

interface Item {
  svg: (x: number, y: number) => string;
  text: string;
}

const size = 12;
const row = 24;
const lead = 24;
const apart = 16;
const mostTypes = 8;

const roleWords: Readonly<Record<Exclude<Role, 'step'>, string>> = {
  loader: 'loads a file',
  sampler: 'makes the picture',
  output: 'what comes out',
  attached: 'you attach it',
};

export function drawLegend(
  diagram: Diagram,
  palette: Palette,
  { width, pens }: { width: number; pens: Pens },
) {
  const { plain } = pens;
  let x = 0;
  let y = 0;
  let widest = 0;
  const parts: string[] = [];
  for (const { svg, text } of itemsOf(diagram, palette)) {
    const written = plain.fit(plain.writable(text), size, 200);
    const long = lead + plain.width(written, size);
    if (x > 0 && x + long > width) {
      x = 0;
      y += row;
    }
    parts.push(
      svg(x, y),
      `<path d="${plain.outline(written, { x: x + lead, y: y + 14, size })}" fill="${colours.muted}"/>`,
    );
    widest = Math.max(widest, x + long);
    x += long + apart;
  }
  return { svg: parts.join(''), width: widest, height: parts.length > 0 ? y + row : 0 };
}

function itemsOf({ boxes, links, left }: Diagram, palette: Palette): Item[] {
  const roles = (Object.keys(roleWords) as (keyof typeof roleWords)[]).filter((role) =>
    boxes.some((box) => box.role === role),
  );
  const uses = new Map<string, number>();
  for (const { type } of links) uses.set(type, (uses.get(type) ?? 0) + 1);
  const types = [...uses].sort((a, b) => b[1] - a[1]).map(([type]) => type);
  return [
    ...(boxes.some(({ settable }) => settable.length > 0) ? [{ svg: chip, text: 'you can set it' }] : []),
    ...roles.map((role): Item => ({ svg: (x, y) => signs[role]({ x, y: y + 1 }), text: roleWords[role] })),
    ...types
      .slice(0, mostTypes)
      .map((type): Item => ({ svg: (x, y) => line(x, y, palette(type)), text: type.toLowerCase() })),
    ...(left > 0
      ? [{ svg: () => '', text: `${left} more ${left === 1 ? 'node is' : 'nodes are'} not drawn` }]
      : []),
  ];
}

function chip(x: number, y: number): string {
  return `<rect x="${x}" y="${y + 5}" width="18" height="10" rx="5" fill="${colours.chip}" stroke="${colours.chipEdge}"/>`;
}

function line(x: number, y: number, colour: string): string {
  return `<path d="M${x} ${y + 10}h18" stroke="${colour}" stroke-width="3" stroke-linecap="round"/>`;
}
