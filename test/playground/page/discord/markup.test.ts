import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Markup, parseMarkup, plainText } from '../../../../playground/page/client/discord/markup.ts';

const text = (content: string): Markup => ({ type: 'text', content });

describe('parseMarkup', () => {
  it.each<[string, Markup[]]>([
    ['plain words', [text('plain words')]],
    [
      '**bold** and *it*',
      [{ type: 'strong', content: [text('bold')] }, text(' and '), { type: 'em', content: [text('it')] }],
    ],
    [
      '__u__ ~~s~~',
      [
        { type: 'underline', content: [text('u')] },
        text(' '),
        { type: 'strikethrough', content: [text('s')] },
      ],
    ],
    ['||hidden||', [{ type: 'spoiler', content: [text('hidden')] }]],
    ['`code`', [{ type: 'inlineCode', content: 'code' }]],
    ['```ts\nlet a\n```after', [{ type: 'codeBlock', language: 'ts', content: 'let a' }, text('after')]],
    ['### Title\nbody', [{ type: 'heading', level: 3, content: [text('Title')] }, text('body')]],
    ['-# small', [{ type: 'subtext', content: [text('small')] }]],
    ['> one\n> two', [{ type: 'quote', content: [text('one'), { type: 'br' }, text('two')] }]],
    ['<t:1700000000:R>', [{ type: 'timestamp', seconds: 1700000000, style: 'R' }]],
    ['<t:1700000000>', [{ type: 'timestamp', seconds: 1700000000, style: 'f' }]],
    ['<@110000000000000003>', [{ type: 'user', id: '110000000000000003' }]],
    ['<#110000000000000003>', [{ type: 'channel', id: '110000000000000003' }]],
    ['</gallery allow:110000000000000003>', [{ type: 'command', name: 'gallery allow' }]],
    ['@everyone', [{ type: 'everyone', name: '@everyone' }]],
    ['<:party:110000000000000003>', [{ type: 'emoji', name: ':party:' }]],
    ['[words](https://a.example)', [{ type: 'link', target: 'https://a.example', content: [text('words')] }]],
    [
      'https://a.example/b_c',
      [{ type: 'link', target: 'https://a.example/b_c', content: [text('https://a.example/b_c')] }],
    ],
    ['not \\*this\\*', [text('not *this*')]],
    ['a - b', [text('a - b')]],
    ['<b>no html</b>', [text('<b>no html</b>')]],
  ])('reads %j', (source, expected) => expect(parseMarkup(source)).toEqual(expected));

  it('reads lists, in lists, and lists of another kind after them', () => {
    expect(parseMarkup('to do\n- a\n- **b**\n  - c\n3. d\n4. e\n')).toEqual([
      text('to do'),
      { type: 'br' },
      {
        type: 'list',
        start: null,
        items: [
          [text('a')],
          [
            { type: 'strong', content: [text('b')] },
            { type: 'list', start: null, items: [[text('c')]] },
          ],
        ],
      },
      { type: 'list', start: 3, items: [[text('d')], [text('e')]] },
    ]);
  });

  it('keeps every word of what it does not understand', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, (source) => {
        expect(plainText(parseMarkup(source))).toBe(source);
      }),
    );
  });

  it('never fails, whatever comes', () => {
    const marks = fc.constantFrom(
      '*',
      '_',
      '`',
      '```',
      '>',
      '||',
      '~~',
      '-',
      '1. ',
      '#',
      '<t:',
      '<@',
      '[',
      '](',
      ')',
      '\n',
      'a',
      ' ',
    );
    const messy = fc.array(fc.oneof(marks, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 60 });
    fc.assert(
      fc.property(
        messy.map((all) => all.join('')),
        (source) => Array.isArray(parseMarkup(source)),
      ),
    );
  });
});

describe('plainText', () => {
  it('leaves the words', () =>
    expect(plainText(parseMarkup('### A **fox** `x`\n- one\n- two'))).toBe('A fox xone two'));
});
