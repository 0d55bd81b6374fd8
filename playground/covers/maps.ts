/** Three balls on a floor as depth, normals and ambient occlusion, side by side. */

interface Point {
  depth: number;
  normal: readonly [number, number, number];
  shade: number;
}

const balls = [
  { x: 0.3, y: 0.62, r: 0.2 },
  { x: 0.68, y: 0.52, r: 0.3 },
  { x: 0.5, y: 0.8, r: 0.14 },
];

/** `x` and `y` from 0 to 1 in a square. */
function look(x: number, y: number): Point {
  const horizon = 0.42;
  const floor = y > horizon;
  let seen: Point = floor
    ? { depth: 0.15 + 0.75 * (y - horizon), normal: [0, 0.95, 0.3], shade: 1 }
    : { depth: 0, normal: [0, 0, 1], shade: 1 };
  for (const ball of balls) {
    const contact = Math.hypot((x - ball.x) / ball.r, (y - ball.y - ball.r * 0.95) / (ball.r * 0.35));
    if (floor && contact < 1.4) seen = { ...seen, shade: Math.min(seen.shade, 0.35 + 0.46 * contact) };
  }
  for (const ball of [...balls].sort((a, b) => a.y + a.r - b.y - b.r)) {
    const [nx, ny] = [(x - ball.x) / ball.r, (ball.y - y) / ball.r];
    const nz = 1 - nx * nx - ny * ny;
    if (nz <= 0) continue;
    const z = Math.sqrt(nz);
    seen = {
      depth: 0.3 + 0.5 * (ball.y + ball.r - 0.6) + 0.4 * z,
      normal: [nx, ny, z],
      shade: Math.min(1, 0.3 + 0.62 * (ny + 1) * 0.75),
    };
  }
  return seen;
}

/** Raw RGB. */
export function maps(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  const column = width / 3;
  for (let place = 0; place < width * height; place += 1) {
    const [px, py] = [place % width, Math.floor(place / width)];
    const panel = Math.floor(px / column);
    const margin = (height - column) / 2;
    const point = look((px - panel * column) / column, (py - margin) / column);
    const colour =
      panel === 0
        ? [point.depth, point.depth, point.depth]
        : panel === 1
          ? point.normal.map((value) => value * 0.5 + 0.5)
          : [point.shade, point.shade, point.shade];
    for (const [channel, value] of colour.entries())
      data[place * 3 + channel] = Math.max(0, Math.min(255, Math.round(255 * value)));
  }
  return data;
}
