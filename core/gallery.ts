/**
 * The gallery's store: which results their makers agreed to show (see `gallery-entry.ts` for the rules), and the lists
 * by which they are found. A gallery post is a projection of its entry, brought up to date by a delivery.
 *
 * Kept in Redis, each list in the very step that writes an entry:
 *
 *   <gallery>:of:<space>:<maker>               set: entries of a maker
 *   <gallery>:in:<platform>:<space>:new, :top, :pinned, :tag:<tag>
 *                                              sorted sets: entries that are shown, by age, stars, pin
 *   <gallery>:in:<platform>:<space>:removed    sorted set: entries that were taken out, by when
 *   <gallery>:in:<platform>:<space>:tags       sorted set: tags, by how many of these entries have them
 *   <gallery>:in:<platform>:<space>:numbers    hash: number → entry
 *   <gallery>:post:<platform>:<channel>:<message>   the entry whose gallery post this is
 *   <gallery>:posts:<platform>:<channel>, :pins:<platform>:<channel>
 *                                              sets: entries whose gallery post, or whose pin, is in a channel
 */
import type { Redis } from 'ioredis';
import type { Commit, Owed } from './commit.ts';
import {
  type Consent,
  consentSchema,
  countOf,
  type EntryOf,
  type GalleryEntry,
  galleryEntrySchema,
} from './gallery-entry.ts';
import { type Person, type Platform, type PostRef, personKey } from './people.ts';
import { createRecords, type Effects } from './records.ts';

export type Gallery = ReturnType<typeof createGallery>;

/** The lists that can be looked through. */
export type GalleryList = 'new' | 'top' | 'pinned' | 'removed' | `tag:${string}`;

type Where = Pick<PostRef, 'platform' | 'channel'>;
type Which = Pick<PostRef, 'platform' | 'channel' | 'message'>;

/** Others than these are not looked through: a list is for people, and a page of it is read anew each time. */
const mostListed = 300;

export function createGallery(redis: Redis, prefix: string, commit: Commit) {
  const base = `${prefix}:gallery`;
  const spaceKey = ({ platform, space }: Pick<EntryOf, 'platform' | 'space'>, list: string) =>
    `${base}:in:${platform}:${space}:${list}`;
  const postKey = ({ platform, channel, message }: Which) => `${base}:post:${platform}:${channel}:${message}`;
  const postsKey = ({ platform, channel }: Where) => `${base}:posts:${platform}:${channel}`;
  const pinsKey = ({ platform, channel }: Where) => `${base}:pins:${platform}:${channel}`;
  const entriesKey = (person: Pick<Person, 'platform' | 'id'>, space: string) =>
    `${base}:of:${space}:${personKey(person)}`;
  const consentKey = (space: string) => `${prefix}:consent:${space}`;

  /** What instructors alone are shown is on no list. */
  const isListed = ({ shown, post, audience }: GalleryEntry) =>
    (shown ?? post !== undefined) && audience !== 'instructors';
  const tagsOf = (entry: GalleryEntry | null) => (entry && isListed(entry) ? (entry.tags ?? []) : []);

  function along(entry: GalleryEntry, before: GalleryEntry | null): Effects {
    const { of } = entry;
    return {
      steps: [...placeSteps(entry, before), ...(of ? listSteps(entry, before, of) : [])],
      owes: of && before ? owedFor(of.platform, entry, before) : [],
    };
  }

  function listSteps(entry: GalleryEntry, before: GalleryEntry | null, of: EntryOf): string[][] {
    const listed = (list: string, score: number | undefined) =>
      isListed(entry) && score !== undefined
        ? ['ZADD', spaceKey(of, list), String(score), entry.id]
        : ['ZREM', spaceKey(of, list), entry.id];
    const [now, then] = [tagsOf(entry), tagsOf(before)];
    const came = now.filter((tag) => !then.includes(tag));
    const went = then.filter((tag) => !now.includes(tag));
    const tags = spaceKey(of, 'tags');
    return [
      listed('new', entry.since ?? 0),
      listed('top', countOf(entry)),
      listed('pinned', entry.pinned?.at),
      entry.removed
        ? ['ZADD', spaceKey(of, 'removed'), String(entry.removed.at), entry.id]
        : ['ZREM', spaceKey(of, 'removed'), entry.id],
      ...now.map((tag) => ['ZADD', spaceKey(of, `tag:${tag}`), String(entry.since ?? 0), entry.id]),
      ...went.map((tag) => ['ZREM', spaceKey(of, `tag:${tag}`), entry.id]),
      ...came.map((tag) => ['ZINCRBY', tags, '1', tag]),
      ...went.map((tag) => ['ZINCRBY', tags, '-1', tag]),
      ...(went.length > 0 ? [['ZREMRANGEBYSCORE', tags, '-inf', '0']] : []),
      ...(entry.number === undefined
        ? []
        : [['HSET', spaceKey(of, 'numbers'), String(entry.number), entry.id]]),
    ];
  }

  function placeSteps({ id, post, pinned }: GalleryEntry, before: GalleryEntry | null): string[][] {
    const [pin, pinBefore] = [pinned?.post, before?.pinned?.post];
    return [
      ...(before?.post && before.post.message !== post?.message
        ? [
            ['DEL', postKey(before.post)],
            ['SREM', postsKey(before.post), id],
          ]
        : []),
      ...(post
        ? [
            ['SET', postKey(post), id],
            ['SADD', postsKey(post), id],
          ]
        : []),
      ...(pinBefore && pinBefore.message !== pin?.message ? [['SREM', pinsKey(pinBefore), id]] : []),
      ...(pin ? [['SADD', pinsKey(pin), id]] : []),
    ];
  }

  const records = createRecords<GalleryEntry>({ redis, commit }, base, galleryEntrySchema, along);

  return {
    entry: records.get,
    read: records.read,

    /** Changes what an entry says; its posts owe an update then. See `Records.update`. */
    change(jobId: string, of: EntryOf, change: (entry: GalleryEntry) => GalleryEntry | null) {
      const withOf = (entry: GalleryEntry) => change(entry.of ? entry : { ...entry, of });
      return records.update(jobId, withOf, { owes: galleryPost(of.platform, jobId) });
    },

    /** Notes what a delivery has done, which changes nothing of what the posts show. */
    async note(jobId: string, change: (entry: GalleryEntry) => GalleryEntry | null): Promise<void> {
      await records.update(jobId, change);
    },

    /** The entry of a job, made empty when there is none yet; listed under its maker, with a number of its own. */
    async open(jobId: string, maker: Person, space: string): Promise<GalleryEntry> {
      const known = await records.get(jobId);
      if (known?.number !== undefined) return known;
      const of: EntryOf = { platform: maker.platform, space, maker: personKey(maker) };
      const number = await redis.hincrby(spaceKey(of, 'numbers'), 'last', 1);
      const fresh: GalleryEntry = {
        id: jobId,
        revision: 0,
        of,
        number,
        shared: false,
        stars: [],
        risen: false,
      };
      const steps = [['SADD', entriesKey(maker, space), jobId]];
      if (!known && (await records.create(fresh, { steps }))) return fresh;
      const numbered = await records.update(jobId, (one) =>
        one.number === undefined ? { ...one, of, number } : null,
      );
      return numbered?.record ?? fresh;
    },

    async byNumber(where: Pick<EntryOf, 'platform' | 'space'>, number: number): Promise<GalleryEntry | null> {
      const id = await redis.hget(spaceKey(where, 'numbers'), String(number));
      return id === null ? null : records.get(id);
    },
    async byPost(post: Which): Promise<GalleryEntry | null> {
      const id = await redis.get(postKey(post));
      return id === null ? null : records.get(id);
    },
    /** Ids of the entries whose gallery posts stand in a channel. */
    postsIn: (where: Where): Promise<string[]> => redis.smembers(postsKey(where)),
    /** Ids of the entries of the showcase whose pin is in a channel. */
    pinsIn: (where: Where): Promise<string[]> => redis.smembers(pinsKey(where)),

    /** Entries that are shown (or `removed`), the newest, most starred or last pinned first; those of `since` or later. */
    async list(
      where: Pick<EntryOf, 'platform' | 'space'>,
      list: GalleryList,
      { since }: { since?: number } = {},
    ): Promise<GalleryEntry[]> {
      const key = spaceKey(where, list);
      const from = since === undefined ? '-inf' : String(since);
      const ids = await redis.zrange(key, '+inf', from, 'BYSCORE', 'REV', 'LIMIT', 0, mostListed);
      return records.read(ids);
    },
    /** Tags, with how many entries that are shown have them; the most used first. */
    async tags(where: Pick<EntryOf, 'platform' | 'space'>): Promise<{ tag: string; count: number }[]> {
      const found = await redis.zrange(
        spaceKey(where, 'tags'),
        '0',
        String(mostListed - 1),
        'REV',
        'WITHSCORES',
      );
      return Array.from({ length: found.length / 2 }, (_, index) => ({
        tag: found[2 * index] ?? '',
        count: Number(found[2 * index + 1]),
      }));
    },
    /** One of the entries with a gallery post, any. */
    async random(where: Pick<EntryOf, 'platform' | 'space'>, count: number): Promise<GalleryEntry[]> {
      const ids = await redis.zrandmember(spaceKey(where, 'new'), count);
      return records.read(Array.isArray(ids) ? ids.map(String) : []);
    },

    entriesOf: (maker: Pick<Person, 'platform' | 'id'>, space: string): Promise<string[]> =>
      redis.smembers(entriesKey(maker, space)),

    async consent(maker: Pick<Person, 'platform' | 'id'>, space: string): Promise<Consent | null> {
      const said = await redis.hget(consentKey(space), personKey(maker));
      return said === null ? null : consentSchema.parse(said);
    },
    /** Writes a maker's word down; the posts of these jobs of theirs owe an update because of it. */
    async setConsent(
      maker: Pick<Person, 'platform' | 'id'>,
      space: string,
      consent: Consent,
      jobIds: readonly string[] = [],
    ): Promise<void> {
      await commit({
        steps: [['HSET', consentKey(space), personKey(maker), consent]],
        owes: jobIds.flatMap((id) => galleryPost(maker.platform, id)),
      });
    },
    /** Owes a maker the question about a job. True for exactly one caller: nobody is asked twice. */
    beginAsking(maker: Pick<Person, 'platform' | 'id'>, space: string, jobId: string): Promise<boolean> {
      const key = consentKey(space);
      const field = personKey(maker);
      return commit({
        guards: [{ key, field, holds: null }],
        steps: [['HSET', key, field, 'asked' satisfies Consent]],
        owes: [{ platform: maker.platform, subject: 'question', jobId }],
      });
    },
  };
}

const galleryPost = (platform: Platform, jobId: string): Owed[] => [{ platform, subject: 'gallery', jobId }];
/** What the job's own post says of its entry. */
const saysOf = ({ shared, removed }: GalleryEntry) => shared && !removed;

function owedFor(platform: Platform, entry: GalleryEntry, before: GalleryEntry): Owed[] {
  const isTaken = entry.removed?.by !== undefined && !before.removed;
  return [
    ...(saysOf(entry) === saysOf(before) ? [] : [{ platform, subject: 'job' as const, jobId: entry.id }]),
    ...(isTaken ? [{ platform, subject: 'removal' as const, jobId: entry.id }] : []),
  ];
}
