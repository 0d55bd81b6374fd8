/** Water: the sky in it, the path of the light on it, its ripples. */
import { mix, shade } from './colour.ts';
import { group, n, path, rect, type Stage, times, vertical } from './stage.ts';

export const deepWater = ({ palette }: Stage): string =>
  mix(mix(palette.sky[0], palette.sky[1], 0.35), palette.near, palette.night ? 0.35 : 0.3);

/** From `top` down to the bottom of the picture. `mirrored` is drawn upside down into it. */
export function water(stage: Stage, top: number, mirrored = ''): string {
  const { width, height, palette } = stage;
  const deep = deepWater(stage);
  const fill = vertical(stage, [
    [0, mix(palette.sky[3], palette.sky[2], 0.45)],
    [0.22, mix(palette.sky[2], deep, 0.35)],
    [1, deep],
  ]);
  const clip = stage.define(
    (id) =>
      `<clipPath id="${id}"><rect x="0" y="${n(top)}" width="${n(width)}" height="${n(height - top)}"/></clipPath>`,
  );
  const reflection =
    mirrored === ''
      ? ''
      : group(
          group(mirrored, `transform="translate(0 ${n(2 * top)}) scale(1 -1)" opacity="0.32"`),
          `clip-path="${clip}"`,
        );
  return rect(0, top, width, height - top, fill) + reflection + ripples(stage, top) + glitter(stage, top);
}

/** Flat lenses of light and dark, wider and farther apart the nearer they are. */
function ripples(stage: Stage, top: number): string {
  const random = stage.random.fork('ripples');
  const { width, height, palette } = stage;
  const depth = height - top;
  const bright = mix(palette.sky[3], palette.light, 0.3);
  const dark = shade(deepWater(stage), -0.04);
  return times(150, (index) => {
    const near = random() ** 0.8;
    const y = top + 4 + near ** 1.7 * depth;
    const half = (8 + 90 * near) * random.between(0.5, 1.3);
    const thick = 0.7 + 3.6 * near;
    const tone = index % 3 === 0 ? dark : bright;
    return path(
      lens(random() * width, y, half, thick),
      tone,
      `opacity="${n((index % 3 === 0 ? 0.2 : 0.16) * (1 - near * 0.4))}"`,
    );
  });
}

function glitter(stage: Stage, top: number): string {
  const random = stage.random.fork('glitter');
  const { height, palette, light } = stage;
  const depth = height - top;
  return times(70, (index) => {
    const near = (index + random()) / 70;
    const y = top + 2 + near ** 1.35 * depth;
    const spread = light.radius * (0.5 + 2.1 * near);
    const half = light.radius * (0.16 + 0.5 * near) * random.between(0.4, 1.3);
    const x = light.x + random.between(-1, 1) * spread;
    const centred = 1 - Math.abs(x - light.x) / (spread + 1);
    const opacity = (0.25 + 0.65 * centred) * (1 - near * 0.72) * (palette.night ? 0.75 : 1);
    return path(lens(x, y, half, 0.9 + 3.2 * near), palette.light, `opacity="${n(opacity)}"`);
  });
}

const lens = (x: number, y: number, half: number, thick: number): string =>
  `M${n(x - half)} ${n(y)}Q${n(x)} ${n(y - thick)} ${n(x + half)} ${n(y)}Q${n(x)} ${n(y + thick)} ${n(x - half)} ${n(y)}Z`;
