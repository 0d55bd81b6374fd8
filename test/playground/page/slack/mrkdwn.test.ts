import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMrkdwn, parsePlain } from '../../../../playground/page/client/slack/mrkdwn.ts';
import type { Piece, RichText } from '../../../../playground/page/slack/rich-text.ts';
import { richText } from '../../../../playground/page/slack/rich-text.ts';

type Element = RichText['elements'][number];

const section = (...elements: Piece[]): Element => ({ type: 'rich_text_section', elements });
const quote = (...elements: Piece[]): Element => ({ type: 'rich_text_quote', elements });
const code = (text: string): Element => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text }],
});
const text = (words: string, style?: Piece['style']): Piece => ({
  type: 'text',
  text: words,
  ...(style && { style }),
});

describe('parseMrkdwn', () => {
  it.each<[string, Element[]]>([
    ['plain words', [section(text('plain words'))]],
    [
      '*bold*, _it_ and ~gone~',
      [
        section(
          text('bold', { bold: true }),
          text(', '),
          text('it', { italic: true }),
          text(' and '),
          text('gone', { strike: true }),
        ),
      ],
    ],
    ['*bold _both_*', [section(text('bold ', { bold: true }), text('both', { bold: true, italic: true }))]],
    ['2 * 3 * 4 and file_name_x', [section(text('2 * 3 * 4 and file_name_x'))]],
    [
      '`*code*` :star:',
      [section(text('*code*', { code: true }), text(' '), { type: 'emoji', name: 'star' })],
    ],
    ['at 10:30:45', [section(text('at 10'), { type: 'emoji', name: '30' }, text('45'))]],
    ['a &lt;b&gt; &amp;amp;', [section(text('a <b> &amp;'))]],
    [
      '<@U1> <#C1|general> <!here> <!subteam^S1>',
      [
        section(
          { type: 'user', user_id: 'U1' },
          text(' '),
          { type: 'channel', channel_id: 'C1' },
          text(' '),
          { type: 'broadcast', range: 'here' },
          text(' '),
          { type: 'usergroup', usergroup_id: 'S1' },
        ),
      ],
    ],
    [
      '<https://a.b/?x=1&amp;y=2|the *page*>',
      [section({ type: 'link', url: 'https://a.b/?x=1&y=2', text: 'the *page*' })],
    ],
    [
      '*<https://a.b|page>*',
      [section({ type: 'link', url: 'https://a.b', text: 'page', style: { bold: true } })],
    ],
    [
      '*a <https://a.b/*|b> c* d',
      [
        section(
          text('a ', { bold: true }),
          { type: 'link', url: 'https://a.b/*', text: 'b', style: { bold: true } },
          text(' c', { bold: true }),
          text(' d'),
        ),
      ],
    ],
    ['<# |A>', [section(text('<# |A>'))]],
    ['<javascript:alert(1)|press>', [section(text('<javascript:alert(1)|press>'))]],
    [
      '<!date^1700000000^{date} at {time}|then>',
      [section({ type: 'date', timestamp: 1_700_000_000, format: '{date} at {time}', fallback: 'then' })],
    ],
    ['<!date^soon^x|then>', [section(text('then'))]],
    [
      'before\n&gt; one\n&gt; two\nafter',
      [section(text('before')), quote(text('one\ntwo')), section(text('after'))],
    ],
    ['&gt;&gt;&gt; all\nof it', [quote(text('all\nof it'))]],
    [
      'look:\n```\nlet a = *b*;\n```\nthere',
      [section(text('look:')), code('let a = *b*;'), section(text('there'))],
    ],
  ])('reads %j', (source, elements) => {
    expect(parseMrkdwn(source)).toEqual(elements);
  });

  it('reads anything, and loses no letter of it', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '```',
        '\n',
        '&gt; ',
        '<',
        '>',
        '|',
        '<@U1>',
        ':star:',
        '<!date^1^x|y>',
        ' ',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const source = parts.join('');
        const elements = parseMrkdwn(source);
        expect(richText.parse({ type: 'rich_text', elements }).elements).toEqual(elements);
        // People and channels go by their names of now, and what is unknown by the words beside it.
        const known = /(<[@#][A-Za-z0-9]+)\|[^<>\n]*>|(<!)[^<>|\n]+\|/g;
        const letters = (words: string) =>
          [...words.replace(/&(?:lt|gt|amp);/g, '').replace(known, '$1$2>')].filter((one) =>
            /\p{L}/u.test(one),
          );
        const drawn = JSON.stringify(elements);
        for (const letter of letters(source)) expect(drawn).toContain(JSON.stringify(letter).slice(1, -1));
      }),
    );
  });

  it('takes no longer than the text is long', () => {
    for (const source of [
      '*a '.repeat(5000),
      '*a* '.repeat(10_000),
      '*<'.repeat(10_000),
      '<'.repeat(20_000),
      '&gt;'.repeat(10_000),
      '`'.repeat(9_999),
      ':a'.repeat(9000),
    ]) {
      expect(parseMrkdwn(source).length).toBeGreaterThan(0);
    }
  }, 10_000);
});

describe('parsePlain', () => {
  it('knows emoji where they are wanted, and nothing else', () => {
    expect(parsePlain('*no* :star:', true)).toEqual([
      section(text('*no* '), { type: 'emoji', name: 'star' }),
    ]);
    expect(parsePlain('&lt; :star:', false)).toEqual([section(text('&lt; :star:'))]);
  });
});
