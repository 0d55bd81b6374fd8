/** Sentences come out in the reader's language, with what stands in them still being what it is. */
import { describe, expect, it } from 'vitest';
import { bold, countdown, named, notice, plain, spansOf, typed } from '../../core/card.ts';
import { inLanguage } from '../../core/in-language.ts';
import { createLanguage, say, valuesOf } from '../../core/say.ts';

const thai = createLanguage('th', {
  sentences: new Map([
    ['Cancelled by {who}.', '{who} ยกเลิกแล้ว'],
    ['{n, plural, one {# render} other {# renders}} of yours', 'งานของคุณ {n} งาน'],
    ['Cancel', 'ยกเลิก'],
  ]),
});
const noor = { id: '1', name: 'Noor {n}' };

describe('a sentence', () => {
  it('keeps people, commands and times as what they are', () => {
    const text = say('Cancelled by {who}.', { who: named(noor) });
    expect(spansOf(text)).toEqual(['Cancelled by ', named(noor), '.']);
    expect(spansOf(text, thai)).toEqual([named(noor), ' ยกเลิกแล้ว']);
  });
  it('stands among other spans, in bold, and in another sentence', () => {
    const inner = say('{n, plural, one {# render} other {# renders}} of yours', { n: 1 });
    expect(plain(['a ', bold(inner), say('Cancelled by {who}.', { who: inner })])).toBe(
      'a 1 render of yoursCancelled by 1 render of yours.',
    );
    expect(plain(bold(inner), thai)).toBe('งานของคุณ 1 งาน');
  });
  it('counts and writes numbers as the language does', () => {
    const counted = say('{n, plural, one {# render} other {# renders}} of yours', { n: 12345.5 });
    expect(plain(counted)).toBe('12,345.5 renders of yours');
    expect(plain(say('{n} bytes', { n: 1234567 }), createLanguage('de'))).toBe(
      '1,234,567 bytes'.replaceAll(',', '.'),
    );
  });
  it('takes what people wrote as it is', () => {
    expect(plain(say('{a} and {b}', { a: '{b} <b>#</b>', b: "'{" }))).toBe("{b} <b>#</b> and '{");
    expect(plain(say('a <lora:x> tag'))).toBe('a <lora:x> tag');
  });
  it('is English, with English plurals, where a language has no words for it', () => {
    const counted = say('{n, plural, one {# day} other {# days}}', { n: 1 });
    expect(plain(counted, thai)).toBe('1 day');
  });
  it('of an unknown version still says something', () => {
    expect(plain(say('{who} said', {}))).toBe('{who} said');
    expect(plain(say('{broken'))).toBe('{broken');
  });
  it('names its values, those inside a plural too', () => {
    expect([...valuesOf('{a} {n, plural, one {{b}} other {# {c}}} {s, number, ::.0}')].sort()).toEqual([
      'a',
      'b',
      'c',
      'n',
      's',
    ]);
  });
});

describe('a card in a language', () => {
  it('has no sentence left to translate, wherever it stood', () => {
    const cancel = say('Cancel');
    const card = notice('plain', cancel, cancel, [typed('queue'), cancel]);
    const whole = {
      ...card,
      elements: [
        ...card.elements,
        { type: 'fields' as const, fields: [{ label: cancel, value: [cancel, countdown(5)] }] },
        { type: 'progress' as const, fraction: 0, label: cancel },
        { type: 'list' as const, items: [cancel] },
        { type: 'note' as const, text: cancel },
        { type: 'quote' as const, text: 'Cancel' },
        {
          type: 'media' as const,
          items: [
            {
              file: { from: 'bytes' as const, name: 'a', mediaType: 'image/png', bytes: new Uint8Array() },
              alt: cancel,
            },
          ],
        },
        {
          type: 'buttons' as const,
          buttons: [{ type: 'action' as const, command: 'cancel', label: cancel, look: 'plain' as const }],
        },
      ],
    };
    const told = JSON.stringify(inLanguage(whole, thai));
    expect(told).not.toContain('phrase');
    expect(told.match(/ยกเลิก/g)).toHaveLength(11);
    expect(told).toContain('{"type":"quote","text":"Cancel"}');
  });
});
