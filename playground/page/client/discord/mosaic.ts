/** Where the pictures of a message stand: rows of one to three, as Discord lays them out. */

/** By number of pictures, how many stand in each row. Three are a case of their own: one tall, two beside it. */
const ROWS: Record<number, number[]> = {
  1: [1],
  2: [2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [1, 3, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [1, 3, 3, 3],
};

/** A class name for each picture: how wide its cell is. */
export function mosaic(count: number): string[] {
  if (count === 3) return ['tall', 'beside', 'beside'];
  const rows = ROWS[count] ?? Array.from({ length: Math.ceil(count / 3) }, () => 3);
  return rows
    .flatMap((inRow) => Array.from({ length: inRow }, () => ['', 'whole', 'half', 'third'][inRow] ?? 'third'))
    .slice(0, count);
}
