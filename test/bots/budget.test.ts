/** How often something may be done, and what was done already. */
import { describe, expect, it } from 'vitest';
import { createBudget } from '../../bots/budget.ts';
import { rates } from '../../bots/slack/limits.ts';
import { createLatest, createOnce } from '../../bots/slack/once.ts';

function clock(start = 1_000_000) {
  let at = start;
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

/** Jobs that ask for an edit every so often, as live posts do. @returns how many each got. */
function run(jobs: number, minutes: number, finals: (second: number) => number = () => 0) {
  const time = clock();
  const budget = createBudget({ ...rates.edits, now: time.now });
  const got = Array.from({ length: jobs }, () => 0);
  const asks = Array.from({ length: jobs }, (_, job) => time.now() + job * 37);
  const taken: number[] = [];
  for (let tick = 0; tick < minutes * 300; tick += 1) {
    if (tick % 5 === 0)
      for (let n = finals(tick / 5); n > 0; n -= 1) {
        budget.take();
        taken.push(time.now());
      }
    for (const [job, next] of asks.entries()) {
      if (next > time.now()) continue;
      asks[job] = time.now() + 1430;
      if (!budget.offerTo(`job ${job}`)) continue;
      got[job] = (got[job] ?? 0) + 1;
      taken.push(time.now());
    }
    time.pass(200);
  }
  return { got, taken };
}

describe('the budget of edits', () => {
  it('never goes beyond 50 in any minute', () => {
    for (const jobs of [1, 3, 10, 40]) {
      const { taken } = run(jobs, 4);
      for (const from of taken) {
        const within = taken.filter((at) => at >= from && at < from + 60_000).length;
        expect(within).toBeLessThanOrEqual(50);
      }
    }
  });
  it('is used up when there are takers', () => {
    const { got } = run(10, 5);
    expect(got.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(5 * rates.edits.perMinute * 0.95);
  });
  it('is shared fairly', () => {
    for (const jobs of [2, 7, 25]) {
      const { got } = run(jobs, 6);
      expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual(2);
    }
  });
  it('lets results through first, and progress makes room', () => {
    const { taken } = run(10, 4, (second) => (second >= 60 && second < 90 ? 1 : 0));
    const from = 1_000_000 + 60_000;
    expect(taken.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(50);
  });
  it('does not make anybody wait for a job that has ended', () => {
    const time = clock();
    const budget = createBudget({ burst: 1, perMinute: 60, now: time.now });
    expect(budget.offerTo('a')).toBe(true);
    expect(budget.offerTo('b')).toBe(false);
    time.pass(1000);
    expect(budget.offerTo('a'), 'b has waited longer').toBe(false);
    budget.forget('b');
    expect(budget.offerTo('a')).toBe(true);
    budget.offerTo('b');
    time.pass(5000);
    expect(budget.offerTo('a'), 'b does not ask any more').toBe(true);
  });
  it('is closed for as long as Slack asks', () => {
    const time = clock();
    const budget = createBudget({ burst: 5, perMinute: 60, now: time.now });
    budget.close(3000);
    expect(budget.offerTo('a')).toBe(false);
    time.pass(3000);
    expect(budget.offerTo('a')).toBe(true);
  });
});

describe('what comes twice', () => {
  it('is new once, until it has been forgotten', () => {
    const time = clock();
    const first = createOnce({ ms: 1000, now: time.now, most: 3 });
    expect(first('a')).toBe(true);
    expect(first('a')).toBe(false);
    time.pass(1001);
    expect(first('a')).toBe(true);
    for (const key of ['b', 'c', 'd', 'e']) first(key);
    expect(first('e')).toBe(false);
    expect(first('b'), 'only so many are kept').toBe(true);
  });
  it('counts only in the order in which it happened', () => {
    const isLatest = createLatest({ most: 2 });
    expect(isLatest('star', 5)).toBe(true);
    expect(isLatest('star', 4)).toBe(false);
    expect(isLatest('star', 5)).toBe(true);
    isLatest('b', 1);
    isLatest('c', 1);
    expect(isLatest('star', 4)).toBe(true);
  });
});
