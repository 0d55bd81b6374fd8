/** Flowers up close, a wide field behind them. */
import { mix, shade } from '../colour.ts';
import { motifs } from '../figures/motifs.ts';
import { broadTree, grass, hillCurve, hills, mountains, treeLine } from '../land.ts';
import { landAt } from '../palette.ts';
import type { Random } from '../random.ts';
import { mist, sky } from '../sky.ts';
import { circle, group, n, path, type Stage, stroke, times } from '../stage.ts';

type Bloom = (stage: Stage, x: number, y: number, size: number, color: string, random: Random) => string;

const KINDS: [RegExp, Bloom][] = [
  [/tulip/, tulip],
  [/poppy|poppies/, poppy],
  [/daisy|daisies|sunflower|chamomile/, daisy],
];

export function meadow(stage: Stage, prompt: string): string {
  const { width, height, horizon, palette, random } = stage;
  const own = random.fork('meadow');
  const kinds = KINDS.filter(([pattern]) => pattern.test(prompt.toLowerCase())).map(([, bloom]) => bloom);
  const blooms = kinds.length > 0 ? kinds : [tulip, poppy, daisy];
  const green = (depth: number) =>
    mix(landAt(palette, depth), palette.leaves[depth > 0.6 ? 0 : 1], palette.night ? 0.45 : 0.62);
  const back = {
    base: horizon + height * 0.03,
    high: height * 0.06,
    bumps: 2.4,
    depth: 0.3,
    color: green(0.3),
  };
  const field = {
    base: horizon + height * 0.13,
    high: height * 0.07,
    bumps: 1.4,
    depth: 0.5,
    color: green(0.5),
  };
  const front = { base: height * 0.8, high: height * 0.07, bumps: 1.2, depth: 0.75, color: green(0.75) };
  const [backTop, ground] = [hillCurve(stage, back), hillCurve(stage, front)];
  return [
    sky(stage),
    mountains(stage, {
      base: horizon + 8,
      high: height * 0.15,
      peaks: Math.max(4, Math.round(width / 240)),
      depth: 0.08,
      snow: false,
    }),
    mist(stage, horizon, 0.5),
    hills(stage, back),
    treeLine(stage, backTop, { size: height * 0.04, depth: 0.36, gaps: 0.35 }),
    broadTree(
      stage,
      width * own.between(0.68, 0.86),
      horizon + height * 0.08,
      height * 0.22,
      palette.leaves[1],
      own,
    ),
    hills(stage, field),
    carpet(stage, hillCurve(stage, field), height * 0.22),
    motifs(stage, {
      far: { x: width * own.between(0.26, 0.42), y: horizon + height * 0.115, size: height * 0.24 },
    }),
    hills(stage, front),
    grass(stage, (x) => ground(x) + 4, shade(front.color, -0.02), 34),
    flowers(stage, blooms, ground, { count: 30, size: [16, 26], lift: 0.02 }),
    motifs(stage, { near: { x: width * 0.5, y: ground(width / 2) + height * 0.06, size: height * 0.3 } }),
    grass(stage, (x) => ground(x) + height * 0.12, shade(front.color, -0.06), 58),
    flowers(stage, blooms, ground, { count: 15, size: [40, 74], lift: 0.2 }),
  ].join('');
}

/** Blossoms too far away to be more than dots. */
function carpet(stage: Stage, top: (x: number) => number, deep: number): string {
  const random = stage.random.fork('carpet');
  const { width, palette } = stage;
  return palette.brights
    .map((color) => {
      const dots = times(Math.round(width / 5), () => {
        const near = random() ** 0.7;
        const x = random() * width;
        const y = top(x) + 8 + near * deep;
        const size = 1 + 3.4 * near;
        return `M${n(x - size)} ${n(y)}a${n(size)} ${n(size * 0.7)} 0 1 0 ${n(size * 2)} 0a${n(size)} ${n(size * 0.7)} 0 1 0 ${n(-size * 2)} 0Z`;
      });
      return path(dots, mix(color, palette.near, palette.night ? 0.4 : 0.06), 'opacity="0.85"');
    })
    .join('');
}

interface Row {
  count: number;
  size: [number, number];
  /** How far below the ground line they are rooted, as a share of the height. */
  lift: number;
}

function flowers(
  stage: Stage,
  blooms: Bloom[],
  ground: (x: number) => number,
  { count, size, lift }: Row,
): string {
  const random = stage.random.fork(`flowers${count}`);
  const { width, height, palette } = stage;
  const total = Math.round(count * Math.max(0.8, width / 1000));
  const stems = Array.from({ length: total }, (_, index) => {
    const x = ((index + random.between(0.1, 0.9)) / total) * width;
    const high = random.between(...size);
    return { x, high, foot: ground(x) + height * lift + high * random.between(0.2, 0.9) };
  }).sort((a, b) => a.foot - b.foot);
  const stalk = mix(palette.leaves[1], palette.leaves[2], palette.night ? 0.1 : 0.35);
  return stems
    .map(({ x, high, foot }) => {
      const lean = random.between(-0.3, 0.3) * high;
      const [topX, topY] = [x + lean, foot - high * 3.6];
      const color = mix(random.pick(palette.brights), palette.near, palette.night ? 0.32 : 0);
      const leaf = (side: number) =>
        path(
          `M${n(x)} ${n(foot - high * 0.4)}Q${n(x + side * high * 0.8)} ${n(foot - high * 1.2)} ${n(x + side * high * 0.5)} ${n(foot - high * 1.9)}Q${n(x + side * high * 0.15)} ${n(foot - high * 1.1)} ${n(x)} ${n(foot - high * 0.4)}Z`,
          stalk,
        );
      return group(
        stroke(
          `M${n(x)} ${n(foot)}Q${n(x + lean * 0.2)} ${n(foot - high * 1.6)} ${n(topX)} ${n(topY)}`,
          stalk,
          Math.max(1.6, high * 0.09),
        ) +
          leaf(-1) +
          leaf(1) +
          random.pick(blooms)(stage, topX, topY, high, color, random),
      );
    })
    .join('');
}

function tulip({ palette }: Stage, x: number, y: number, size: number, color: string): string {
  const s = size * 0.75;
  const petal = (dx: number, tone: string) =>
    path(
      `M${n(x + dx * s * 0.2)} ${n(y + s * 0.55)}C${n(x + dx * s - s * 0.62)} ${n(y + s * 0.3)} ${n(x + dx * s - s * 0.4)} ${n(y - s * 0.7)} ${n(x + dx * s * 0.62)} ${n(y - s)}C${n(x + dx * s + s * 0.5)} ${n(y - s * 0.5)} ${n(x + dx * s + s * 0.42)} ${n(y + s * 0.35)} ${n(x + dx * s * 0.2)} ${n(y + s * 0.55)}Z`,
      tone,
    );
  return (
    petal(-0.42, shade(color, -0.07)) +
    petal(0.42, shade(color, -0.04)) +
    petal(0, mix(color, palette.light, 0.14))
  );
}

function poppy(
  { palette }: Stage,
  x: number,
  y: number,
  size: number,
  color: string,
  random: Random,
): string {
  const s = size * 0.95;
  const petals = times(4, (at) => {
    const angle = at * 90 + random.between(-14, 14);
    const tone = at % 2 === 0 ? shade(color, -0.06) : mix(color, palette.light, 0.1);
    return group(
      path(
        `M0 0C${n(-s)} ${n(-s * 0.2)} ${n(-s * 0.9)} ${n(-s * 1.05)} 0 ${n(-s * 0.95)}C${n(s * 0.9)} ${n(-s * 1.05)} ${n(s)} ${n(-s * 0.2)} 0 0Z`,
        tone,
      ),
      `transform="translate(${n(x)} ${n(y)}) scale(1 0.82) rotate(${n(angle)})"`,
    );
  });
  return (
    petals + circle(x, y, s * 0.22, mix(palette.near, '#1c1a22', 0.5)) + circle(x, y, s * 0.1, palette.accent)
  );
}

function daisy(
  { palette }: Stage,
  x: number,
  y: number,
  size: number,
  color: string,
  random: Random,
): string {
  const s = size * 0.95;
  const turn = random.between(0, 30);
  const petals = times(13, (at) =>
    group(
      path(
        `M0 ${n(-s * 0.2)}C${n(-s * 0.2)} ${n(-s * 0.5)} ${n(-s * 0.16)} ${n(-s * 0.92)} 0 ${n(-s)}C${n(s * 0.16)} ${n(-s * 0.92)} ${n(s * 0.2)} ${n(-s * 0.5)} 0 ${n(-s * 0.2)}Z`,
        at % 2 === 0 ? color : mix(color, palette.light, 0.3),
      ),
      `transform="translate(${n(x)} ${n(y)}) scale(1 0.86) rotate(${n(turn + at * 27.7)})"`,
    ),
  );
  return (
    petals +
    circle(x, y, s * 0.3, mix(palette.accent, palette.brights[1], 0.4)) +
    circle(x - s * 0.06, y - s * 0.07, s * 0.16, mix(palette.brights[1], '#ffffff', 0.25), 'opacity="0.7"')
  );
}
