/** Land: mountain ranges, hills, dunes, and the trees on them. */
import { mix, shade } from './colour.ts';
import { type Curve, fractal } from './noise.ts';
import { landAt } from './palette.ts';
import type { Random } from './random.ts';
import {
  circle,
  group,
  line,
  n,
  type Point,
  path,
  polygon,
  type Stage,
  steps,
  stroke,
  times,
  vertical,
} from './stage.ts';

export interface Range {
  /** Where the range stands. */
  base: number;
  /** How high its peaks are above that. */
  high: number;
  peaks: number;
  /** 0 at the horizon, 1 at one's feet. */
  depth: number;
  snow: boolean;
}

/** Peaks with a lit and a shaded side. */
export function mountains(stage: Stage, range: Range): string {
  const random = stage.random.fork(`range${range.depth}`);
  const { width, palette, light } = stage;
  const color = landAt(palette, range.depth);
  const haze = mix(color, palette.sky[3], 0.55 - range.depth * 0.35);
  const peaks = placePeaks(random, width, range);
  const outline: Point[] = [[-120, range.base]];
  for (const peak of peaks) outline.push(...peak.left, peak.top, ...peak.right);
  outline.push([width + 120, range.base]);

  const body = path(
    polygon([...outline, [width + 120, range.base + 60], [-120, range.base + 60]]),
    vertical(stage, [
      [0, shade(color, 0.03)],
      [0.55, color],
      [1, haze],
    ]),
  );
  const shadow = mix(color, palette.near, 0.5);
  const white = mix('#ffffff', palette.sky[3], palette.night ? 0.55 : 0.12);
  const details = peaks.map((peak) => {
    const away = peak.top[0] < light.x ? -1 : 1;
    const outer = away < 0 ? [...peak.left].reverse() : peak.right;
    const spine = spineOf(random, peak, range.base, away);
    const side = path(
      polygon([peak.top, ...outer, ...[...spine].reverse()]),
      shadow,
      `opacity="${n(0.22 + range.depth * 0.2)}"`,
    );
    return (range.snow ? snowCap(random, peak, range, white) : '') + side;
  });
  return group(body + details.join(''));
}

interface Peak {
  top: Point;
  /** From the foot up, and from the top down. */
  left: Point[];
  right: Point[];
}

function placePeaks(random: Random, width: number, { base, high, peaks }: Range): Peak[] {
  const gap = (width + 240) / peaks;
  const foot = (index: number): Point => [
    -120 + index * gap + (index % peaks === 0 ? 0 : random.between(-0.2, 0.2) * gap),
    base - high * random.between(0.02, 0.28),
  ];
  const feet = Array.from({ length: peaks + 1 }, (_, index) => foot(index));
  return Array.from({ length: peaks }, (_, index) => {
    const [from, to] = [feet[index] as Point, feet[index + 1] as Point];
    const top: Point = [
      from[0] + (to[0] - from[0]) * random.between(0.36, 0.64),
      base - high * random.between(0.55, 1),
    ];
    return { top, left: roughen(random, from, top), right: roughen(random, top, to).slice(1) };
  });
}

/** A slope as rock makes it: broken in the middle, again and again. Without its end. */
function roughen(random: Random, from: Point, to: Point, depth = 4): Point[] {
  if (depth === 0) return [from];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const middle: Point = [
    (from[0] + to[0]) / 2 + random.between(-0.06, 0.06) * length,
    (from[1] + to[1]) / 2 + random.between(-0.08, 0.1) * length,
  ];
  return [...roughen(random, from, middle, depth - 1), ...roughen(random, middle, to, depth - 1)];
}

/** The edge between light and shade, winding down from the top. */
function spineOf(random: Random, { top, left, right }: Peak, base: number, away: number): Point[] {
  const foot = (away < 0 ? left[0] : right.at(-1)) ?? top;
  const high = base - top[1];
  return steps(9).map((share, at) => {
    const swing = at === 0 ? 0 : (at % 2 === 0 ? -1 : 1) * random.between(0.02, 0.07) * high * (0.4 + share);
    const x = top[0] + (foot[0] - top[0]) * 0.3 * share * share + swing;
    return [x, top[1] + high * 1.02 * share];
  });
}

function snowCap(random: Random, { top, left, right }: Peak, { base, high }: Range, white: string): string {
  const limit = top[1] + high * random.between(0.2, 0.34);
  if (base - top[1] < high * 0.5) return '';
  const above = (points: Point[]): Point[] => points.filter(([, y]) => y < limit);
  const leftEdge = above(left);
  const rightEdge = above(right);
  const [from, to] = [rightEdge.at(-1) ?? top, leftEdge[0] ?? top];
  const teeth = steps(9).map(
    (share, at): Point => [
      from[0] + (to[0] - from[0]) * share,
      from[1] +
        (to[1] - from[1]) * share +
        (at % 2 === 1 ? random.between(0.03, 0.14) * high : random.between(-0.05, 0.02) * high),
    ],
  );
  return path(polygon([...leftEdge, top, ...rightEdge, ...teeth]), white);
}

interface Hills {
  base: number;
  high: number;
  /** How many bumps across the picture. */
  bumps: number;
  depth: number;
  color?: string;
  name?: string;
}

/** A rolling outline; `at` tells where its top is. */
export function hillCurve(stage: Stage, { base, high, bumps, depth, name = '' }: Hills): Curve {
  const noise = fractal(stage.random.fork(`hills${depth}${name}`), 3, 0.35);
  return (x) => base - high * (0.5 + 0.5 * noise((x / stage.width) * bumps + 20));
}

export function hills(stage: Stage, hill: Hills): string {
  const { width, height, palette } = stage;
  const color = hill.color ?? landAt(palette, hill.depth);
  const top = hillCurve(stage, hill);
  const points = steps(64).map(
    (share): Point => [-20 + share * (width + 40), top(-20 + share * (width + 40))],
  );
  const fill = vertical(stage, [
    [0, mix(shade(color, 0.05), palette.glow, 0.12)],
    [0.3, color],
    [1, shade(color, -0.06)],
  ]);
  return (
    path(polygon([...points, [width + 20, height + 20], [-20, height + 20]]), fill) +
    stroke(line(points), mix(color, palette.light, 0.4), 1.6, 'opacity="0.35"')
  );
}

/** Conifers along a line, as one dark shape: a forest in the distance. */
export function treeLine(
  stage: Stage,
  top: Curve,
  { size, depth, gaps = 0.15 }: { size: number; depth: number; gaps?: number },
): string {
  const random = stage.random.fork(`trees${depth}`);
  const noise = fractal(random, 2);
  let shape = '';
  for (let x = -20; x < stage.width + 20; x += size * random.between(0.16, 0.34)) {
    const dense = noise(x / (size * 5));
    if (dense < -1 + gaps * 3 && random.chance(0.8)) continue;
    const high = size * (0.7 + 0.35 * dense) * random.between(0.7, 1.15);
    const half = high * random.between(0.13, 0.18);
    const y = top(x) + size * 0.08;
    shape += `M${n(x - half)} ${n(y)}L${n(x - half * 0.45)} ${n(y - high * 0.45)}L${n(x - half * 0.6)} ${n(y - high * 0.45)}L${n(x)} ${n(y - high)}L${n(x + half * 0.6)} ${n(y - high * 0.45)}L${n(x + half * 0.45)} ${n(y - high * 0.45)}L${n(x + half)} ${n(y)}Z`;
  }
  return path(shape, landAt(stage.palette, Math.min(1, depth + 0.12)));
}

/** One conifer, close enough to see its tiers and its lit side. */
export function conifer(
  stage: Stage,
  x: number,
  base: number,
  high: number,
  color: string,
  random: Random,
): string {
  const tiers = 6;
  const lit = mix(color, stage.palette.glow, stage.palette.night ? 0.14 : 0.26);
  const side = stage.light.x < x ? -1 : 1;
  const snowy = stage.subject.season === 'winter';
  const trunk = path(
    polygon([
      [x - high * 0.018, base],
      [x + high * 0.018, base],
      [x + high * 0.01, base - high * 0.2],
      [x - high * 0.01, base - high * 0.2],
    ]),
    shade(color, -0.06),
  );
  return (
    trunk +
    times(tiers, (tier) => {
      const share = tier / tiers;
      const y = base - high * (0.1 + share * 0.78);
      const half = high * 0.21 * (1 - share * 0.86) * random.between(0.92, 1.08);
      const tip = y - high * (0.3 - share * 0.1);
      const droop = high * 0.025;
      const whole = `M${n(x)} ${n(tip)}L${n(x + half)} ${n(y + droop)}Q${n(x + half * 0.5)} ${n(y - droop * 0.4)} ${n(x)} ${n(y + droop * 0.6)}Q${n(x - half * 0.5)} ${n(y - droop * 0.4)} ${n(x - half)} ${n(y + droop)}Z`;
      const half1 = `M${n(x)} ${n(tip)}L${n(x + side * half)} ${n(y + droop)}Q${n(x + side * half * 0.5)} ${n(y - droop * 0.4)} ${n(x + side * half * 0.08)} ${n(y + droop * 0.6)}Z`;
      const cap = snowy
        ? path(
            `M${n(x)} ${n(tip)}L${n(x + half * 0.62)} ${n(y - high * 0.07)}Q${n(x + half * 0.2)} ${n(y - high * 0.1)} ${n(x)} ${n(y - high * 0.06)}Q${n(x - half * 0.3)} ${n(y - high * 0.11)} ${n(x - half * 0.62)} ${n(y - high * 0.07)}Z`,
            mix('#ffffff', stage.palette.sky[2], stage.palette.night ? 0.5 : 0.15),
          )
        : '';
      return path(whole, color) + path(half1, lit, 'opacity="0.55"') + cap;
    })
  );
}

/** A broad tree: a trunk, and a crown of round masses, lit from one side. */
export function broadTree(
  stage: Stage,
  x: number,
  base: number,
  high: number,
  leaf: string,
  random: Random,
): string {
  const side = stage.light.x < x ? -1 : 1;
  const bark = mix(stage.palette.near, '#6b4a33', 0.35);
  const trunk = path(
    `M${n(x - high * 0.035)} ${n(base)}Q${n(x - high * 0.01)} ${n(base - high * 0.25)} ${n(x - high * 0.02)} ${n(base - high * 0.5)}L${n(x + high * 0.02)} ${n(base - high * 0.5)}Q${n(x + high * 0.015)} ${n(base - high * 0.25)} ${n(x + high * 0.045)} ${n(base)}Z`,
    bark,
  );
  const middle = base - high * 0.66;
  const masses = Array.from({ length: 22 }, () => {
    const angle = random.between(0, Math.PI * 2);
    const away = Math.sqrt(random()) * high * 0.25;
    return {
      x: x + Math.cos(angle) * away * 1.1,
      y: middle + Math.sin(angle) * away * 0.95,
      radius: high * random.between(0.06, 0.125),
    };
  }).sort((a, b) => b.y - a.y);
  const heart = circle(x, middle, high * 0.22, shade(leaf, -0.05));
  const crown = masses.map(({ x: mx, y: my, radius }) => {
    const towardsLight = ((mx - x) * side) / (high * 0.3);
    const tone = mix(
      shade(leaf, ((middle - my) / high) * 0.26),
      stage.palette.glow,
      Math.max(0, towardsLight) * 0.2,
    );
    return (
      circle(mx, my, radius, tone) +
      circle(
        mx + side * radius * 0.2,
        my - radius * 0.24,
        radius * 0.66,
        mix(tone, stage.palette.glow, 0.16),
        'opacity="0.6"',
      )
    );
  });
  return trunk + heart + crown.join('');
}

/** Blades of grass along a line, at one's feet. */
export function grass(stage: Stage, top: Curve, color: string, high: number): string {
  const random = stage.random.fork(`grass${high}`);
  const blades = times(Math.round(stage.width / 5), () => {
    const x = random.between(-10, stage.width + 10);
    const length = high * random.between(0.4, 1.2);
    const lean = random.between(-0.5, 0.5) * length;
    const y = top(x) + 4;
    return `M${n(x - 1.6)} ${n(y)}Q${n(x + lean * 0.3)} ${n(y - length * 0.6)} ${n(x + lean)} ${n(y - length)}Q${n(x + lean * 0.3 + 2)} ${n(y - length * 0.5)} ${n(x + 1.8)} ${n(y)}Z`;
  });
  return path(blades, color);
}
