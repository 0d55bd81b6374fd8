/** What came of a render is walked through a page at a time, the newest first, counted from the oldest. */
import { describe, expect, it } from 'vitest';
import { lineageElements } from '../../commands/cards/lineage-elements.ts';
import type { Button, Element } from '../../core/card.ts';
import { inWords } from '../../core/say.ts';
import { testJob } from '../support/jobs.ts';

const children = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    job: testJob({ from: { by: 'vary', output: 0 }, createdAt: index }),
    link: null,
  }));
const job = testJob({});
const read = (elements: Element[]) => {
  const buttons = elements.flatMap((one): Button[] => (one.type === 'buttons' ? [...one.buttons] : []));
  return {
    labels: buttons.map(({ label }) => inWords(label)),
    lines: elements.flatMap((one) => (one.type === 'list' ? one.items.length : [])),
    notes: elements.flatMap((one) => (one.type === 'note' ? [inWords(one.text)] : [])),
    turns: buttons.flatMap((one) => ('given' in one && one.given ? [[one.jobId, one.given.value]] : [])),
  };
};
const see = (count: number, page?: number) =>
  read(lineageElements(job, { parent: null, children: children(count) }, { command: 'see instead', page }));

describe('what came of a render', () => {
  it('is one page of up to eight, without anything to turn', () => {
    expect(see(0)).toEqual({ labels: [], lines: [], notes: [], turns: [] });
    const { labels, lines, notes, turns } = see(8);
    expect([labels[0], labels.at(-1), lines, notes, turns]).toEqual(['1. Varied', '8. Varied', [8], [], []]);
  });

  it('begins with the newest, and every older one is on some page', () => {
    const pages = [1, 2, 3].map((page) => see(19, page));
    expect(pages.map(({ notes }) => notes)).toEqual([
      ['12 to 19 of 19'],
      ['4 to 11 of 19'],
      ['1 to 3 of 19'],
    ]);
    expect(pages.map(({ turns }) => turns)).toEqual([
      [[job.id, '2']],
      [
        [job.id, '1'],
        [job.id, '3'],
      ],
      [[job.id, '2']],
    ]);
    const steps = pages.flatMap(({ labels }) => labels.filter((label) => /Varied/.test(label)));
    expect(new Set(steps).size).toBe(19);
  });

  it('ends with its last page, where there is no such one any more', () => {
    expect(see(9, 99).notes).toEqual(['1 to 1 of 9']);
  });
});
