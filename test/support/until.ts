type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

interface UntilOptions {
  within?: number;
  every?: number;
  what?: string;
  /** What there was at the end, for the error. */
  instead?: () => string;
}

/** Polls a condition instead of sleeping: resolves with its first truthy answer. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { within = 45_000, every = 20, what = 'the condition', instead = () => '' }: UntilOptions = {},
): Promise<Truthy<T>> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await condition();
    if (answer) return answer as Truthy<T>;
    if (Date.now() > deadline)
      throw new Error(`${what} did not come true within ${within} ms. ${instead()}`.trim());
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
