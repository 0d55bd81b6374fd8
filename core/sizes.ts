/** Named sizes: a shape people can ask for, whatever number of pixels the model likes. */

/** Width to height. The order is the order of the choices. */
export const shapes = {
  square: [1, 1],
  portrait: [2, 3],
  landscape: [3, 2],
  tall: [9, 16],
  wide: [16, 9],
} as const satisfies Record<string, readonly [number, number]>;

export type Shape = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as [Shape, ...Shape[]];

export function isShape(name: string): name is Shape {
  return Object.hasOwn(shapes, name);
}

/**
 * Pixels of a shape: about `edge`² of them, both sides a multiple of `multiple`.
 * For SDXL (`edge` 1024, `multiple` 64): square 1024×1024, landscape 1280×832, wide 1344×768.
 */
export function pixels(shape: Shape, edge: number, multiple: number): { width: number; height: number } {
  const [across, down] = shapes[shape];
  const unit = edge / Math.sqrt(across * down);
  const snap = (side: number) => Math.max(multiple, Math.round(side / multiple) * multiple);
  return { width: snap(across * unit), height: snap(down * unit) };
}

/** The shape a picture is nearest to; undefined where its size is not known. */
export function nearestShape({ width, height }: { width?: number | undefined; height?: number | undefined }) {
  if (!width || !height) return undefined;
  const off = (name: Shape) => Math.abs(Math.log((width / height) * (shapes[name][1] / shapes[name][0])));
  return shapeNames.reduce((best, name) => (off(name) < off(best) ? name : best));
}
