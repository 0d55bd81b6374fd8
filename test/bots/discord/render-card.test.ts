import { type APIContainerComponent, ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readButtonId } from '../../../bots/button-id.ts';
import { limits } from '../../../bots/discord/limits.ts';
import { type Placed, renderCard as rendered } from '../../../bots/discord/render-card.ts';
import type { Button, Card, CardFile, Element, Text, Tone } from '../../../core/card.ts';
import { anyChar } from '../../support/any-char.ts';

const tones = ['plain', 'waiting', 'busy', 'good', 'bad', 'gallery'] as const satisfies Tone[];

function file(name: string, mediaType = 'image/png'): CardFile {
  return { from: 'bytes', name, mediaType, bytes: Buffer.from(name) };
}
const nameOf = (one: CardFile) => (one.from === 'store' ? one.output.name : one.name);
const attached = (one: CardFile): Placed => ({ name: nameOf(one) });

const renderCard = (card: Card, place: (one: CardFile) => Placed) =>
  rendered(card, place, new Map([['gallery', '987654321098765432']]));

function render(elements: Element[], place = attached, tone: Tone = 'plain'): APIContainerComponent {
  return renderCard({ tone, summary: 'Summary', elements }, place);
}

const action = (label: string, jobId = label): Button => ({
  type: 'action',
  command: 'again',
  jobId,
  label,
  look: 'plain',
});

/** What Discord counts: every component, nested ones too, and every character of text. */
function measure(container: APIContainerComponent) {
  let components = 1;
  let text = 0;
  const ids: string[] = [];
  for (const one of container.components) {
    components += 1;
    if (one.type === ComponentType.TextDisplay) {
      text += one.content.length;
      expect(one.content.trim()).not.toBe('');
    } else if (one.type === ComponentType.ActionRow) {
      components += one.components.length;
      expect(one.components.length).toBeGreaterThan(0);
      expect(one.components.length).toBeLessThanOrEqual(limits.buttonsPerRow);
      for (const button of one.components) {
        if (button.type !== ComponentType.Button || !('label' in button)) throw new Error('not a button');
        expect(button.label?.length).toBeGreaterThan(0);
        expect(button.label?.length).toBeLessThanOrEqual(limits.buttonLabel);
        if ('custom_id' in button) ids.push(button.custom_id);
      }
    } else if (one.type === ComponentType.MediaGallery) {
      expect(one.items.length).toBeGreaterThan(0);
      expect(one.items.length).toBeLessThanOrEqual(limits.galleryItems);
      for (const item of one.items) {
        expect(item.description?.length ?? 1).toBeGreaterThan(0);
        expect(item.description?.length ?? 0).toBeLessThanOrEqual(limits.altText);
      }
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id.length >= 1 && id.length <= 100)).toBe(true);
  return { components, text };
}

const spans: Record<string, Text> = {
  plain: 'spanPlain',
  bold: { type: 'bold', text: 'spanBold' },
  code: { type: 'code', text: 'spanCode' },
  person: { type: 'person', id: '123456789012345678', name: 'Mai' },
  channel: { type: 'channel', id: '223456789012345678' },
  link: { type: 'link', text: 'spanLink', url: 'https://example.com/' },
  countdown: { type: 'time', at: 1_700_000_000_000, style: 'countdown' },
  clock: { type: 'time', at: 1_800_000_000_000, style: 'clock' },
  command: { type: 'command', name: 'gallery allow' },
};
const spanTraces: Record<string, string> = {
  plain: 'spanPlain',
  bold: '**spanBold**',
  code: '`spanCode`',
  person: '<@123456789012345678>',
  channel: '<#223456789012345678>',
  link: '[spanLink](https://example.com/)',
  countdown: '<t:1700000000:R>',
  clock: '<t:1800000000:t>',
  command: '</gallery allow:987654321098765432>',
};

/** One of each kind, and what must be found of it in the message. A new kind does not compile until it stands here. */
const kinds = {
  heading: [{ type: 'heading', text: 'theHeading' }, ['### theHeading']],
  text: [{ type: 'text', text: Object.values(spans).flat() }, Object.values(spanTraces)],
  quote: [{ type: 'quote', text: 'quoted\nwords' }, ['> quoted\\n> words']],
  fields: [
    {
      type: 'fields',
      fields: [
        { label: 'Seed', value: { type: 'code', text: '42' } },
        { label: 'Size', value: 'wide' },
      ],
    },
    ['**Seed** `42`', '**Size** wide'],
  ],
  progress: [
    { type: 'progress', fraction: 0.5, label: 'step 10 of 20' },
    ['▰▰▰▰▰▰▱▱▱▱▱▱ **50 %**', 'step 10 of 20'],
  ],
  media: [
    {
      type: 'media',
      items: [
        { file: file('a.png'), alt: 'altA' },
        { file: file('b.mp4', 'video/mp4'), alt: 'altB' },
      ],
    },
    ['attachment://a.png', 'altA', 'attachment://b.mp4', 'altB'],
  ],
  files: [
    { type: 'files', files: [file('c.json', 'application/json'), file('d.flac', 'audio/flac')] },
    ['attachment://c.json', 'attachment://d.flac'],
  ],
  list: [{ type: 'list', items: ['itemOne', 'itemTwo\nmore'] }, ['- itemOne\\n- itemTwo\\n  more']],
  note: [{ type: 'note', text: 'small\nprint' }, ['-# small\\n-# print']],
  buttons: [
    {
      type: 'buttons',
      buttons: [
        { type: 'action', command: 'again', jobId: 'job-1', label: 'Again', emoji: '🔁', look: 'main' },
        { type: 'link', url: 'https://example.com/x', label: 'Original' },
      ],
    },
    ['"custom_id":"again:job-1"', '"label":"Again"', '🔁', '"label":"Original"', 'https://example.com/x'],
  ],
} as const satisfies { [Kind in Element['type']]: [Extract<Element, { type: Kind }>, string[]] };

describe('every element arrives', () => {
  test.each(Object.entries(kinds))('%s', (_kind, [element, traces]) => {
    const message = JSON.stringify(render([element as Element]));
    for (const trace of traces) expect(message).toContain(trace);
  });

  test('all of them together, in their order, in every tone', () => {
    for (const tone of tones) {
      const container = render(
        Object.values(kinds).map(([element]) => element as Element),
        attached,
        tone,
      );
      const message = JSON.stringify(container);
      let at = 0;
      for (const [element, traces] of Object.values(kinds)) {
        const found = message.indexOf(traces[0] ?? '', at);
        expect(found, `${element.type} in its place`).toBeGreaterThan(-1);
        at = found;
        for (const trace of traces) expect(message).toContain(trace);
      }
      expect(measure(container).components).toBeLessThanOrEqual(limits.components);
      expect(container.accent_color).toBeGreaterThan(0);
    }
  });

  test('each tone has a colour of its own', () => {
    expect(new Set(tones.map((tone) => render([], attached, tone).accent_color)).size).toBe(tones.length);
  });

  test('every file that cannot be attached is named, with the reason', () => {
    const container = render([kinds.media[0], kinds.files[0]], (one) => ({
      leftOut: `${nameOf(one)} is too large.`,
    }));
    const message = JSON.stringify(container);
    for (const name of ['a.png', 'b.mp4', 'c.json', 'd.flac'])
      expect(message).toContain(`-# ${name} is too large.`);
  });

  test('what Discord cannot draw is offered as a file', () => {
    const container = render([{ type: 'media', items: [{ file: file('x.exr', 'image/x-exr'), alt: 'x' }] }]);
    expect(container.components).toEqual([{ type: ComponentType.File, file: { url: 'attachment://x.exr' } }]);
  });

  test('a card without anything still says its summary', () => {
    expect(
      JSON.stringify(
        render([
          { type: 'buttons', buttons: [] },
          { type: 'quote', text: ' \n ' },
        ]),
      ),
    ).toContain('Summary');
    expect(
      measure(renderCard({ tone: 'plain', summary: '', elements: [] }, attached)).components,
    ).toBeGreaterThan(1);
  });
});

describe('within limits', () => {
  const words = fc.oneof(
    fc.string({ unit: anyChar, maxLength: 40 }),
    fc.string({ minLength: 100, maxLength: 5000, size: 'medium' }),
    fc.constant('**_[x](y)_** '.repeat(150)),
  );
  const anyFile = fc.constantFrom(file('a.png'), file('b.mp4', 'video/mp4'), file('c.txt', 'text/plain'));
  const some = { maxLength: 14 };
  const element: fc.Arbitrary<Element> = fc.oneof(
    fc.record({ type: fc.constant('heading' as const), text: words }),
    fc.record({
      type: fc.constant('text' as const),
      text: words.map((text): Text => [text, { type: 'bold', text }]),
    }),
    fc.record({ type: fc.constant('quote' as const), text: words }),
    fc.record({
      type: fc.constant('fields' as const),
      fields: fc.array(fc.record({ label: words, value: words }), some),
    }),
    fc.record({ type: fc.constant('progress' as const), fraction: fc.float(), label: words }),
    fc.record({
      type: fc.constant('media' as const),
      items: fc.array(fc.record({ file: anyFile, alt: words }), some),
    }),
    fc.record({ type: fc.constant('files' as const), files: fc.array(anyFile, some) }),
    fc.record({ type: fc.constant('list' as const), items: fc.array(words, some) }),
    fc.record({ type: fc.constant('note' as const), text: words }),
    fc.record({
      type: fc.constant('buttons' as const),
      buttons: fc.array(
        fc.oneof(
          fc.record({
            type: fc.constant('action' as const),
            command: fc.constantFrom('again', 'gallery allow'),
            jobId: fc.string({ minLength: 1, maxLength: 150 }),
            label: words,
            emoji: fc.constantFrom('🔁', '✖', 'x', '', '🗑️'),
            look: fc.constantFrom('plain' as const, 'main' as const, 'danger' as const),
          }),
          fc.record({ type: fc.constant('link' as const), url: words, label: words }),
        ),
        { maxLength: 30 },
      ),
    }),
  );

  test('whatever a card holds, Discord can take it', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 30 }), (elements) => {
        const { components, text } = measure(render(elements));
        expect(components).toBeLessThanOrEqual(limits.components);
        expect(text).toBeLessThanOrEqual(limits.text);
      }),
      { numRuns: 40 },
    );
  });

  test('one long text gives way; headings, small print and buttons stay as they are', () => {
    const message = JSON.stringify(
      render([
        { type: 'heading', text: 'Head' },
        { type: 'text', text: 'long '.repeat(2000) },
        { type: 'note', text: 'Small' },
        { type: 'buttons', buttons: [action('Go')] },
      ]),
    );
    expect(message).toContain('### Head"');
    expect(message).toContain('-# Small"');
    expect(message).toContain('"label":"Go"');
    expect(message).toContain('…"');
  });

  test('too many parts: texts move together, then the rest is said to be missing, and buttons stay', () => {
    const texts = Array.from({ length: 60 }, (_, n): Element => ({ type: 'text', text: `line${n}` }));
    const together = render([...texts, { type: 'buttons', buttons: [action('Go')] }]);
    for (const n of texts.keys()) expect(JSON.stringify(together)).toContain(`line${n}`);

    const files = Array.from(
      { length: 60 },
      (_, n): Element => ({ type: 'files', files: [file(`f${n}.txt`)] }),
    );
    const cut = JSON.stringify(render([...files, { type: 'buttons', buttons: [action('Go')] }]));
    expect(cut).toContain('and more');
    expect(cut).toContain('"label":"Go"');
  });

  test('a long quote is shown in part, and says so', () => {
    const [quote] = render([{ type: 'quote', text: 'lighthouse '.repeat(100) }]).components;
    if (quote?.type !== ComponentType.TextDisplay) throw new Error('no text');
    expect(quote.content.length).toBeLessThan(320);
    expect(quote.content).toMatch(/^> lighthouse .*lighthouse …$/);
    const [lines] = render([{ type: 'quote', text: 'a\n'.repeat(50) }]).components;
    expect(lines).toMatchObject({ content: '> a\n> a\n> a\n> a\n> a\n> a …' });
  });

  test('alt text is cut at its limit', () => {
    const [gallery] = render([
      { type: 'media', items: [{ file: file('a.png'), alt: '灯'.repeat(3000) }] },
    ]).components;
    if (gallery?.type !== ComponentType.MediaGallery) throw new Error('no gallery');
    expect(gallery.items[0]?.description).toHaveLength(limits.altText);
  });
});

describe('details', () => {
  test.each([
    [-1, '▱▱▱▱▱▱▱▱▱▱▱▱ **0 %**'],
    [Number.NaN, '▱▱▱▱▱▱▱▱▱▱▱▱ **0 %**'],
    [0.999, '▰▰▰▰▰▰▰▰▰▰▰▱ **99 %**'],
    [7, '▰▰▰▰▰▰▰▰▰▰▰▰ **100 %**'],
  ])('progress %d', (fraction, drawn) => {
    expect(render([{ type: 'progress', fraction, label: '' }]).components).toEqual([
      { type: 10, content: drawn },
    ]);
  });

  test('what a button carries is read back', () => {
    for (const command of ['again', 'gallery allow', 'delete now']) {
      const [row] = render([
        { type: 'buttons', buttons: [{ ...action('x', 'job-01k8'), command } as Button] },
      ]).components;
      if (row?.type !== ComponentType.ActionRow) throw new Error('no row');
      const [button] = row.components;
      if (button?.type !== ComponentType.Button || !('custom_id' in button)) throw new Error('no button');
      expect(readButtonId(button.custom_id)).toEqual({ command, options: { job: 'job-01k8' } });
    }
  });

  test('twelve buttons stand in rows of five; the same one twice stands once; a bad link becomes words', () => {
    const twelve = Array.from({ length: 12 }, (_, n) => action(`b${n}`));
    const { components } = render([
      {
        type: 'buttons',
        buttons: [...twelve, action('b3'), { type: 'link', url: 'nowhere', label: 'Lost' }],
      },
    ]);
    expect(components.map((one) => ('components' in one ? one.components.length : one.type))).toEqual([
      10, 5, 5, 2,
    ]);
    expect(components[0]).toEqual({ type: 10, content: '-# Lost' });
  });

  test('an emoji Discord would refuse moves into the label', () => {
    const card: Card = {
      tone: 'plain',
      summary: '',
      elements: [
        {
          type: 'buttons',
          buttons: [{ ...action('Go'), emoji: 'star' } as Button, { ...action('Ok'), emoji: '✖' } as Button],
        },
      ],
    };
    const message = JSON.stringify(renderCard(card, attached));
    expect(message).toContain('"label":"star Go"');
    expect(message).toContain('"emoji":{"name":"✖"}');
  });
});
