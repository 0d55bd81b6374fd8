/** Numbers of a benchmark, and how they are printed. */

/** The value that `share` (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function print(title: string, lines: Record<string, string>): void {
  const width = Math.max(...Object.keys(lines).map((name) => name.length));
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(lines)) console.log(`  ${name.padEnd(width)}  ${value}`);
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const ratio = (value: number, base: number) => `${(value / base).toFixed(2)} ×`;
