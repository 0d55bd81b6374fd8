/**
 * Deliveries: what the posts owe their records, kept until it is shown ("make the post of X show its record").
 *
 * An update is owed from the very step that writes the record (see `commit.ts`), and by every such step under a new
 * mark. Whoever delivers takes it on a lease, reads the record, makes the post show it, and clears the mark it took:
 * what was written meanwhile has another mark and is delivered next. A process that dies lets its lease run out.
 * Nothing is ever given up; it is only tried less and less often.
 *
 * Each platform has its own, so an outage of one does not hold up the other. Kept in Redis, by its clock:
 *
 *   <outbox>         sorted set: delivery → when it is due; while leased, when the lease ends
 *   <outbox>:marks   hash: delivery → mark
 *   <outbox>:leases  hash: delivery → who is at it
 *   <outbox>:tries   hash: delivery → how often it failed
 *   <outbox>:begun   hash: delivery → nonce and time of a post that was begun and not recorded yet
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Commit, memberOf, outboxKey, owedChannel } from './commit.ts';
import type { Platform } from './people.ts';
import { createScript, luaNow } from './script.ts';
import { createSignal } from './signal.ts';

const deliverySchema = z.object({
  /**
   * `job`: a job's post. `outcome`: the word to a job's owner where that post cannot show how it ended.
   * `ping`: the word to an owner who wants to be told that it does. `copies`: where a job was shown once more.
   * `gallery`: the gallery post of a job. `question`: the private question to a job's owner. `removal`: the word to the
   * owner that an instructor took it out of the gallery.
   * `proposal`: the post of a proposed workflow; `verdict`: the word to whoever proposed it. Their id stands for the job's.
   */
  subject: z.enum([
    'job',
    'outcome',
    'ping',
    'copies',
    'gallery',
    'question',
    'removal',
    'proposal',
    'verdict',
  ]),
  jobId: z.string(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** A delivery somebody has taken. */
export interface Due {
  delivery: Delivery;
  /** Who took it. */
  by: string;
  mark: string;
  /** How often it has failed so far. */
  tries: number;
}

/** A first post: the name it is made under, and when that was first tried, if it was. */
export interface FirstPost {
  nonce: string;
  since: number | null;
}

const begunSchema = z.object({ nonce: z.string(), at: z.number() });

/** ARGV: outbox, who, lease (ms), how many. Returns delivery, mark and tries of each. */
const takeLua = `${luaNow}
local due, at = ARGV[1], now()
local taken = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', at, 'LIMIT', 0, ARGV[4])) do
  redis.call('ZADD', due, at + ARGV[3], member)
  redis.call('HSET', due .. ':leases', member, ARGV[2])
  table.insert(taken, member)
  table.insert(taken, redis.call('HGET', due .. ':marks', member) or '')
  table.insert(taken, redis.call('HGET', due .. ':tries', member) or '0')
end
return taken`;

/** ARGV: outbox, who, lease (ms), deliveries … */
const keepLua = `${luaNow}
for index = 4, #ARGV do
  if redis.call('HGET', ARGV[1] .. ':leases', ARGV[index]) == ARGV[2] then
    redis.call('ZADD', ARGV[1], now() + ARGV[3], ARGV[index])
  end
end
return 1`;

/** ARGV: outbox, who, delivery, mark. */
const shownLua = `${luaNow}
local due, member = ARGV[1], ARGV[3]
if redis.call('HGET', due .. ':leases', member) ~= ARGV[2] then return 0 end
redis.call('HDEL', due .. ':leases', member)
redis.call('HDEL', due .. ':tries', member)
redis.call('HDEL', due .. ':begun', member)
if redis.call('HGET', due .. ':marks', member) == ARGV[4] then
  redis.call('ZREM', due, member)
  redis.call('HDEL', due .. ':marks', member)
else
  redis.call('ZADD', due, now(), member)
end
return 1`;

/** ARGV: outbox, who, delivery, delay (ms), 1 where it failed. */
const laterLua = `${luaNow}
local due, member = ARGV[1], ARGV[3]
if redis.call('HGET', due .. ':leases', member) ~= ARGV[2] then return 0 end
redis.call('HDEL', due .. ':leases', member)
redis.call('HINCRBY', due .. ':tries', member, ARGV[5])
redis.call('ZADD', due, now() + ARGV[4], member)
return 1`;

/** ARGV: outbox. Makes everything due that nobody is at. */
const hurryLua = `${luaNow}
local due, at = ARGV[1], now()
for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '(' .. at, '+inf')) do
  if redis.call('HEXISTS', due .. ':leases', member) == 0 then redis.call('ZADD', due, at, member) end
end
return 1`;

const takenSchema = z.array(z.string());

export function createDeliveries(redis: Redis, prefix: string, commit: Commit) {
  const take = createScript(redis, takeLua);
  const keep = createScript(redis, keepLua);
  const shown = createScript(redis, shownLua);
  const later = createScript(redis, laterLua);
  const hurry = createScript(redis, hurryLua);
  const signal = createSignal(redis, owedChannel(prefix));
  const outbox = (platform: Platform) => outboxKey(prefix, platform);
  const begunKey = (platform: Platform) => `${outbox(platform)}:begun`;

  /** A first post that was begun, if nobody knows its end. */
  async function begun(platform: Platform, delivery: Delivery): Promise<FirstPost | null> {
    const note = await redis.hget(begunKey(platform), memberOf(delivery));
    if (note === null) return null;
    const { nonce, at } = begunSchema.parse(JSON.parse(note));
    return { nonce, since: at };
  }

  return {
    /** Owes an update that no write brings with it. */
    async wake(platform: Platform, delivery: Delivery): Promise<void> {
      await commit({ owes: [{ platform, ...delivery }] });
    },

    /** Takes up to so many that are due; they are nobody else's for `leaseMs`. */
    async take(platform: Platform, by: string, most: number, leaseMs: number): Promise<Due[]> {
      const answer = takenSchema.parse(await take(outbox(platform), by, leaseMs, most));
      return Array.from({ length: answer.length / 3 }, (_, index) => {
        const [member = '', mark = '', tries = '0'] = answer.slice(index * 3);
        return { delivery: parseMember(member), by, mark, tries: Number(tries) };
      });
    },

    /** Takes more time for those that are being delivered. */
    async keep(platform: Platform, by: string, deliveries: Delivery[], leaseMs: number): Promise<void> {
      await keep(outbox(platform), by, leaseMs, ...deliveries.map(memberOf));
    },

    /** The post shows what was written up to the mark. */
    async shown(platform: Platform, { delivery, by, mark }: Due): Promise<void> {
      await shown(outbox(platform), by, memberOf(delivery), mark);
    },

    /** It did not work for now; or it did, and there is nothing wrong with its being later. */
    async later(platform: Platform, { delivery, by }: Due, delayMs: number, failed = true): Promise<void> {
      await later(outbox(platform), by, memberOf(delivery), delayMs, failed ? 1 : 0);
    },

    /** What stood in the way may be gone: everything that was put off is tried now. */
    async hurry(platform: Platform): Promise<void> {
      await hurry(outbox(platform));
      await signal.send(platform);
    },

    /**
     * Notes that a first post is about to be made, so that whoever comes after a crash looks for it before making
     * another. The note goes when the delivery has been made.
     */
    async beginPost(platform: Platform, delivery: Delivery, nonce: string, at: number): Promise<FirstPost> {
      const note = JSON.stringify({ nonce, at });
      const noted = await redis.hsetnx(begunKey(platform), memberOf(delivery), note);
      return (noted === 1 ? null : await begun(platform, delivery)) ?? { nonce, since: null };
    },
    begun,

    /** What is owed, the longest due first. */
    async owed(platform: Platform): Promise<Delivery[]> {
      return (await redis.zrange(outbox(platform), '0', '-1')).map(parseMember);
    },
    owedCount: (platform: Platform): Promise<number> => redis.zcard(outbox(platform)),

    /** Calls back with the platform on which something is owed. Only a hint: look now and then as well. */
    listen: signal.listen,
  };
}

function parseMember(member: string): Delivery {
  const at = member.indexOf(':');
  return deliverySchema.parse({ subject: member.slice(0, at), jobId: member.slice(at + 1) });
}
