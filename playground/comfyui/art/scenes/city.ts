/** A skyline in layers, windows lit. */
import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { landAt } from '../palette.ts';
import { mist, sky } from '../sky.ts';
import { group, n, path, rect, type Stage, stroke, vertical } from '../stage.ts';
import { water } from '../water.ts';

interface Block {
  x: number;
  width: number;
  top: number;
}

export function city(stage: Stage): string {
  const { width, height, horizon, random, subject } = stage;
  const own = random.fork('city');
  const river = own.chance(0.5) && !subject.motifs.includes('cat');
  const base = river ? horizon + height * 0.06 : height * 0.86;
  const layers = [
    { depth: 0.08, high: 0.56, wide: 62 },
    { depth: 0.34, high: 0.44, wide: 84 },
    { depth: 0.7, high: 0.27, wide: 112 },
  ].map((layer) => skyline(stage, layer, base));
  const skylineSvg = layers.join('');
  const ledge = height * 0.9;
  return [
    sky(stage),
    layers[0],
    mist(stage, base - height * 0.12, 0.5),
    layers[1],
    mist(stage, base - height * 0.05, 0.4),
    layers[2],
    river ? water(stage, base, skylineSvg) : street(stage, base),
    river ? '' : motifs(stage, {}),
    motifs(stage, { water: { x: width * 0.5, y: base + height * 0.14, size: height * 0.16 } }),
    ['cat', 'fox', 'robot', 'astronaut', 'deer'].some((name) => subject.motifs.includes(name as 'cat'))
      ? roof(stage, ledge)
      : '',
    motifs(stage, {
      near: { x: width * own.between(0.36, 0.64), y: ledge + 3, size: height * 0.36 },
      far: { x: width * 0.5, y: base, size: height * 0.3 },
    }),
  ].join('');
}

function skyline(stage: Stage, layer: { depth: number; high: number; wide: number }, base: number): string {
  const random = stage.random.fork(`blocks${layer.depth}`);
  const { width, height, palette } = stage;
  const blocks: Block[] = [];
  for (let x = -20; x < width + 20; ) {
    const wide = layer.wide * random.between(0.6, 1.35);
    const middle = 1 - Math.abs((x + wide / 2) / width - 0.5) * 0.9;
    blocks.push({
      x,
      width: wide,
      top: base - height * layer.high * (0.25 + 0.75 * random() ** 1.1) * middle,
    });
    x += wide + random.between(-2, layer.wide * 0.12);
  }
  const color = landAt(palette, layer.depth + 0.04);
  const fill = vertical(stage, [
    [0, shade(color, 0.03)],
    [1, mix(color, palette.sky[3], 0.42 - layer.depth * 0.4)],
  ]);
  const body = blocks.map((block) => building(stage, block, base, fill, color, random)).join('');
  const lights = windows(stage, blocks, base, layer.depth);
  return group(body + lights);
}

function building(
  stage: Stage,
  { x, width, top }: Block,
  base: number,
  fill: string,
  color: string,
  random: Stage['random'],
): string {
  const kind = random.int(0, 4);
  const shaded = stage.light.x < x ? x + width * 0.62 : x;
  const side = rect(shaded, top, width * 0.38, base - top + 40, stage.palette.near, 'opacity="0.16"');
  const body = rect(x, top, width, base - top + 40, fill);
  const crown =
    kind === 0
      ? path(
          `M${n(x)} ${n(top + 1)}L${n(x + width / 2)} ${n(top - width * 0.5)}L${n(x + width)} ${n(top + 1)}Z`,
          color,
        )
      : kind === 1
        ? rect(x + width * 0.2, top - width * 0.25, width * 0.6, width * 0.27, color) +
          rect(x + width * 0.36, top - width * 0.45, width * 0.28, width * 0.22, color)
        : kind === 2
          ? path(`M${n(x)} ${n(top + 1)}L${n(x + width)} ${n(top - width * 0.45)}V${n(top + 1)}Z`, color)
          : '';
  const mast = random.chance(0.3)
    ? stroke(`M${n(x + width / 2)} ${n(top + 4)}v${n(-width * random.between(0.6, 1.1))}`, color, 2.4)
    : '';
  return mast + crown + body + side;
}

/** All lit windows of a row of buildings as one shape per colour. */
function windows(stage: Stage, blocks: Block[], base: number, depth: number): string {
  const random = stage.random.fork(`windows${depth}`);
  const { palette, subject } = stage;
  const dusk = palette.night || subject.time === 'sunset';
  const share = dusk ? 0.42 : 0.6;
  const colors =
    subject.time === 'neon'
      ? palette.brights
      : dusk
        ? [palette.accent, mix(palette.accent, '#fff3d0', 0.6)]
        : [mix(palette.sky[1], '#ffffff', 0.3)];
  const shapes = colors.map(() => '');
  const size = 4 + depth * 5;
  for (const { x, width, top } of blocks) {
    const gap = size * random.pick([1.9, 2.2, 2.6]);
    const tall = size * random.pick([1, 1.5, 1.9]);
    const columns = Math.floor((width - gap * 0.9) / gap);
    const margin = (width - columns * gap + (gap - size)) / 2;
    for (let y = top + gap; y < base - gap * 0.5; y += tall + size * 0.9) {
      for (let column = 0; column < columns; column += 1) {
        if (!random.chance(share * (0.55 + 0.45 * Math.sin(y * 0.05 + x)))) continue;
        const at = random.int(0, colors.length - 1);
        shapes[at] += `M${n(x + margin + column * gap)} ${n(y)}h${n(size)}v${n(tall)}h${n(-size)}Z`;
      }
    }
  }
  const opacity = dusk ? 0.5 + depth * 0.5 : 0.28;
  return shapes.map((shape, at) => path(shape, colors[at] as string, `opacity="${n(opacity)}"`)).join('');
}

/** The near edge of the city, dark, with lamps. */
function street(stage: Stage, base: number): string {
  const { width, height, palette } = stage;
  const ground = mix(palette.near, palette.sky[0], 0.12);
  const fill = vertical(stage, [
    [0, mix(ground, palette.sky[3], palette.night ? 0.16 : 0.3)],
    [1, ground],
  ]);
  const lane = Array.from({ length: 9 }, (_, at) => {
    const near = (at + 1) / 9;
    const y = base + (height - base) * near ** 1.5;
    const half = 3 + 22 * near;
    return path(
      `M${n(width / 2 - half * 0.3)} ${n(y)}h${n(half * 0.6)}l${n(half * 0.16)} ${n(5 + 14 * near)}h${n(-half * 0.92)}Z`,
      palette.light,
      'opacity="0.35"',
    );
  });
  return rect(0, base, width, height - base, fill) + lane.join('');
}

/** A parapet to sit on. */
function roof(stage: Stage, top: number): string {
  const { width, height, palette } = stage;
  const stone = mix(palette.near, palette.sky[1], 0.14);
  return [
    rect(
      0,
      top,
      width,
      height - top,
      vertical(stage, [
        [0, stone],
        [1, shade(stone, -0.08)],
      ]),
    ),
    rect(0, top - 7, width, 13, mix(stone, palette.glow, 0.22)),
    rect(0, top + 6, width, 5, shade(stone, -0.07)),
  ].join('');
}
