/** A diagram as an SVG. Everything in it is made here: shapes, numbers, colours of ours; no text of anybody's. */

import { arrange, type Bundle, type Placed, type Point, type Port } from './arrange.ts';
import type { Pens } from './box-size.ts';
import type { Diagram, Drawing } from './diagram.ts';
import { drawLegend } from './legend.ts';
import { colours, type Palette, paletteOf, roleColours, sizes } from './look.ts';
import { signs } from './signs.ts';

const margin = 18;
/** Twice as large as it is thought, for sharp screens; less where that would be too much to send. */
const scale = 2;
const longest = 4000;
const mostPixels = 9_000_000;

export async function drawSvg(diagram: Diagram, pens: Pens): Promise<Drawing> {
  const arranged = await arrange(diagram, pens);
  const palette = paletteOf(diagram.links.map(({ type }) => type));
  const legend = drawLegend(diagram, palette, { width: Math.max(arranged.width, 420), pens });
  const width = Math.max(arranged.width, legend.width) + 2 * margin;
  const height = arranged.height + legend.height + 3 * margin;
  const shrink = Math.min(scale, longest / width, longest / height, Math.sqrt(mostPixels / (width * height)));
  const left = (width - arranged.width) / 2;
  const pixels = {
    width: Math.max(1, Math.floor(width * shrink)),
    height: Math.max(1, Math.floor(height * shrink)),
  };
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels.width}" height="${pixels.height}" viewBox="0 0 ${n(width)} ${n(height)}" preserveAspectRatio="none">`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
    `<g transform="translate(${n(left)} ${margin})">`,
    ...arranged.bundles.map((bundle) => drawBundle(bundle, palette)),
    ...arranged.boxes.map((box) => drawBox(box, pens)),
    ...arranged.ports.map((port) => drawPort(port, palette, pens)),
    '</g>',
    `<g transform="translate(${margin} ${n(arranged.height + 2 * margin)})">${legend.svg}</g>`,
    '</svg>',
  ].join('');
  return { svg, ...pixels };
}

const bend = 9;

/** All that leaves one output, on a dark casing that keeps it apart from what it crosses. */
function drawBundle({ type, wires }: Bundle, palette: Palette): string {
  const path = wires.map(rounded).join('');
  return (
    `<path d="${path}" fill="none" stroke="${colours.ground}" stroke-width="6"/>` +
    `<path d="${path}" fill="none" stroke="${palette(type)}" stroke-width="2.4"/>`
  );
}

function rounded(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const before = points[at - 1];
      const after = points[at + 1];
      if (!before) return `M${n(point.x)} ${n(point.y)}`;
      if (!after) return `L${n(point.x)} ${n(point.y)}`;
      const into = towards(point, before);
      const out = towards(point, after);
      return `L${n(into.x)} ${n(into.y)}Q${n(point.x)} ${n(point.y)} ${n(out.x)} ${n(out.y)}`;
    })
    .join('');
}

/** A little way from a corner. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y) || 1;
  const part = Math.min(bend, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}

function drawBox(placed: Placed, { bold, plain }: Pens): string {
  const { box, x, y, width, height, title, detail, chips } = placed;
  const { padding, gap, small, chip, sign } = sizes;
  const signed = box.role !== 'step';
  const extra = height - placed.inner;
  let line = y + padding + extra + sizes.title;
  const parts = [
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="8" fill="${colours.box}" stroke="${signed ? roleColours[box.role] : colours.edge}" stroke-width="${signed ? 1.6 : 1.2}"/>`,
    box.role !== 'step' ? signs[box.role]({ x: x + padding, y: line - sizes.title - 2 }) : '',
    shape(
      bold.outline(title, { x: x + padding + (signed ? sign + gap : 0), y: line - 2, size: sizes.title }),
      colours.strong,
    ),
  ];
  if (detail) {
    line += gap + small;
    parts.push(shape(plain.outline(detail, { x: x + padding, y: line - 2, size: small }), colours.muted));
  }
  for (const row of chips) {
    line += gap;
    for (const one of row) {
      parts.push(
        `<rect x="${n(x + one.x)}" y="${n(line)}" width="${n(one.width)}" height="${chip}" rx="${chip / 2}" fill="${colours.chip}" stroke="${colours.chipEdge}" stroke-width="1"/>`,
        shape(
          plain.outline(one.text, { x: x + one.x + 7, y: line + chip - 6, size: small }),
          colours.chipText,
        ),
      );
    }
    line += chip;
  }
  return parts.join('');
}

function drawPort({ x, y, type, label }: Port, palette: Palette, { plain }: Pens): string {
  const dot = `<circle cx="${n(x)}" cy="${n(y)}" r="4" fill="${palette(type)}" stroke="${colours.ground}" stroke-width="1.5"/>`;
  if (!label) return dot;
  const size = 10.5;
  const left = x - plain.width(label, size) / 2;
  return dot + shape(plain.outline(label, { x: left, y: y + 15, size }), palette(type));
}

export function shape(outline: string, colour: string): string {
  return outline === '' ? '' : `<path d="${outline}" fill="${colour}"/>`;
}

export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
