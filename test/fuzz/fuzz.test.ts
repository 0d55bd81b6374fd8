/** The fuzzer, judged: it finds what is planted, the same again for the same seed, and notices what hangs. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../chaos/random.ts';
import { mutateBytes, mutateJson, mutateText, put } from '../../fuzz/mutate.ts';
import { shown, shrink } from '../../fuzz/shrink.ts';
import { insist, type Json, mayThrow, type Target } from '../../fuzz/target.ts';
import { casesOf, targets } from '../../fuzz/targets.ts';
import { tryCases } from '../../fuzz/try.ts';
import { watch } from '../../fuzz/watch.ts';

const sample: Json = { name: 'render', options: [{ name: 'prompt', value: 'a fox' }], count: 2 };

describe('changing samples', () => {
  it('is the same for the same seed, leaves the sample alone, and makes many different things', () => {
    const before = structuredClone(sample);
    const made = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 200 }, () => JSON.stringify(mutateJson(random, sample)));
    };
    expect(made(1)).toEqual(made(1));
    expect(new Set(made(2)).size).toBeGreaterThan(150);
    expect(sample).toEqual(before);
  });
  it('reaches names that only look like members', () => {
    const object = {};
    put(object, '__proto__', 1);
    expect(Object.keys(object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });
  it('changes texts and bytes', () => {
    const random = createRandom(3);
    const texts = Array.from({ length: 100 }, () => mutateText(random, 'a fox --seed 42'));
    expect(new Set(texts).size).toBeGreaterThan(60);
    const bytes = Array.from({ length: 100 }, () => shown(mutateBytes(random, Buffer.from('0123456789'))));
    expect(new Set(bytes).size).toBeGreaterThan(60);
  });
});

describe('making a failing input smaller', () => {
  it('leaves only what matters', async () => {
    const fails = async (input: unknown) => JSON.stringify(input).includes('"b":9');
    expect(await shrink({ a: [1, 2, 3], c: { b: 9, d: 'long' } }, fails)).toEqual({ c: { b: 9 } });
    const text = await shrink('a long text with x in it', async (input) => String(input).includes('x'));
    expect(text).toBe('x');
    const bytes = await shrink(Buffer.from('aaaZaaaa'), async (input) =>
      Buffer.from(input as Buffer).includes('Z'),
    );
    expect(Buffer.from(bytes as Buffer).toString()).toBe('Z');
  });
});

describe('trying', () => {
  const planted: Target = {
    name: 'planted',
    share: 1,
    open: () => ({
      make: (random) => mutateJson(random, sample),
      check(input) {
        const { options } = (input ?? {}) as { options?: Json };
        insist(Array.isArray(options), 'no list of options');
      },
    }),
  };
  const run = (seed: number) => tryCases({ target: planted, seed, first: 0, last: 300, onCase: () => true });
  it('finds a planted fault, once, as small as can be, and again by its number', async () => {
    const { tried, failures } = await run(1);
    expect(tried).toBe(301);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ target: 'planted', message: 'no list of options' });
    expect(failures[0]?.input.length).toBeLessThan(5);
    const number = failures[0]?.number ?? 0;
    const again = await tryCases({
      target: planted,
      seed: 1,
      first: number,
      last: number,
      onCase: () => true,
    });
    expect(again.failures[0]?.message).toBe('no list of options');
  });
  it('lets refuse what may refuse, and nothing else', () => {
    const throwing = (error: Error) => () => {
      throw error;
    };
    expect(mayThrow([SyntaxError], throwing(new SyntaxError('x')))).toBeNull();
    expect(() => mayThrow([SyntaxError], throwing(new TypeError('x')))).toThrow(TypeError);
  });
  it('shares the cases out', () => {
    const all = targets.map((target) => casesOf(target, targets, 1_000_000));
    expect(Math.min(...all)).toBeGreaterThan(300);
    expect(Math.abs(all.reduce((sum, one) => sum + one, 0) - 1_000_000)).toBeLessThan(10);
  });
});

describe('the watch', () => {
  const options = {
    target: 'x',
    seed: 1,
    first: 0,
    last: 9,
    until: Number.MAX_SAFE_INTEGER,
    mostMemory: 8e9,
  };
  const thread = (file: string) => new URL(`./threads/${file}`, import.meta.url);
  it('ends a case that does not end by itself', async () => {
    const { failures, tried } = await watch({ ...options, hangMs: 300, thread: thread('hangs.ts') });
    expect(failures[0]).toMatchObject({ number: 4, message: 'it did not end within 0.3 s' });
    expect(tried).toBe(5);
  });
  it('says what a crash was', async () => {
    const { failures } = await watch({ ...options, thread: thread('crashes.ts') });
    expect(failures[0]?.message).toMatch(/it crashed: Error: a listener threw/);
  });
  it('notices memory that does not stop growing', async () => {
    const { failures } = await watch({ ...options, mostMemory: 1000, thread: thread('hangs.ts') });
    expect(failures[0]?.message).toMatch(/it holds \d+ MB of memory/);
  });
});

describe('every target', () => {
  const quick = targets.filter(({ name }) => !/wire|images/.test(name));
  it.each(quick.map((target) => [target.name, target] as const))(
    '%s takes some cases',
    async (_name, target) => {
      const { failures } = await tryCases({ target, seed: 20, first: 0, last: 60, onCase: () => true });
      expect(failures).toEqual([]);
    },
  );
});
