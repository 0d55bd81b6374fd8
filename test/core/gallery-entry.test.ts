/** What becomes of a gallery entry: whatever happens, in whatever order, and however often it is reported. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  entryAfter,
  type GalleryEntry,
  type GalleryEvent,
  isShown,
  keeps,
  withoutPost,
} from '../../core/gallery-entry.ts';
import { noor } from '../support/jobs.ts';

const fresh: GalleryEntry = { id: 'job-g', revision: 0, shared: false, stars: [], risen: false };
const post = { platform: 'discord', channel: '301', message: '9' } as const;
const allowed = { consent: 'allow', deleted: false } as const;

const star = (who: string, on: 'job' | 'gallery' = 'job'): GalleryEvent => ({ type: 'star', who, on, at: 1 });
const unstar = (who: string, on: 'job' | 'gallery' = 'job'): GalleryEvent => ({
  type: 'unstar',
  who,
  on,
  at: 1,
});

function play(events: readonly GalleryEvent[], threshold = 1, from = fresh): GalleryEntry {
  return events.reduce((entry, event) => entryAfter(entry, event, threshold) ?? entry, from);
}

describe('whether an entry is shown', () => {
  const starred = play([star('a')]);
  const shared = play([{ type: 'share', at: 1 }]);
  it.each([
    ['shared', shared, { consent: null }, true],
    ['shared by one who lets no stars count', shared, { consent: 'stop' }, true],
    ['starred, and its maker was not asked', starred, { consent: null }, false],
    ['starred, and its maker has not answered', starred, { consent: 'asked' }, false],
    ['starred, with consent', starred, { consent: 'allow' }, true],
    ['starred, against its maker’s will', starred, { consent: 'stop' }, false],
    ['nothing happened to it', fresh, { consent: 'allow' }, false],
    ['shared, but deleted', shared, { deleted: true }, false],
    ['shared, but not for everybody’s eyes', shared, { nsfw: true }, false],
    [
      'shared, not for everybody’s eyes, where not everybody is',
      shared,
      { nsfw: true, ageRestricted: true },
      true,
    ],
    ['shared, but removed', play([{ type: 'remove', at: 2 }], 1, shared), {}, false],
  ] as const)('%s', (_, entry, circumstances, shown) => {
    expect(isShown(entry, { ...allowed, ...circumstances })).toBe(shown);
  });
  it('by its stars, in records of before there were thresholds', () => {
    const old: GalleryEntry = { id: 'job-o', revision: 3, shared: false, stars: ['a'] };
    expect(isShown(old, allowed)).toBe(true);
    expect(isShown(play([unstar('a')], 1, old), allowed)).toBe(false);
  });
});

describe('a threshold', () => {
  it('is reached, and left only when fewer than half of the stars are left', () => {
    const shown = (events: GalleryEvent[]) => isShown(play(events, 4), allowed);
    const three = [star('a'), star('b'), star('c')];
    expect(shown(three)).toBe(false);
    const four = [...three, star('d')];
    expect(shown(four)).toBe(true);
    expect(shown([...four, unstar('d')])).toBe(true);
    expect(shown([...four, unstar('d'), star('d'), unstar('d'), unstar('c')])).toBe(true);
    expect(shown([...four, unstar('d'), unstar('c'), unstar('b')])).toBe(false);
    expect(shown([...four, unstar('d'), unstar('c'), unstar('b'), star('b'), star('c')])).toBe(false);
  });
  it('counts everybody once, on whichever post their star is', () => {
    const entry = play([star('a'), star('a', 'gallery'), star('b', 'gallery')], 2);
    expect(countOf(entry)).toBe(2);
    expect(countOf(play([unstar('a')], 2, entry))).toBe(2);
    expect(countOf(withoutPost({ ...entry, post }))).toBe(1);
  });
});

describe('its maker', () => {
  it('has the last word: no star shows what was taken back, until it is shared again', () => {
    const back = play([{ type: 'share', at: 1 }, star('a'), { type: 'unshare', lastWord: true }, star('b')]);
    expect(isShown(back, allowed)).toBe(false);
    expect(isShown(play([{ type: 'share', at: 2 }], 1, back), allowed)).toBe(true);
  });
  it('who takes the own star back leaves the others’', () => {
    const back = play([{ type: 'share', at: 1 }, star('a'), { type: 'unshare', lastWord: false }]);
    expect(isShown(back, allowed)).toBe(true);
    expect(isShown(back, { ...allowed, consent: 'asked' })).toBe(false);
  });
  it('says to whom and with which words, and nothing is shared by it', () => {
    const told = play([
      { type: 'describe', description: 'At dusk', tags: ['sea', 'sea'], audience: 'anonymous' },
    ]);
    expect(told).toMatchObject({
      description: 'At dusk',
      tags: ['sea'],
      audience: 'anonymous',
      shared: false,
    });
    expect(entryAfter(told, { type: 'describe', audience: 'anonymous' }, 1)).toBeNull();
  });
  it('keeps it out by deleting the render’s post, or having it deleted', () => {
    const gone = play([{ type: 'share', at: 1 }, star('a'), { type: 'post gone' }]);
    expect(isShown(gone, allowed)).toBe(false);
    expect(entryAfter(gone, { type: 'post gone' }, 1)).toBeNull();
  });
});

describe('an instructor', () => {
  const by = noor;
  it('removes it, and only an instructor brings it back', () => {
    const removed = play([{ type: 'remove', by, at: 1 }, { type: 'share', at: 2 }, star('a')]);
    expect(isShown(removed, allowed)).toBe(false);
    expect(isShown(play([{ type: 'restore' }], 1, removed), allowed)).toBe(true);
    expect(entryAfter(removed, { type: 'remove', at: 5 }, 1)).toBeNull();
  });
  it('freezes its stars: they are noted, and count again afterwards', () => {
    const frozen = play([star('a'), star('b'), { type: 'freeze', by, at: 1 }, unstar('a'), unstar('b')], 2);
    expect(countOf(frozen)).toBe(2);
    expect(isShown(frozen, allowed)).toBe(true);
    expect(isShown(play([{ type: 'unshare', lastWord: true }], 2, frozen), allowed)).toBe(false);
    const thawed = play([{ type: 'unfreeze' }], 2, frozen);
    expect(countOf(thawed)).toBe(0);
    expect(isShown(thawed, allowed)).toBe(false);
  });
  it('pins it, which shows nothing that is not shared', () => {
    const pinned = play([{ type: 'pin', by, at: 1, post }]);
    expect(pinned.pinned).toEqual({ by, at: 1, post });
    expect(isShown(pinned, allowed)).toBe(false);
    expect(play([{ type: 'unpin' }], 1, pinned).pinned).toBeUndefined();
  });
});

describe('whatever happens', () => {
  const people = ['a', 'b', 'c', 'd', 'e', 'f'];
  const anyStar = fc.record({
    type: fc.constantFrom('star' as const, 'unstar' as const),
    who: fc.constantFrom(...people),
    on: fc.constantFrom('job' as const, 'gallery' as const),
    at: fc.constant(1),
  });
  const anyEvent: fc.Arbitrary<GalleryEvent> = fc.oneof(
    { weight: 6, arbitrary: anyStar },
    fc.constantFrom<GalleryEvent>(
      { type: 'share', at: 1 },
      { type: 'unshare', lastWord: true },
      { type: 'unshare', lastWord: false },
      { type: 'freeze', by: noor, at: 1 },
      { type: 'unfreeze' },
      { type: 'remove', by: noor, at: 1 },
      { type: 'restore' },
      { type: 'pin', by: noor, at: 1, post },
      { type: 'unpin' },
      { type: 'post gone' },
      { type: 'describe', tags: ['fox'] },
    ),
    fc.record({
      type: fc.constant('recount' as const),
      job: fc.option(fc.uniqueArray(fc.constantFrom(...people))),
      gallery: fc.option(fc.uniqueArray(fc.constantFrom(...people))),
    }),
  );
  const anyThreshold = fc.integer({ min: 1, max: 6 });

  it('an event that is reported twice counts once', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyThreshold, (events, threshold) => {
        const once = play(events, threshold);
        const twice = play(
          events.flatMap((event) => [event, event]),
          threshold,
        );
        expect(twice).toEqual(once);
      }),
    );
  });

  it('nobody is counted twice, and the stars are those that were last said', () => {
    fc.assert(
      fc.property(fc.array(anyStar), anyThreshold, (events, threshold) => {
        const entry = play(events, threshold);
        const last = new Map(events.map((event) => [`${event.who} ${event.on}`, event.type]));
        const standing = people.filter(
          (who) => last.get(`${who} job`) === 'star' || last.get(`${who} gallery`) === 'star',
        );
        expect(countOf(entry)).toBe(standing.length);
        expect(new Set(entry.stars).size).toBe(entry.stars.length);
      }),
    );
  });

  it('stars of different people may come in any order: the same ones stand in the end', () => {
    fc.assert(
      fc.property(
        fc.array(anyStar).chain((events) => {
          // What one person does on one post keeps its order.
          const mixed = fc
            .array(fc.nat(), { minLength: events.length, maxLength: events.length })
            .map((ranks) => reordered(events, ranks));
          return fc.tuple(fc.constant(events), mixed);
        }),
        ([events, mixed]) => {
          const [one, other] = [play(events, 3), play(mixed, 3)];
          expect(one.stars.toSorted()).toEqual(other.stars.toSorted());
          expect(countOf(one)).toBe(countOf(other));
        },
      ),
    );
  });

  it('enough stars show it, and fewer than half of enough do not', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyThreshold, (events, threshold) => {
        const entry = play(events, threshold);
        if (entry.frozen || entry.shared || entry.removed || entry.withdrawn) return;
        const count = countOf(entry);
        if (count >= threshold) expect(isShown(entry, allowed)).toBe(true);
        if (count < keeps(threshold)) expect(isShown(entry, allowed)).toBe(false);
      }),
    );
  });

  it('without a word of its maker nothing is shown, and removed it never is', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyThreshold, (events, threshold) => {
        const entry = play(events, threshold);
        for (const consent of ['asked', 'ask-next-time', 'stop', null] as const)
          if (isShown(entry, { consent, deleted: false })) expect(entry.shared).toBe(true);
        if (entry.shared) expect(events.some(({ type }) => type === 'share')).toBe(true);
        if (entry.removed) expect(isShown(entry, allowed)).toBe(false);
        expect(isShown(entry, { ...allowed, deleted: true })).toBe(false);
        expect(isShown(entry, { ...allowed, nsfw: true })).toBe(false);
      }),
    );
  });

  it('a count taken from the platform is the truth afterwards', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent),
        fc.uniqueArray(fc.constantFrom(...people)),
        anyThreshold,
        (events, seen, threshold) => {
          const before = play(events, threshold);
          const event: GalleryEvent = { type: 'recount', job: seen, gallery: [] };
          const entry = entryAfter(before, event, threshold) ?? before;
          expect(entry.stars.toSorted()).toEqual(seen.toSorted());
          if (!entry.frozen) expect(countOf(entry)).toBe(seen.length);
          expect(entryAfter(entry, event, threshold)).toBeNull();
        },
      ),
    );
  });
});

/** The events in the order of their ranks, but those of one person on one post in their own. */
function reordered<E extends { who: string; on: string }>(
  events: readonly E[],
  ranks: readonly number[],
): E[] {
  const places = events
    .map((event, index) => ({ event, rank: ranks[index] ?? 0 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ event }) => `${event.who} ${event.on}`);
  const waiting = Map.groupBy(events, ({ who, on }) => `${who} ${on}`);
  return places.flatMap((key) => waiting.get(key)?.shift() ?? []);
}
