/** Sky: its light, sun or moon, stars, clouds, rain, northern lights. */
import { mix } from './colour.ts';
import { fractal } from './noise.ts';
import {
  circle,
  ellipse,
  group,
  horizontal,
  n,
  type Point,
  path,
  polygon,
  radial,
  rect,
  type Stage,
  steps,
  stroke,
  times,
  vertical,
} from './stage.ts';

export function sky(stage: Stage): string {
  const { width, height, horizon, palette, subject } = stage;
  const [top, upper, lower, low] = palette.sky;
  const reach = horizon / height;
  const fill = vertical(stage, [
    [0, top],
    [reach * 0.38, upper],
    [reach * 0.76, lower],
    [reach, low],
    [1, low],
  ]);
  return [
    rect(0, 0, width, height, fill),
    palette.night ? stars(stage, horizon * 0.92, 1) : '',
    subject.aurora ? aurora(stage) : '',
    lightSource(stage),
    clouds(stage),
  ].join('');
}

export function stars(stage: Stage, below: number, density: number): string {
  const random = stage.random.fork('stars');
  const { width, palette } = stage;
  const count = Math.round(((width * below) / 5200) * density);
  return times(count, () => {
    const [x, y] = [random() * width, random() ** 1.25 * below];
    const size = 0.7 + 2.1 * random() ** 5;
    const opacity = (0.25 + 0.75 * random()) * (1 - 0.7 * (y / below) ** 2);
    return circle(x, y, size, palette.light, `opacity="${n(opacity)}"`);
  });
}

function lightSource(stage: Stage): string {
  const { palette, light } = stage;
  const { x, y, radius } = light;
  const glow = radial(stage, [
    [0, palette.glow, 0.95],
    [0.12, palette.glow, 0.6],
    [0.4, palette.glow, 0.2],
    [1, palette.glow, 0],
  ]);
  const halo = circle(
    x,
    y,
    radius * (palette.night ? 5.5 : 8.5),
    glow,
    `opacity="${palette.night ? 0.55 : 0.8}"`,
  );
  const disc = circle(x, y, radius, palette.light, stage.subject.time === 'storm' ? 'opacity="0.45"' : '');
  return halo + disc + (palette.night ? craters(stage) : '');
}

function craters({ light: { x, y, radius }, palette, random }: Stage): string {
  const own = random.fork('moon');
  const tone = mix(palette.light, palette.sky[2], 0.3);
  return times(6, () => {
    const angle = own.between(0, Math.PI * 2);
    const away = radius * 0.68 * Math.sqrt(own());
    const size = radius * own.between(0.06, 0.22);
    return circle(x + Math.cos(angle) * away, y + Math.sin(angle) * away, size, tone, 'opacity="0.4"');
  });
}

function clouds(stage: Stage): string {
  const random = stage.random.fork('clouds');
  const { palette, subject } = stage;
  if (subject.time === 'storm')
    return times(7, () => streak(stage, random.between(0.05, 0.8), 1.5, 0.5)) + heaps(stage, 4, 0.75);
  if (palette.night) return times(4, () => streak(stage, random.between(0.45, 0.95), 0.8, 0.3));
  return subject.time === 'sunset' || subject.time === 'dawn' || random.chance(0.45)
    ? times(9, () => streak(stage, random.between(0.12, 0.96), 1, 0.55))
    : heaps(stage, random.int(3, 5), 0.9);
}

/** A thin band, brighter towards the light. */
function streak(stage: Stage, at: number, thickness: number, strength: number): string {
  const random = stage.random.fork(`streak${at}`);
  const { width, horizon, palette, light } = stage;
  const y = horizon * at;
  const length = random.between(0.16, 0.5) * width;
  const x = random.between(-0.1, 0.95) * width;
  const near = 1 - Math.min(1, Math.abs(x + length / 2 - light.x) / width);
  const body = mix(palette.sky[1], mix(palette.sky[3], palette.light, 0.6), 0.35 + 0.55 * at * near + 0.1);
  const fill = horizontal(stage, [
    [0, body, 0],
    [0.3, body, strength],
    [0.65, body, strength * 0.8],
    [1, body, 0],
  ]);
  return times(3, (row) => {
    const shift = random.between(-0.22, 0.22) * length;
    const high = thickness * random.between(3, 9) * (1 - row * 0.22);
    return ellipse(x + length / 2 + shift, y + row * high * 1.1, (length / 2) * (1 - row * 0.2), high, fill);
  });
}

/** Cumulus: round above, flat below, and shaded there. */
function heaps(stage: Stage, count: number, strength: number): string {
  const random = stage.random.fork('heaps');
  const { width, horizon, palette, light } = stage;
  const lit = mix(palette.sky[3], palette.light, 0.75);
  const shadow = mix(palette.sky[2], palette.sky[1], 0.35);
  return times(count, () => {
    const size = random.between(60, 150);
    const y = horizon * random.between(0.14, 0.62);
    const anywhere = random.between(-0.05, 1.05) * width;
    // Not before the sun, which would shine through.
    const clear =
      Math.abs(anywhere - light.x) > size * 2.1 + light.radius * 1.4 ||
      Math.abs(y - light.y) > size * 1.6 + light.radius;
    const x = clear ? anywhere : light.x + (light.x < width / 2 ? 1 : -1) * (size * 2.2 + light.radius * 1.4);
    const fill = vertical(stage, [
      [0, lit, strength],
      [0.55, mix(lit, shadow, 0.25), strength * 0.9],
      [1, shadow, strength * 0.1],
    ]);
    const bumps = random.int(5, 7);
    const top: Point[] = steps(bumps).map((share) => {
      const bulge = Math.sin(share * Math.PI) ** 0.7;
      return [x + (share - 0.5) * size * 2.6, y - bulge * size * random.between(0.62, 0.95)];
    });
    const puffs = top.map(([px, py], at) => {
      const radius = size * (0.3 + 0.28 * Math.sin((at / (bumps - 1)) * Math.PI)) * random.between(0.85, 1.1);
      return `M${n(px - radius)} ${n(py)}a${n(radius)} ${n(radius)} 0 1 1 ${n(radius * 2)} 0a${n(radius)} ${n(radius)} 0 1 1 ${n(-radius * 2)} 0Z`;
    });
    const base = `M${n(x - size * 1.75)} ${n(y)}Q${n(x - size * 1.5)} ${n(y - size * 0.3)} ${n(x)} ${n(y - size * 0.3)}Q${n(x + size * 1.5)} ${n(y - size * 0.3)} ${n(x + size * 1.75)} ${n(y)}Z`;
    // Round above, cut off level below.
    const level = stage.define(
      (id) =>
        `<clipPath id="${id}"><rect x="${n(x - size * 3)}" y="${n(y - size * 3)}" width="${n(size * 6)}" height="${n(size * 3)}"/></clipPath>`,
    );
    return group(
      path(
        puffs.join('') + polygon([[x - size * 1.2, y], ...top, [x + size * 1.2, y]]) + base,
        fill,
        'fill-rule="nonzero"',
      ),
      `clip-path="${level}"`,
    );
  });
}

function aurora(stage: Stage): string {
  const random = stage.random.fork('aurora');
  const { width, horizon } = stage;
  const colors = ['#3df5a5', '#35d0c0', '#8a6cf0'];
  return times(3, (band) => {
    const color = colors[band] as string;
    const wave = fractal(random.fork(`band${band}`), 3);
    const base = horizon * (0.42 + band * 0.1);
    const count = Math.round(width / 9);
    const fill = vertical(stage, [
      [0, color, 0],
      [0.75, color, 0.34],
      [1, color, 0],
    ]);
    return times(count, (index) => {
      const x = (index / (count - 1)) * width;
      const y = base + wave(index / 34) * horizon * 0.2;
      const high = horizon * (0.3 + 0.2 * wave(index / 9 + 40)) * (1 + 0.25 * Math.sin(index / 3));
      const strength = 0.25 + 0.75 * Math.max(0, wave(index / 22 + 90) + 0.45);
      return rect(x - 6, y - high, 12, high, fill, `opacity="${n(Math.min(0.8, strength * 0.6))}"`);
    });
  });
}

export function rain(stage: Stage): string {
  const random = stage.random.fork('rain');
  const { width, height, palette } = stage;
  const drops = times(Math.round(width / 5), () => {
    const [x, y, length] = [random() * width * 1.1, random() * height, random.between(14, 42)];
    return `M${n(x)} ${n(y)}l${n(-length * 0.22)} ${n(length)}`;
  });
  return stroke(drops, mix(palette.light, palette.sky[2], 0.3), 1.3, 'opacity="0.35"');
}

export function snowfall(stage: Stage): string {
  const random = stage.random.fork('snowfall');
  const { width, height } = stage;
  return times(Math.round(width / 7), () => {
    const size = 1 + 3.4 * random() ** 3;
    return circle(
      random() * width,
      random() * height,
      size,
      '#ffffff',
      `opacity="${n(random.between(0.3, 0.85))}"`,
    );
  });
}

/** A flock far away: two strokes a bird. */
export function flock(stage: Stage, count = 7): string {
  const random = stage.random.fork('flock');
  const { width, horizon, palette } = stage;
  const [cx, cy] = [width * random.between(0.25, 0.75), horizon * random.between(0.22, 0.5)];
  const color = mix(palette.near, palette.sky[1], 0.25);
  return times(count, () => {
    const [x, y] = [cx + random.between(-0.16, 0.16) * width, cy + random.between(-60, 60)];
    const size = random.between(7, 15);
    const lift = random.between(0.35, 0.75);
    const wings = `M${n(x - size)} ${n(y - size * lift)}q${n(size * 0.6)} ${n(-size * 0.15)} ${n(size)} ${n(size * lift)}q${n(size * 0.4)} ${n(-size * lift - size * 0.15)} ${n(size)} ${n(-size * lift)}`;
    return stroke(wings, color, size * 0.2);
  });
}

/** Beams through water or mist, from above. */
export function beams(stage: Stage, count: number, strength: number): string {
  const random = stage.random.fork('beams');
  const { width, height, palette } = stage;
  const color = mix(palette.light, palette.sky[3], 0.2);
  const fill = vertical(stage, [
    [0, color, strength],
    [0.8, color, 0],
  ]);
  const beam = times(count, () => {
    const x = random.between(-0.1, 1) * width;
    const [from, to, lean] = [random.between(14, 60), random.between(70, 190), random.between(60, 220)];
    return path(
      polygon([
        [x, -20],
        [x + from, -20],
        [x + from + to + lean, height],
        [x + lean - to * 0.2, height],
      ]),
      fill,
    );
  });
  return group(beam);
}

/** A bank of mist at a height: wide soft ellipses. */
export function mist(stage: Stage, y: number, strength: number): string {
  const random = stage.random.fork(`mist${y}`);
  const color = mix(stage.palette.sky[3], '#ffffff', stage.palette.night ? 0.05 : 0.25);
  const fill = radial(stage, [
    [0, color, strength],
    [0.6, color, strength * 0.5],
    [1, color, 0],
  ]);
  return times(5, () =>
    ellipse(
      random() * stage.width,
      y + random.between(-18, 18),
      stage.width * random.between(0.25, 0.5),
      random.between(20, 46),
      fill,
    ),
  );
}
