/** A head and shoulders before a disc of light, among leaves. */
import { mix, shade, turn } from '../colour.ts';
import type { Random } from '../random.ts';
import {
  circle,
  ellipse,
  group,
  n,
  path,
  radial,
  rect,
  type Stage,
  stroke,
  times,
  vertical,
} from '../stage.ts';

/** Skins, each with the hair that goes with it. */
const LOOKS: [skin: string, hairs: string[]][] = [
  ['#f3cfb3', ['#7a4a2b', '#b5713a', '#d9a85c', '#8c3b2e', '#4a2f22']],
  ['#f0c3a0', ['#2a1d1a', '#4a2f22', '#b5713a', '#8c3b2e']],
  ['#e3ab82', ['#2a1d1a', '#4a2f22', '#7a4a2b', '#1d1f2b']],
  ['#c68a5e', ['#2a1d1a', '#1d1f2b', '#4a2f22']],
  ['#9a6240', ['#1d1718', '#2a1d1a', '#1d1f2b']],
  ['#7a4b33', ['#1a1416', '#2a1d1a']],
];

export function portrait(stage: Stage, prompt: string): string {
  const { width, height, palette, random } = stage;
  const words = prompt.toLowerCase();
  const own = random.fork('portrait');
  const man = /\bman\b|\bboy\b|\bking\b|wizard|samurai|warrior|gentleman|prince\b|\bmale\b/.test(words);
  const night = palette.night ? 0.22 : 0;
  const [skinTone, hairs] = own.pick(LOOKS);
  const skin = mix(mix(skinTone, palette.glow, 0.08), palette.sky[1], night);
  const hair = mix(own.pick(hairs), palette.sky[0], night + 0.08);
  const coat = mix(palette.accent, palette.near, palette.night ? 0.4 : 0.12);
  const size = Math.min(width, height) * 0.0031;
  // The shoulders have to reach the lower edge.
  const [x, y] = [width / 2, Math.max(height * 0.46, height - 188 * size)];
  const disc = Math.min(width, height) * 0.36;
  return [
    rect(
      0,
      0,
      width,
      height,
      vertical(stage, [
        [0, palette.sky[0]],
        [0.5, palette.sky[1]],
        [1, mix(palette.sky[2], palette.near, 0.3)],
      ]),
    ),
    circle(
      x,
      y,
      disc * 2.1,
      radial(stage, [
        [0, palette.glow, 0.55],
        [1, palette.glow, 0],
      ]),
    ),
    circle(
      x,
      y,
      disc,
      vertical(stage, [
        [0, palette.light],
        [1, palette.sky[3]],
      ]),
    ),
    foliage(stage, own, disc, 0.62),
    group(
      bust(stage, { skin, hair, coat, man, bearded: man && (/beard/.test(words) || own.chance(0.4)), own }),
      `transform="translate(${n(x)} ${n(y)}) scale(${size})"`,
    ),
    foliage(stage, own, disc * 1.25, 1),
  ].join('');
}

interface Looks {
  skin: string;
  hair: string;
  coat: string;
  man: boolean;
  bearded: boolean;
  own: Random;
}

function bust(stage: Stage, { skin, hair, coat, man, bearded, own }: Looks): string {
  const { palette } = stage;
  const shadow = mix(shade(skin, -0.1), palette.sky[0], 0.12);
  const lip = mix(skin, '#b23a48', man ? 0.25 : 0.6);
  const deep = shade(hair, -0.06);
  const shine = mix(hair, palette.glow, 0.3);
  const style = own.int(0, 2);
  const jaw = man ? 47 : 43;
  const long = man
    ? ''
    : path(
        style === 0
          ? 'M-66 -40C-84 30 -80 110 -96 168C-40 190 40 190 96 168C80 110 84 30 66 -40Z'
          : style === 1
            ? 'M-64 -40C-78 0 -76 44 -66 74C-30 92 30 92 66 74C76 44 78 0 64 -40Z'
            : 'M-62 -44C-70 -10 -66 20 -58 36H58C66 20 70 -10 62 -44Z',
        deep,
      );
  const bun =
    !man && style === 2 ? circle(0, -112, 30, hair) + circle(-8, -120, 18, shine, 'opacity="0.25"') : '';
  const top = man
    ? path(
        'M-58 -14C-66 -66 -44 -104 4 -104C50 -104 68 -66 58 -14C56 -40 44 -56 26 -60C-6 -52 -36 -54 -48 -44C-54 -36 -56 -26 -58 -14Z',
        hair,
      )
    : path(
        'M-62 18C-74 -56 -48 -104 0 -104C48 -104 74 -56 62 18C58 -20 42 -48 10 -64C-8 -42 -40 -22 -56 -16C-60 -4 -61 8 -62 18Z',
        hair,
      );
  const beard = bearded
    ? path(
        `M-${jaw + 3} 8C-${jaw} 52 -24 74 0 76C24 74 ${jaw} 52 ${jaw + 3} 8C38 24 24 24 14 22Q0 16 -14 22C-24 24 -38 24 -${jaw + 3} 8Z`,
        hair,
      )
    : '';
  const brow = stroke('M-36 -20Q-25 -27 -13 -21M13 -21Q25 -27 36 -20', deep, man ? 5 : 3.4);
  const eyes = man
    ? stroke('M-33 -6Q-24 -11 -15 -6M15 -6Q24 -11 33 -6', '#2a1d20', 3.2)
    : stroke('M-35 -6Q-24 3 -13 -6M13 -6Q24 3 35 -6M-35 -6L-40 -9M35 -6L40 -9', '#2a1d20', 3);
  return [
    long,
    bun,
    path('M-27 40V96C-60 104 -116 116 -132 190H132C116 116 60 104 27 96V40Z', skin),
    path('M-27 58C-14 80 14 84 27 62V96C10 110 -10 110 -27 96Z', shadow, 'opacity="0.6"'),
    path('M-60 106C-104 116 -126 140 -138 200H138C126 140 104 116 60 106C36 136 -36 136 -60 106Z', coat),
    path('M-60 106C-36 136 36 136 60 106L66 112C40 148 -40 148 -66 112Z', mix(coat, palette.light, 0.35)),
    path('M40 124C92 124 118 150 138 200H62C64 170 58 144 40 124Z', palette.near, 'opacity="0.18"'),
    ellipse(-jaw - 10, 0, 8, 14, shade(skin, -0.03)),
    ellipse(jaw + 10, 0, 8, 14, shade(skin, -0.05)),
    path(
      `M-${jaw + 10} -30C-${jaw + 12} 26 -${jaw - 8} 66 0 76C${jaw - 8} 66 ${jaw + 12} 26 ${jaw + 10} -30C${jaw + 8} -84 -${jaw + 8} -84 -${jaw + 10} -30Z`,
      skin,
    ),
    path(`M6 -74C${jaw + 8} -74 ${jaw + 12} 26 0 76C22 50 26 -20 6 -74Z`, shadow, 'opacity="0.24"'),
    man ? '' : ellipse(-28, 20, 11, 7, lip, 'opacity="0.28"') + ellipse(28, 20, 11, 7, lip, 'opacity="0.28"'),
    beard,
    brow,
    eyes,
    stroke('M1 -8C2 6 8 14 3 20Q-2 23 -6 20', shadow, 2.6),
    path('M-15 41Q-7 35 0 38Q7 35 15 41Q7 50 0 50Q-7 50 -15 41Z', lip),
    stroke('M-15 41Q0 45 15 41', shade(lip, -0.12), 1.4),
    top,
    stroke('M-30 -78C-10 -94 22 -94 40 -76M-40 -62C-30 -72 -18 -76 -8 -78', shine, 3, 'opacity="0.45"'),
    man ? '' : circle(-jaw - 11, 20, 4.4, palette.brights[1]) + circle(jaw + 11, 20, 4.4, palette.brights[1]),
  ].join('');
}

/** Sprigs that reach in from both sides. */
function foliage(stage: Stage, random: Random, away: number, near: number): string {
  const { width, height, palette } = stage;
  return times(12, (at) => {
    const side = at % 2 === 0 ? -1 : 1;
    const x = width / 2 + side * (away * random.between(0.72, 1.15));
    const y = height * random.between(0.42, 1.02);
    const color = mix(
      turn(random.pick(palette.leaves), random.between(-12, 12)),
      near === 1 ? palette.near : palette.sky[1],
      near === 1 ? 0.35 : 0.3,
    );
    const bloom = near === 1 && random.chance(0.45);
    return group(
      sprig(color, bloom ? random.pick(palette.brights) : null),
      `transform="translate(${n(x)} ${n(y)}) rotate(${n(side * random.between(14, 66))}) scale(${n(random.between(1, 1.7) * near * (Math.min(width, height) / 1000))})"`,
    );
  });
}

function sprig(color: string, bloom: string | null): string {
  const leaf = (y: number, side: number) =>
    path(
      `M0 ${n(y)}C${n(side * 26)} ${n(y - 6)} ${n(side * 60)} ${n(y - 34)} ${n(side * 66)} ${n(y - 62)}C${n(side * 34)} ${n(y - 56)} ${n(side * 6)} ${n(y - 34)} 0 ${n(y)}Z`,
      shade(color, side > 0 ? 0.03 : -0.03),
    );
  const leaves = [0, -34, -68, -102].map((y) => leaf(y, 1) + leaf(y - 14, -1)).join('');
  const flower =
    bloom === null
      ? path('M0 -120C-14 -146 -10 -170 0 -184C10 -170 14 -146 0 -120Z', color)
      : times(6, (at) =>
          group(ellipse(0, -20, 11, 20, bloom), `transform="translate(0 -150) rotate(${at * 60})"`),
        ) + circle(0, -150, 9, mix(bloom, '#fff2c4', 0.6));
  return stroke('M0 40Q6 -60 0 -132', shade(color, -0.06), 4) + leaves + flower;
}
