/** Colours of a picture: chosen by hour, bent by season, named colours and chance. */
import { lightnessOf, mix, shade, tint, turn } from './colour.ts';
import type { Random } from './random.ts';
import type { Subject, TimeName } from './words.ts';

export interface Palette {
  /** From the top of the sky to the horizon. */
  sky: [string, string, string, string];
  /** Sun or moon, and the light around it. */
  light: string;
  glow: string;
  /** Land in the distance and at one's feet; what lies between is mixed. */
  far: string;
  near: string;
  /** What stands out: a roof, a sail, a coat. */
  accent: string;
  /** Blossoms, windows, balloons. */
  brights: [string, string, string, string];
  /** Leaves by daylight. */
  leaves: [string, string, string];
  night: boolean;
  /** The sun or moon stands near the horizon. */
  low: boolean;
}

const HOURS: Record<TimeName, Omit<Palette, 'leaves'>> = {
  day: {
    sky: ['#2f7fbf', '#68b3dc', '#b4deea', '#f6f0dc'],
    light: '#fffbe6',
    glow: '#fff3c4',
    far: '#9fc6d2',
    near: '#1f4d43',
    accent: '#e4572e',
    brights: ['#f25f5c', '#ffe066', '#f7a072', '#f5f1e8'],
    night: false,
    low: false,
  },
  sunset: {
    sky: ['#2c2a5e', '#7d3f78', '#e5705a', '#ffc778'],
    light: '#fff0c9',
    glow: '#ffb45e',
    far: '#b0607d',
    near: '#22173d',
    accent: '#ff8c42',
    brights: ['#ff6b6b', '#ffd166', '#f78c6b', '#ffe8d6'],
    night: false,
    low: true,
  },
  dawn: {
    sky: ['#6a8fc0', '#aebfe0', '#f3c9c2', '#ffe7c7'],
    light: '#fffaf0',
    glow: '#ffe0b8',
    far: '#c0b2d4',
    near: '#37476a',
    accent: '#e8705f',
    brights: ['#f28482', '#f6bd60', '#f5cac3', '#fff4e6'],
    night: false,
    low: true,
  },
  dusk: {
    sky: ['#131b3d', '#2c3c78', '#7a71a8', '#f0ab9b'],
    light: '#fff2dc',
    glow: '#f3a58f',
    far: '#6f6aa0',
    near: '#0f1230',
    accent: '#ffb26b',
    brights: ['#ff8fa3', '#ffd6a5', '#c0a9f0', '#fdf0e0'],
    night: true,
    low: true,
  },
  night: {
    sky: ['#060a22', '#0e1d47', '#21407c', '#5b83b5'],
    light: '#f8f3df',
    glow: '#9fbfe8',
    far: '#31548a',
    near: '#050918',
    accent: '#ffc857',
    brights: ['#ffd166', '#f4978e', '#9bd1e5', '#f8f3df'],
    night: true,
    low: false,
  },
  storm: {
    sky: ['#566672', '#8595a0', '#b3bfc4', '#dcdfd8'],
    light: '#f7f6ee',
    glow: '#eceade',
    far: '#a7b5ba',
    near: '#27343a',
    accent: '#c8553d',
    brights: ['#d1495b', '#edae49', '#7d98a1', '#eef1ef'],
    night: false,
    low: false,
  },
  neon: {
    sky: ['#0a0220', '#2b0b52', '#86208f', '#ff5da2'],
    light: '#ffe3f1',
    glow: '#ff4fa3',
    far: '#6c1f86',
    near: '#08010f',
    accent: '#00e5ff',
    brights: ['#00e5ff', '#ff3d9a', '#ffe66d', '#b388ff'],
    night: true,
    low: true,
  },
};

const LEAVES: Record<Subject['season'], [string, string, string]> = {
  summer: ['#2f6b4f', '#4c8a5b', '#7aa85f'],
  spring: ['#5f9e6e', '#8fbf7a', '#f2b8c6'],
  autumn: ['#b5481f', '#d9782b', '#e6ac3f'],
  winter: ['#46657a', '#7896a6', '#dfe9ee'],
};

const CHANCE_HOURS: Record<Subject['season'], TimeName[]> = {
  summer: ['day', 'day', 'day', 'sunset', 'sunset', 'dawn', 'dawn', 'dusk', 'night'],
  spring: ['day', 'day', 'dawn', 'dawn', 'sunset'],
  autumn: ['day', 'dawn', 'sunset', 'sunset', 'dusk'],
  winter: ['day', 'dawn', 'dawn', 'dusk', 'night', 'sunset'],
};

/** There is no hour in space, only colour. */
const SPACE_HOURS: TimeName[] = ['dusk', 'neon', 'night', 'dusk'];

export function choosePalette(subject: Subject, random: Random): Palette {
  const hours = subject.scene === 'space' ? SPACE_HOURS : CHANCE_HOURS[subject.season];
  const base = HOURS[subject.time === null || subject.scene === 'space' ? random.pick(hours) : subject.time];
  const leaves = LEAVES[subject.season];
  // Land takes the light of the hour, and so do leaves.
  const lit = leaves.map((leaf) => mix(leaf, base.near, base.night ? 0.58 : 0.12)) as Palette['leaves'];
  const snowy = subject.season === 'winter';
  const seasonal: Palette = {
    ...base,
    leaves: lit,
    far: snowy ? mix(base.far, '#f2f7fb', 0.35) : base.far,
    near: snowy ? mix(base.near, '#54708c', 0.22) : base.near,
  };
  const drift = random.between(-9, 9);
  const [named] = subject.tints;
  // A named colour belongs to what stands out; the rest only leans towards it.
  const dressed = named === undefined ? seasonal : { ...seasonal, accent: mix(seasonal.accent, named, 0.75) };
  return mapColours(dressed, (color) => {
    const drifted = turn(color, drift);
    const leaning = subject.tints.reduce((now, towards) => tint(now, towards, 0.13), drifted);
    return subject.monochrome ? tint(leaning, '#8a8478', 0.94) : leaning;
  });
}

function mapColours(palette: Palette, change: (color: string) => string): Palette {
  return {
    sky: palette.sky.map(change) as Palette['sky'],
    light: change(palette.light),
    glow: change(palette.glow),
    far: change(palette.far),
    near: change(palette.near),
    accent: change(palette.accent),
    brights: palette.brights.map(change) as Palette['brights'],
    leaves: palette.leaves.map(change) as Palette['leaves'],
    night: palette.night,
    low: palette.low,
  };
}

/** The colour of land at a depth: 0 at the horizon, 1 at one's feet. */
export const landAt = ({ far, near }: Palette, depth: number): string => mix(far, near, depth ** 0.9);

/** A dark and a light that read well on each other. */
export function captionColours({ near, sky }: Palette): { ink: string; paper: string } {
  const ink = lightnessOf(near) > 0.3 ? shade(near, 0.27 - lightnessOf(near)) : near;
  return { ink, paper: mix(sky[3], '#fbf7ee', 0.7) };
}
