/** How far a render is, in characters: for platforms whose messages know no bar of their own. */

const bar = { full: '▰', empty: '▱', length: 12 } as const;

export function progressBar(fraction: number): { drawn: string; percent: string } {
  const done = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
  // Full only when it is: the last step must not look like the end.
  const full = Math.floor(done * bar.length);
  return {
    drawn: bar.full.repeat(full) + bar.empty.repeat(bar.length - full),
    percent: `${Math.floor(done * 100)} %`,
  };
}
