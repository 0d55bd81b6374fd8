import { parse } from 'discord-markdown-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean } from '../../../bots/clean.ts';
import { codeSpan } from '../../../bots/discord/escape.ts';
import { cut, joined, renderText as rendered } from '../../../bots/discord/text.ts';
import type { Text } from '../../../core/card.ts';
import { anyChar } from '../../support/any-char.ts';

const renderText = (text: Text) => rendered(text, new Map([['gallery', '987654321098765432']]));
const shown = (text: string) => joined(renderText(text));

/** What Discord's markdown makes of it: plain words only, or the kinds of node that are not. */
function read(markdown: string): { words: string; kinds: string[] } {
  const nodes = parse(markdown, 'extended') as { type: string; content?: unknown; name?: string }[];
  const plain = new Set(['text', 'br', 'newline', 'twemoji']);
  return {
    words: nodes
      .map((node) =>
        node.type === 'br' || node.type === 'newline' ? '\n' : String(node.content ?? node.name ?? ''),
      )
      .join(''),
    kinds: nodes.map(({ type }) => type).filter((type) => !plain.has(type)),
  };
}

const marks = [
  '*',
  '_',
  '~',
  '`',
  '|',
  '\\',
  '<',
  '>',
  '[',
  ']',
  '(',
  ')',
  '@',
  '#',
  '-',
  '+',
  '.',
  ':',
  '/',
  '!',
  '&',
];
const nasty = [
  '@everyone',
  '@here',
  '<@123456789012345678>',
  '<@!123456789012345678>',
  '<@&123456789012345678>',
  '<#123456789012345678>',
  '<:smile:123456789012345678>',
  '<a:wave:123456789012345678>',
  '<t:1700000000:R>',
  '</render:123456789012345678>',
  '<123456789012345678:customize>',
  'https://example.com/a_b',
  '<https://example.com>',
  '[words](https://example.com)',
  '# ',
  '### ',
  '-# ',
  '> ',
  '>>> ',
  '- ',
  '* ',
  '1. ',
  '```js\n',
  '\n',
  '\n\n',
  '||',
  '~~',
  '**',
  '__',
  '¯\\_(ツ)_/¯',
  '\u202e',
  '\u2066',
  '\u0600',
  'שלום',
  '👩‍👩‍👧‍👦',
  ' ',
  '1',
  'steam://run/1',
];
const wild = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.constantFrom(...marks), fc.string({ unit: anyChar })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

describe('literal text', () => {
  test('whatever goes in, Discord reads plain words, and no mention', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const markdown = shown(text);
        expect(markdown).not.toMatch(/<(@[!&]?|#|a?:\w+:|t:-?|\/[^>]*:|)\d+[^<>\\]*>/);
        const { kinds } = read(markdown);
        expect(kinds).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('the reader used here sees marks that are not escaped', () => {
    for (const text of ['**a**', '@everyone', '<#123456789012345678>', '# a', 'https://example.com', '||a||'])
      expect(read(text).kinds, text).toHaveLength(1);
  });

  test('the words are those that were typed', () => {
    const ascii = fc.array(
      fc.oneof(fc.constantFrom(...marks, 'a', 'B', '7', ' '), fc.constantFrom('x y', 'http:')),
    );
    fc.assert(
      fc.property(ascii, (parts) => {
        const text = parts.join('');
        expect(read(shown(text)).words).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(nasty.filter((text) => /[a-z]/.test(text)))('%j is shown as it is', (text) => {
    expect(read(shown(text)).words.trim()).toBe(clean(text).trim());
  });

  test('marks of layout are marks only where a line starts', () => {
    expect(shown('a - b # c. 1) d')).toBe('a - b # c. 1) d');
    expect(shown('- a\n1. b\n  # c')).toBe('\\- a\n1\\. b\n  \\# c');
  });

  test('an address is no link', () => {
    expect(read(shown('see https://example.com/x now')).kinds).toEqual([]);
    expect(shown('ratio 16:9')).toBe('ratio 16:9');
  });
});

describe('what cannot be seen', () => {
  test('control characters, overrides and invisible letters go', () => {
    expect(clean('a\u0000b\u202ec\u200bd\ufeffe\u2066f\u00adg\u3164h\u{e0041}i')).toBe('abcdefghi');
  });

  test('emoji and joined letters stay whole', () => {
    const flag = '🏴󠁧󠁢󠁳󠁣󠁴󠁿';
    for (const text of ['👩‍👩‍👧‍👦', flag, '❤️', 'می‌خواهم']) expect(clean(text)).toBe(text);
  });

  test('lines end one way, and piles of marks and empty lines are flattened', () => {
    expect(clean('a\r\nb\rc\u2028d\n\n\n\n\ne')).toBe('a\nb\nc\nd\n\ne');
    expect(clean(`z${'\u0301'.repeat(50)}`)).toHaveLength(7);
  });

  test('half a surrogate becomes a whole character', () => {
    expect(clean('\ud83d x').isWellFormed()).toBe(true);
  });

  test('text from right to left is walled in, line by line', () => {
    expect(shown('שלום\nhello')).toBe('\u2068שלום\u2069\nhello');
    expect(joined(renderText({ type: 'bold', text: 'שלום' }))).toBe('**\u2068שלום\u2069**');
  });
});

describe('code', () => {
  test.each([
    ['42', '`42`'],
    ['a`b', '`` a`b ``'],
    ['``` x', '`ˋˋˋ x`'],
    ['  \n ', ''],
  ])('%j', (text, markdown) => expect(codeSpan(text)).toBe(markdown));

  test('whatever goes in, one piece of code comes out', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const markdown = codeSpan(text).replace(/[\u2068\u2069]/g, '');
        const nodes = parse(markdown, 'extended') as { type: string }[];
        expect(nodes.map(({ type }) => type)).toEqual(markdown === '' ? [] : ['inlineCode']);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cutting', () => {
  test('never longer than asked, never through a mark, always said', () => {
    fc.assert(
      fc.property(wild, fc.integer({ min: 1, max: 60 }), (text, most) => {
        const pieces = renderText([text, { type: 'bold', text }, { type: 'code', text }]);
        const markdown = cut(pieces, most);
        expect(markdown.length).toBeLessThanOrEqual(Math.max(most, 0));
        if (joined(pieces).length > most) expect(markdown.endsWith('…')).toBe(true);
        const kinds = read(markdown).kinds.filter((kind) => kind !== 'strong' && kind !== 'inlineCode');
        expect(kinds).toEqual([]);
        expect((markdown.match(/\u2068/g) ?? []).length).toBe((markdown.match(/\u2069/g) ?? []).length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('spans', () => {
  test('people, channels, times and links', () => {
    const text = renderText([
      { type: 'person', id: '123456789012345678', name: 'Mai' },
      ' in ',
      { type: 'channel', id: '123456789012345679' },
      ' ',
      { type: 'time', at: 1_700_000_000_999, style: 'countdown' },
      ' ',
      { type: 'time', at: 1_700_000_000_000, style: 'clock' },
      ' ',
      { type: 'link', text: 'the *post*', url: 'https://example.com/a_(b)' },
    ]);
    expect(joined(text)).toBe(
      '<@123456789012345678> in <#123456789012345679> <t:1700000000:R> <t:1700000000:t> [the \\*post\\*](https://example.com/a_%28b%29)',
    );
  });

  test('commands can be clicked once they are registered', () => {
    expect(joined(renderText({ type: 'command', name: 'gallery allow' }))).toBe(
      '</gallery allow:987654321098765432>',
    );
    expect(joined(renderText({ type: 'command', name: 'help' }))).toBe('**/help**');
  });

  test('somebody from elsewhere is shown by name, a bad address as words', () => {
    expect(joined(renderText({ type: 'person', id: 'U123', name: '*Mai*' }))).toBe('\\*Mai\\*');
    expect(joined(renderText({ type: 'link', text: 'x', url: 'javascript:alert(1)' }))).toBe('x');
  });
});
