/**
 * One step in Redis that happens whole or not at all: what must hold, what is written, and which posts owe an update
 * because of it. So there is no moment at which a record is written and its lists, or the word that its post is out
 * of date, are not.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Delivery } from './deliveries.ts';
import type { Platform } from './people.ts';
import { createScript, luaNow } from './script.ts';

export interface Change {
  /** What a key (or a field of a hash) holds, null for nothing. When one of them does not hold, nothing is written. */
  guards?: readonly { key: string; field?: string; holds: string | null }[];
  /** Redis commands, each with its arguments. */
  steps?: readonly (readonly string[])[];
  owes?: readonly Owed[];
}

export type Owed = Delivery & { platform: Platform };

/** True when it was written. */
export type Commit = (change: Change) => Promise<boolean>;

/** Where the deliveries of a platform are kept (see `deliveries.ts`). */
export const outboxKey = (prefix: string, platform: Platform) => `${prefix}:owed:${platform}`;
/** Says on which platform something is owed. */
export const owedChannel = (prefix: string) => `${prefix}:owed`;
export const memberOf = ({ subject, jobId }: Delivery) => `${subject}:${jobId}`;

/** A write whose answer was lost with the connection is sent again within this time, or never. */
const rememberedSeconds = 600;

/**
 * ARGV: guards, steps, what is owed (JSON), the counter of marks, the channel, the key of this very change, how long
 * that is remembered.
 *
 * A change that was written already, and is sent again because its answer was lost, is not written twice.
 * Every write that owes an update gives it a new mark; a delivery clears only the mark it has seen. One that is being
 * delivered right now is left to whoever is at it, who will find the new mark.
 */
const lua = `${luaNow}
if redis.call('EXISTS', ARGV[6]) == 1 then return 1 end
for _, guard in ipairs(cjson.decode(ARGV[1])) do
  local found
  if guard.field then found = redis.call('HGET', guard.key, guard.field)
  else found = redis.call('GET', guard.key) end
  if guard.holds then
    if found ~= guard.holds then return 0 end
  elseif found then return 0 end
end
redis.call('SET', ARGV[6], 1, 'EX', ARGV[7])
for _, step in ipairs(cjson.decode(ARGV[2])) do redis.call(unpack(step)) end
local at = now()
for _, owed in ipairs(cjson.decode(ARGV[3])) do
  local due, leases, member = owed.key, owed.key .. ':leases', owed.member
  redis.call('HSET', due .. ':marks', member, redis.call('INCR', ARGV[4]))
  local until_ = redis.call('ZSCORE', due, member)
  if not (until_ and tonumber(until_) > at and redis.call('HEXISTS', leases, member) == 1) then
    redis.call('HDEL', leases, member)
    redis.call('ZADD', due, at, member)
    redis.call('PUBLISH', ARGV[5], owed.platform)
  end
end
return 1`;

export function createCommit(redis: Redis, prefix: string): Commit {
  const run = createScript(redis, lua);
  return async function commit({ guards = [], steps = [], owes = [] }) {
    const written = await run(
      // A guard for nothing has no `holds`: JSON's null would be something else in Lua.
      JSON.stringify(guards.map(({ holds, ...where }) => (holds === null ? where : { ...where, holds }))),
      JSON.stringify(steps),
      JSON.stringify(
        owes.map(({ platform, ...delivery }) => ({
          platform,
          key: outboxKey(prefix, platform),
          member: memberOf(delivery),
        })),
      ),
      `${prefix}:owed:mark`,
      owedChannel(prefix),
      `${prefix}:change:${randomUUID()}`,
      rememberedSeconds,
    );
    return written === 1;
  };
}
