/** Fox, cat, deer, whale. */
import { mix, shade } from '../colour.ts';
import { circle, ellipse, n, path, type Stage, stroke, times } from '../stage.ts';
import { deepWater } from '../water.ts';
import { type Figure, placed } from './figure.ts';

const lit = ({ palette }: Stage, color: string): string =>
  palette.night ? mix(color, palette.near, 0.38) : mix(color, palette.glow, 0.06);

export const fox: Figure = (stage, place) => {
  const coat = lit(stage, '#d9652b');
  const deep = lit(stage, '#b04a1e');
  const cream = lit(stage, '#f7ead7');
  const dark = mix('#2b1b17', stage.palette.near, 0.3);
  return placed(
    place,
    [
      ellipse(4, 1, 40, 5, dark, 'opacity="0.25"'),
      path('M12 -3C40 6 58 -16 45 -42C43 -48 37 -50 33 -46C40 -30 32 -20 14 -20Z', coat),
      path(
        'M45 -42C43 -48 37 -50 33 -46C36 -40 36 -36 35 -32C40 -33 45 -36 47 -34C47 -37 46 -40 45 -42Z',
        cream,
      ),
      path('M12 -3C34 4 50 -8 48 -30C44 -12 32 -8 14 -12Z', deep, 'opacity="0.5"'),
      path('M-17 0C-24 -20 -17 -44 -3 -53C14 -50 27 -24 19 0Z', coat),
      path('M19 0C25 -18 20 -36 8 -47C16 -30 14 -12 6 0Z', deep, 'opacity="0.45"'),
      path('M-14 -6C-17 -24 -12 -40 -3 -48C5 -38 6 -18 2 -5Z', cream),
      path('M-14 0C-15 -10 -14 -18 -12 -24L-6 -24C-5 -14 -5 -6 -5 0Z', coat),
      path('M3 0C4 -8 4 -16 2 -24L8 -22C11 -14 12 -6 11 0Z', coat),
      path('M-15 0.5C-15 -4 -14.5 -8 -14 -11H-5.4C-5 -6 -5 -3 -4 0.5Z', dark),
      path('M3 0.5C3.6 -3 4 -7 3.6 -11H10.6C11.6 -7 12 -3 12.4 0.5Z', dark),
      path('M-24 -68L-23 -97C-15 -94 -8 -86 -5 -77Z', coat),
      path('M18 -68L17 -97C9 -94 2 -86 -1 -77Z', coat),
      path('M-20.6 -73L-20.5 -89C-16 -87 -12 -82 -10 -77Z', dark),
      path('M14.6 -73L14.5 -89C10 -87 6 -82 4 -77Z', dark),
      path('M-28 -66C-22 -80 16 -80 22 -66C18 -54 6 -48 -3 -42C-12 -48 -24 -54 -28 -66Z', coat),
      path('M-28 -66C-20 -66 -12 -62 -8.6 -54C-6 -51 -4 -50 -3 -42C-12 -48 -24 -54 -28 -66Z', cream),
      path('M22 -66C14 -66 6 -62 2.6 -54C0 -51 -2 -50 -3 -42C6 -48 18 -54 22 -66Z', cream),
      path('M-3 -77C-6 -70 -6 -62 -3 -52C0 -62 0 -70 -3 -77Z', deep, 'opacity="0.35"'),
      ellipse(-12.4, -64.5, 2.1, 2.7, dark),
      ellipse(6.4, -64.5, 2.1, 2.7, dark),
      circle(-11.6, -65.6, 0.8, cream),
      circle(7.2, -65.6, 0.8, cream),
      path('M-6 -46.6C-5 -48.6 -1 -48.6 0 -46.6C-0.6 -44 -2 -42.6 -3 -42C-4 -42.6 -5.4 -44 -6 -46.6Z', dark),
    ].join(''),
  );
};

export const cat: Figure = (stage, place) => {
  const { palette } = stage;
  const coat = lit(stage, mix('#4b4a57', palette.accent, 0.12));
  const deep = shade(coat, -0.08);
  const pale = mix(coat, '#fff4e4', 0.75);
  const eye = mix('#f3d34a', palette.brights[1], 0.3);
  const stripe = (d: string) => stroke(d, deep, 2.2, 'opacity="0.75"');
  return placed(
    place,
    [
      ellipse(2, 1, 34, 5, palette.near, 'opacity="0.3"'),
      stroke('M14 -6C36 2 46 -12 38 -28C34 -36 38 -44 46 -44', coat, 8),
      path('M-20 0C-27 -22 -18 -46 -2 -54C14 -46 26 -22 20 0Z', coat),
      path('M-8 -8C-10 -24 -8 -38 -1 -46C7 -38 9 -24 7 -8Z', pale, 'opacity="0.9"'),
      path('M-15 0.5C-17 -12 -14 -22 -9 -28L-3 -24C-4 -14 -4 -6 -3 0.5Z', coat),
      path('M14 0.5C16 -12 13 -22 8 -28L2 -24C3 -14 3 -6 2 0.5Z', coat),
      stroke('M-11.5 0V-3.6M-7.5 0V-3.6M6.5 0V-3.6M10.5 0V-3.6', deep, 0.8),
      stripe(
        'M17 -22Q20 -18 19.5 -12M14.5 -33Q18 -29 19 -26M-19 -22Q-22 -18 -21.5 -12M-16 -34Q-19.6 -30 -20.6 -26',
      ),
      path('M-23 -68L-21 -92C-14 -90 -9 -86 -6 -82Z', coat),
      path('M21 -68L19 -92C12 -90 7 -86 4 -82Z', coat),
      path('M-19.4 -76L-18.6 -86.6C-15 -85 -12.6 -83 -11 -80.6Z', mix(coat, '#e79a94', 0.7)),
      path('M17.4 -76L16.6 -86.6C13 -85 10.6 -83 9 -80.6Z', mix(coat, '#e79a94', 0.7)),
      path(
        'M-26 -65C-26 -79 -14 -84 -1 -84C12 -84 24 -79 24 -65C24 -53 12 -47 -1 -47C-14 -47 -26 -53 -26 -65Z',
        coat,
      ),
      path(
        'M-13 -54C-13 -60 -6 -61 -1 -59C4 -61 11 -60 11 -54C11 -49 5 -47 -1 -47C-7 -47 -13 -49 -13 -54Z',
        pale,
      ),
      stripe('M-1 -84V-76M-7 -83L-6 -77M5 -83L4 -77M-25 -63L-20 -63M23 -63L18 -63'),
      ellipse(-10.4, -66, 4.3, 4.9, eye),
      ellipse(8.4, -66, 4.3, 4.9, eye),
      ellipse(-10.4, -66, 1.4, 4.3, '#15131a'),
      ellipse(8.4, -66, 1.4, 4.3, '#15131a'),
      circle(-9, -68, 1, '#ffffff'),
      circle(9.8, -68, 1, '#ffffff'),
      path('M-3.6 -57.6H1.6L-1 -54.6Z', mix('#d97a74', coat, 0.25)),
      stroke('M-1 -54.6V-52.6Q-3.4 -50 -6 -51.6M-1 -52.6Q1.4 -50 4 -51.6', deep, 1),
      stroke('M-15 -55L-31 -58M-15 -53L-31 -51M13 -55L29 -58M13 -53L29 -51', pale, 0.6, 'opacity="0.8"'),
    ].join(''),
  );
};

export const deer: Figure = (stage, place) => {
  const { palette } = stage;
  const coat = lit(stage, mix('#a5673f', palette.far, 0.12));
  const deep = shade(coat, -0.09);
  const pale = mix(coat, '#f7ead7', 0.62);
  const horn = mix('#e7d3b3', coat, palette.night ? 0.5 : 0.25);
  const legs = [
    'M-17 -36L-19 -19L-18.4 0H-14.6L-14 -19L-8 -34Z',
    'M17 -38C14 -30 20 -24 18 -17L18.6 0H22.4L23.4 -18C25 -26 27 -32 25 -40Z',
  ];
  const farLegs = [
    'M-11 -36L-11 -18L-9.6 0H-6.2L-6 -18L-2 -33Z',
    'M11 -36C10 -28 13 -24 11 -17L11.4 0H15L16.4 -18L20 -34Z',
  ];
  return placed(
    place,
    [
      ellipse(2, 1, 34, 4, palette.near, 'opacity="0.28"'),
      ...farLegs.map((leg) => path(leg, deep)),
      path('M24 -52C30 -52 32 -46 29 -41L24 -44Z', pale),
      path(
        'M-24 -48C-14 -56 14 -57 25 -52C31 -46 29 -37 25 -33C12 -29 -8 -29 -19 -32C-27 -36 -28 -44 -24 -48Z',
        coat,
      ),
      path(
        'M-19 -32C-8 -29 12 -29 25 -33C27 -35 28.6 -38 28.6 -41C16 -35 -8 -34 -24 -40C-23.6 -37 -22 -34 -19 -32Z',
        deep,
        'opacity="0.45"',
      ),
      ...legs.map((leg) => path(leg, coat)),
      path(
        'M-24 -40C-29 -52 -30 -62 -31 -70L-43 -66.6C-47 -66 -48.6 -69.6 -46 -72L-34.6 -79.4C-30.6 -83 -25 -81 -23.4 -75C-21 -64 -16 -56 -7 -51Z',
        coat,
      ),
      path('M-24 -40C-27 -46 -28 -52 -29 -58C-24 -54 -20 -46 -18 -36Z', pale, 'opacity="0.85"'),
      path('M-27 -79C-22 -86 -15 -86 -12 -84C-14 -79 -19 -76 -24 -76Z', coat),
      path('M-24.6 -78.6C-21 -82.6 -17 -83.4 -14 -82.8C-16 -79.8 -20 -77.8 -23 -77.4Z', pale),
      circle(-33, -74.6, 1.4, '#1d1512'),
      ellipse(-46, -69.2, 1.7, 1.5, '#1d1512'),
      stroke(
        'M-30 -81C-37 -90 -36 -98 -30 -108M-34.4 -90L-43 -94M-34.6 -97L-42 -104M-32.6 -103L-26 -110',
        horn,
        2,
      ),
      stroke('M-26 -81C-19 -88 -11 -92 -10 -106M-19 -88L-13 -88M-14.4 -93L-6 -95M-11 -100L-5 -106', horn, 2),
      times(6, (spot) => circle(-8 + spot * 5.4, -46 - (spot % 2) * 4, 1.2, pale, 'opacity="0.6"')),
    ].join(''),
  );
};

/** Its fluke, as it dives. */
export const whale: Figure = (stage, place) => {
  const { palette } = stage;
  const skin = mix(mix('#22364d', palette.near, 0.5), palette.sky[1], 0.14);
  const light = mix(skin, palette.sky[3], 0.42);
  const foam = mix(palette.light, palette.sky[3], 0.3);
  const spray = stage.random.fork('spray');
  return placed(
    place,
    [
      path(
        'M-9 2C-9 -18 -5 -36 -4 -50C-18 -44 -40 -48 -56 -68C-36 -68 -12 -76 0 -60C12 -76 36 -68 56 -68C40 -48 18 -44 4 -50C5 -36 9 -18 9 2Z',
        skin,
      ),
      path(
        'M-2 2C-3 -18 -2 -36 -1 -52C-10 -58 -30 -62 -56 -68C-36 -68 -12 -76 0 -60C1 -40 2 -18 3 2Z',
        light,
        'opacity="0.35"',
      ),
      ellipse(0, 2, 30, 4.4, foam, 'opacity="0.5"'),
      ellipse(0, 3, 48, 5, foam, 'opacity="0.22"'),
      path('M-40 8Q0 -1 40 8V14H-40Z', deepWater(stage), 'opacity="0.85"'),
      times(26, () => {
        const x = spray.between(-34, 34);
        return circle(
          x,
          -spray() * (26 - Math.abs(x) * 0.4),
          spray.between(0.5, 1.8),
          foam,
          `opacity="${n(spray.between(0.4, 0.9))}"`,
        );
      }),
    ].join(''),
  );
};
