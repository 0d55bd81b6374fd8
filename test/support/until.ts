type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/** Polls a condition instead of sleeping: resolves with its first truthy answer. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { within = 30_000, every = 20, what = 'the condition' } = {},
): Promise<Truthy<T>> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await condition();
    if (answer) return answer as Truthy<T>;
    if (Date.now() > deadline) throw new Error(`${what} did not come true within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
