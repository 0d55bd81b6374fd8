/** Emoji by their names, dates in the reader's way, and addresses of places. */
import { describe, expect, it } from 'vitest';
import { dateText } from '../../../../playground/page/client/slack/dates.ts';
import {
  emojiGroups,
  emojiLike,
  emojiSign,
  takesTone,
} from '../../../../playground/page/client/slack/emoji.ts';
import {
  fileIdOf,
  hashOf,
  placeFromHash,
  placeFromLink,
} from '../../../../playground/page/client/slack/places.ts';

describe('emoji', () => {
  it.each([
    ['star', '⭐'],
    ['thumbsup', '👍'],
    ['+1::skin-tone-2', '👍🏻'],
    ['raised_hand::skin-tone-6', '✋🏿'],
    ['v::skin-tone-4', '✌🏽'],
    ['artist::skin-tone-3', '🧑🏼‍🎨'],
    ['star::skin-tone-3', '⭐'],
    ['no_such_emoji', undefined],
    ['constructor', undefined],
  ])('%s is %s', (name, sign) => expect(emojiSign(name)).toBe(sign));

  it('has each name once, with one sign of its own', () => {
    const all = emojiGroups.flatMap(({ emoji }) => emoji);
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
    for (const [name, sign] of all) {
      expect(name).toMatch(/^[a-z0-9_+'-]+$/);
      expect(sign).toMatch(/^\p{RGI_Emoji}$/v);
      if (takesTone(name)) expect(emojiSign(`${name}::skin-tone-5`)).toMatch(/^\p{RGI_Emoji}$/v);
    }
  });

  it('finds those that begin with the word first', () => {
    expect(emojiLike('sta', 3).map(([name]) => name)).toEqual(['star', 'star-struck', 'white_medium_star']);
    expect(emojiLike('medium', 3).map(([name]) => name)).toEqual(['white_medium_star']);
  });
});

describe('dateText', () => {
  const at = Date.parse('2026-03-05T14:30:09') / 1000;
  const now = new Date('2026-03-06T10:00:00');
  it.each([
    ['{date_num} {time}', '03/05/2026 2:30 PM'],
    ['{date}', 'March 5, 2026'],
    ['{date_short} at {time_secs}', 'Mar 5, 2026 at 2:30:09 PM'],
    ['{date_long_pretty}', 'yesterday'],
    ['{ago}', '19 hours ago'],
    ['{unknown} stays', '{unknown} stays'],
  ])('%s', (format, words) => expect(dateText(at, format, now, 'en-US').replace(/\u202f/g, ' ')).toBe(words));

  it('leaves what is no date as it is', () =>
    expect(dateText(Number.MAX_VALUE, '{date}', now)).toBe('{date}'));
});

describe('places', () => {
  it('go into the address and come back', () => {
    for (const place of [
      { channelId: 'C1' },
      { channelId: 'home' },
      { channelId: 'C1', ts: '1700000000.000100' },
      { channelId: 'C1', threadTs: '1700000000.000100' },
      { channelId: 'C1', threadTs: '1700000000.000100', ts: '1700000001.000200' },
    ]) {
      expect(placeFromHash(hashOf(place))).toEqual(place);
    }
    for (const hash of ['', '#/20', '#/slack/', '#/slack/general', '#/slack/C1/x', '#/slack/C1/thread'])
      expect(placeFromHash(hash)).toBeNull();
  });

  it('are read from links into the workspace, and from no others', () => {
    const origins = ['http://127.0.0.1:1', 'https://studio.slack.com'];
    expect(placeFromLink('https://studio.slack.com/archives/C1/p1700000000000100', origins)).toEqual({
      channelId: 'C1',
      ts: '1700000000.000100',
    });
    const reply = 'http://127.0.0.1:1/archives/C1/p1700000001000200?thread_ts=1700000000.000100&cid=C1';
    expect(placeFromLink(reply, origins)).toEqual({
      channelId: 'C1',
      ts: '1700000001.000200',
      threadTs: '1700000000.000100',
    });
    for (const link of ['https://evil.example/archives/C1', 'https://studio.slack.com/other', 'nothing'])
      expect(placeFromLink(link, origins)).toBeNull();
  });

  it('of files are known by their id', () => {
    const origin = 'http://127.0.0.1:1';
    expect(fileIdOf(`${origin}/files-pri/T1-F1/a.png`, origin)).toBe('F1');
    expect(fileIdOf(`${origin}/files/U1/F2/a.png`, origin)).toBe('F2');
    expect(fileIdOf('http://127.0.0.1:10/files/U1/F2/a.png', origin)).toBeNull();
    expect(fileIdOf('https://evil.example/files/U1/F2/a.png', origin)).toBeNull();
  });
});
