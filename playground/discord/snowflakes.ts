/**
 * Discord's ids: milliseconds since 2015 in the upper bits, a counter in the lower ones.
 * They have to have 17 to 19 digits, or @discordjs/rest mistakes the rate-limit bucket.
 */

const DISCORD_EPOCH = 1_420_070_400_000n;
const COUNTER_BITS = 22n;

export interface Snowflakes {
  /** Always greater than every id given before, even when the clock stands still or goes back. */
  next(): string;
  readonly last: string;
}

export function createSnowflakes(now: () => number, last = '0'): Snowflakes {
  let lastId = BigInt(last);
  return {
    next() {
      const fromClock = (BigInt(Math.floor(now())) - DISCORD_EPOCH) << COUNTER_BITS;
      lastId = fromClock > lastId ? fromClock : lastId + 1n;
      return String(lastId);
    },
    get last() {
      return String(lastId);
    },
  };
}

/** When the thing with this id was made, in milliseconds since the epoch. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> COUNTER_BITS) + DISCORD_EPOCH);
}

export function isSnowflake(value: string): boolean {
  return /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n;
}

/** Ids grow with time, so "older than" is a comparison of numbers, not of strings. */
export function isBefore(a: string, b: string): boolean {
  return BigInt(a) < BigInt(b);
}

/** The shard a guild belongs to; what has no guild belongs to shard 0. */
export function shardOf(guildId: string | null, shards: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> COUNTER_BITS) % BigInt(shards));
}
