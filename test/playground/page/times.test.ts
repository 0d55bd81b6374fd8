import { describe, expect, it } from 'vitest';
import { messageTime, relativeTime, timestampText } from '../../../playground/page/client/times.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('relativeTime', () => {
  it.each([
    [12, 'in 12 seconds'],
    [0, 'in 0 seconds'],
    [-1, '1 second ago'],
    [-59, '59 seconds ago'],
    [-60, '1 minute ago'],
    [90 * MINUTE, 'in 1 hour'],
    [-3 * DAY, '3 days ago'],
    [-45 * DAY, '1 month ago'],
    [800 * DAY, 'in 2 years'],
  ])('%i seconds away', (distance, expected) => {
    expect(relativeTime(1000 + distance, 1000, 'en')).toBe(expected);
  });
});

describe('timestampText', () => {
  it('follows the style', () => {
    expect(timestampText(0, 'R', 60, 'en')).toBe('1 minute ago');
    expect(timestampText(86400, 'D', 0, 'en')).toMatch(/^January [12], 1970$/);
    expect(timestampText(86400, 'x', 0, 'en')).toBe(timestampText(86400, 'f', 0, 'en'));
  });
});

describe('messageTime', () => {
  const now = new Date(2026, 4, 5, 12, 0);
  it.each([
    [new Date(2026, 4, 5, 9, 30), /^9:30.AM$/],
    [new Date(2026, 4, 4, 9, 30), /^Yesterday at 9:30.AM$/],
    [new Date(2026, 4, 1, 9, 30), /^5\/1\/26, 9:30.AM$/],
  ])('%s', (at, expected) => expect(messageTime(at, now, 'en-US')).toMatch(expected));
});
