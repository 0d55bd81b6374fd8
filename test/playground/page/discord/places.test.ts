import { describe, expect, it } from 'vitest';
import { mosaic } from '../../../../playground/page/client/discord/mosaic.ts';
import {
  fileSource,
  hashOf,
  placeFromHash,
  placeFromLink,
} from '../../../../playground/page/client/discord/places.ts';
import { webUrl } from '../../../../playground/page/client/web-url.ts';

describe('places', () => {
  it('go into the address and come back', () => {
    for (const place of [{ channelId: '20' }, { channelId: '20', messageId: '99' }]) {
      expect(placeFromHash(hashOf(place))).toEqual(place);
    }
    for (const hash of ['', '#', '#/general', '#/1/2/3', '#/1/x']) expect(placeFromHash(hash)).toBeNull();
  });

  it.each([
    ['https://discord.com/channels/10/20/99', { channelId: '20', messageId: '99' }],
    ['https://discord.com/channels/10/20', { channelId: '20' }],
    ['https://discord.com/channels/@me/20/99', { channelId: '20', messageId: '99' }],
    ['http://127.0.0.1:4000/channels/10/20/99', { channelId: '20', messageId: '99' }],
    ['https://discord.com/channels/11/20/99', null],
    ['https://discord.com/invite/x', null],
    ['nonsense', null],
  ])('are read from %s', (link, place) => expect(placeFromLink(link, '10')).toEqual(place));
});

describe('webUrl', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'nonsense',
    ' javascript:alert(1)',
  ])('refuses %s', (link) => expect(webUrl(link)).toBeNull());
  it('takes the web', () => expect(webUrl('https://a.example/b')?.host).toBe('a.example'));
});

describe('fileSource', () => {
  const origin = 'http://127.0.0.1:4000';
  it.each([
    [`${origin}/attachments/1/2/a.png?ex=1&hm=2`, '/files/attachments/1/2/a.png?ex=1&hm=2'],
    [`${origin}/api/v10/gateway`, null],
    ['https://cdn.example/attachments/1/2/a.png', null],
    ['attachment://a.png', null],
  ])('%s', (link, source) => expect(fileSource(link, origin)).toBe(source));
});

describe('mosaic', () => {
  const widths: Record<string, number> = { whole: 6, half: 3, third: 2 };
  it.each([1, 2, 4, 5, 6, 7, 8, 9, 10])('fills whole rows with %i pictures', (count) => {
    const cells = mosaic(count);
    expect(cells).toHaveLength(count);
    expect(cells.reduce((sum, cell) => sum + (widths[cell] ?? Number.NaN), 0) % 6).toBe(0);
  });
  it('stands three as one tall and two beside it', () =>
    expect(mosaic(3)).toEqual(['tall', 'beside', 'beside']));
});
