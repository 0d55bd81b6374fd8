/** A Lua script: sent whole once, then called by its digest, also after Redis was restarted. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export type Script = (...args: (string | number)[]) => Promise<unknown>;

/** The keys are among the arguments: we use one server, not a cluster. */
export function createScript(redis: Redis, lua: string): Script {
  const digest = createHash('sha1').update(lua).digest('hex');
  return async function run(...args) {
    try {
      return await redis.evalsha(digest, 0, ...args);
    } catch (thrown) {
      if (!(thrown instanceof Error && thrown.message.startsWith('NOSCRIPT'))) throw thrown;
      return redis.eval(lua, 0, ...args);
    }
  };
}

/** For scripts: milliseconds since the epoch by the server's own clock, the same for every process. */
export const luaNow = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`;
