/**
 * What a picture is drawn on. The shorter side is always 1000 units long, so that a picture is the same at any size.
 * Drawing functions return SVG; gradients and the like are collected here.
 */
import type { Palette } from './palette.ts';
import type { Random } from './random.ts';
import type { Subject } from './words.ts';

export type Point = readonly [x: number, y: number];

export interface Stage {
  width: number;
  height: number;
  /** Where land or water meets the sky. */
  horizon: number;
  light: { x: number; y: number; radius: number };
  palette: Palette;
  subject: Subject;
  random: Random;
  /** Adds a definition and returns the reference to it. */
  define(svg: (id: string) => string): string;
}

type Stop = readonly [offset: number, color: string, opacity?: number];

const stops = (all: readonly Stop[]): string =>
  all
    .map(
      ([offset, color, opacity = 1]) =>
        `<stop offset="${n(offset)}" stop-color="${color}" stop-opacity="${n(opacity)}"/>`,
    )
    .join('');

/** Numbers with two digits: more cannot be seen, and only makes the text longer. */
export const n = (value: number): string => String(Math.round(value * 100) / 100);

/** From top to bottom of whatever is filled with it, or of the whole picture. */
export const vertical = (stage: Stage, all: readonly Stop[]): string =>
  stage.define(
    (id) => `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops(all)}</linearGradient>`,
  );

export const horizontal = (stage: Stage, all: readonly Stop[]): string =>
  stage.define((id) => `<linearGradient id="${id}">${stops(all)}</linearGradient>`);

export const radial = (stage: Stage, all: readonly Stop[], [cx, cy]: Point = [0.5, 0.5]): string =>
  stage.define(
    (id) =>
      `<radialGradient id="${id}" cx="${n(cx)}" cy="${n(cy)}" r="0.5" fx="${n(cx)}" fy="${n(cy)}">${stops(all)}</radialGradient>`,
  );

export const line = (points: readonly Point[]): string =>
  points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');

export const polygon = (points: readonly Point[]): string => `${line(points)}Z`;

/** A smooth line through points (Catmull-Rom as Bézier curves). */
export function curve(points: readonly Point[]): string {
  const at = (index: number): Point => points[Math.min(points.length - 1, Math.max(0, index))] as Point;
  const parts = points.slice(1).map((_, index) => {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const [x1, y1] = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const [x2, y2] = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    return `C${n(x1)} ${n(y1)} ${n(x2)} ${n(y2)} ${n(to[0])} ${n(to[1])}`;
  });
  return `M${n(at(0)[0])} ${n(at(0)[1])}${parts.join('')}`;
}

export const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`;
export const stroke = (d: string, color: string, width: number, more = ''): string =>
  `<path d="${d}" fill="none" stroke="${color}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
export const circle = (x: number, y: number, radius: number, fill: string, more = ''): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${more}/>`;
export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
export const rect = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${more}/>`;
export const group = (content: string, more = ''): string => `<g ${more}>${content}</g>`;

/** Steps from 0 to 1. */
export const steps = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => (count === 1 ? 0 : at / (count - 1)));

export const times = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');
