/** The film look: what the LUT of the film workflows does to a colour, and that LUT as a .cube file. */

type Colour = readonly [number, number, number];

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
/** Darker shadows and softer lights, without clipping either. */
const curve = (value: number): number => mix(value, value * value * (3 - 2 * value), 0.55);

/** From and to display values of 0 to 1: faded blacks, warm lights, cool shadows, quieter colours. */
export function filmColour([red, green, blue]: Colour): [number, number, number] {
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const quiet = [red, green, blue].map((value) => curve(mix(light, value, 0.82)));
  const tone = curve(light);
  const warm = [0.035, 0.008, -0.045].map((shift) => shift * tone * 1.6);
  const cool = [-0.02, 0.006, 0.03].map((shift) => shift * (1 - tone));
  const [r = 0, g = 0, b = 0] = quiet.map((value, channel) => {
    const tinted = value + (warm[channel] ?? 0) + (cool[channel] ?? 0);
    return Math.max(0, Math.min(1, 0.035 + tinted * 0.935));
  });
  return [r, g, b];
}

/** Points along each side; between them a LUT is read linearly. */
const points = 9;

export function filmCube(): string {
  const steps = Array.from({ length: points }, (_, index) => index / (points - 1));
  const rows = steps.flatMap((blue) =>
    steps.flatMap((green) =>
      steps.map((red) =>
        filmColour([red, green, blue])
          .map((value) => value.toFixed(5))
          .join(' '),
      ),
    ),
  );
  return ['TITLE "Rendezvous film"', `LUT_3D_SIZE ${points}`, ...rows, ''].join('\n');
}
