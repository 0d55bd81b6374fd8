/** Cards as Slack's blocks: literal, within its limits, and nothing lost without a word. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readButtonId } from '../../../bots/button-id.ts';
import { formOf } from '../../../bots/fields.ts';
import { optionsOf } from '../../../bots/options.ts';
import { mrkdwn as escaped, typedText } from '../../../bots/slack/escape.ts';
import { formView } from '../../../bots/slack/form.ts';
import { limits } from '../../../bots/slack/limits.ts';
import { type Place, type Placed, renderCard } from '../../../bots/slack/render-card.ts';
import { mrkdwn, richText } from '../../../bots/slack/text.ts';
import { plainForm, textForm } from '../../../bots/slack/text-form.ts';
import { commands } from '../../../commands/registry.ts';
import type { Button, Card, CardFile, Element, Span, Text } from '../../../core/card.ts';
import { nameless } from '../../../core/people.ts';
import { readMessageBlocks, refuseLongBlocks } from '../../../playground/slack/validate/message.ts';
import { readView } from '../../../playground/slack/validate/view.ts';
import { anyChar } from '../../support/any-char.ts';

const card = (...elements: Element[]): Card => ({ tone: 'plain', summary: 'Summary', elements });
const file = (name: string, mediaType = 'image/png'): CardFile => ({
  from: 'bytes',
  name,
  mediaType,
  bytes: Buffer.from(name),
});
const shown: Place = () => ({ as: 'picture', id: 'F0ABCDEFGH1' });
const nowhere: Place = () => ({ as: 'nothing' });
const render = (elements: Element[], place: Place = nowhere) => renderCard(card(...elements), place);
const say = (value: unknown) => JSON.stringify(value);

/** As Slack would: every block in order, all of them together not too long. */
function accepted(blocks: unknown): void {
  const read = readMessageBlocks(structuredClone(blocks)) ?? [];
  refuseLongBlocks(read);
}

const spans: Record<string, [Span, string]> = {
  words: ['words', 'before words after'],
  bold: [{ type: 'bold', text: 'loud' }, '{"type":"text","text":"loud","style":{"bold":true}}'],
  code: [{ type: 'code', text: '42' }, '{"type":"text","text":"42","style":{"code":true}}'],
  person: [{ type: 'person', id: 'U0MAI', name: 'Mai' }, '"text":"Mai"'],
  channel: [{ type: 'channel', id: 'C0GENERAL' }, '{"type":"channel","channel_id":"C0GENERAL"}'],
  link: [
    { type: 'link', text: 'here', url: 'https://a.example/?a=1&b=2' },
    '"url":"https://a.example/?a=1&b=2"',
  ],
  countdown: [{ type: 'time', at: 1_700_000_000_000, style: 'countdown' }, '"timestamp":1700000000'],
  clock: [{ type: 'time', at: 1_700_000_000_000, style: 'clock' }, '"format":"{time}"'],
  command: [{ type: 'command', name: 'status' }, '"text":"/rendezvous status"'],
};

describe('every element', () => {
  const buttons: Button[] = [
    { type: 'action', command: 'again', jobId: 'job-1', label: 'Again', emoji: '🔁', look: 'main' },
    { type: 'action', command: 'delete now', jobId: 'job-1', label: 'Delete', look: 'danger' },
    { type: 'link', url: 'https://a.example/', label: 'Original' },
  ];
  const elements: Record<Element['type'], [Element, string[]]> = {
    heading: [{ type: 'heading', text: ['A ', { type: 'bold', text: 'heading' }] }, ['A heading']],
    text: [{ type: 'text', text: 'Some text' }, ['Some text']],
    quote: [{ type: 'quote', text: 'a fox' }, ['a fox']],
    fields: [
      {
        type: 'fields',
        fields: [
          { label: 'Seed', value: { type: 'code', text: '42' } },
          { label: 'Size', value: 'wide' },
        ],
      },
      ['Seed', '42', 'Size', 'wide'],
    ],
    progress: [
      { type: 'progress', fraction: 0.4, label: 'Sampling, step 8 of 20' },
      ['40 %', 'step 8 of 20'],
    ],
    media: [{ type: 'media', items: [{ file: file('a.png'), alt: 'a fox in snow' }] }, ['a fox in snow']],
    files: [{ type: 'files', files: [file('song.flac', 'audio/flac')] }, ['song.flac']],
    list: [{ type: 'list', items: ['one', ['t', { type: 'bold', text: 'wo' }]] }, ['one', 'wo']],
    note: [{ type: 'note', text: 'small print' }, ['small print']],
    buttons: [{ type: 'buttons', buttons }, ['Again', 'Delete', 'Original']],
  };
  const place: Place = (one) =>
    one.from === 'bytes' && one.mediaType === 'image/png'
      ? { as: 'picture', id: 'F0ABCDEFGH1' }
      : { as: 'in-thread' };

  it.each(Object.entries(elements))('%s is shown, and said in words', (_, [element, words]) => {
    const blocks = render([element], place);
    accepted(blocks);
    for (const word of words) {
      expect(say(blocks)).toContain(word);
      expect(textForm(card(element))).toContain(word);
    }
  });

  it.each(Object.entries(spans))('text with %s', (_, [span, trace]) => {
    const blocks = render([{ type: 'text', text: ['before ', span, ' after'] }]);
    accepted(blocks);
    expect(say(blocks)).toContain(trace);
    const note = render([{ type: 'note', text: ['before ', span, ' after'] }]);
    accepted(note);
    expect(say(note)).toContain('before ');
  });

  it('draws a bar that is full only at the end', () => {
    const bar = (fraction: number) => say(render([{ type: 'progress', fraction, label: 'x' }]));
    expect(bar(0)).toContain('▱'.repeat(12));
    expect(bar(0.999)).toContain('▱');
    expect(bar(1)).not.toContain('▱');
    expect(bar(Number.NaN)).toContain('0 %');
    expect(bar(7)).toContain('100 %');
  });

  it('shows buttons that carry their command and job, each once; what cannot be pressed is words', () => {
    const blocks = render([
      {
        type: 'buttons',
        buttons: [
          ...buttons,
          ...buttons.slice(0, 1),
          { type: 'action', command: 'share', jobId: 'j', label: 'Share', look: 'plain', disabled: true },
          { type: 'link', url: 'javascript:alert(1)', label: 'Bad' },
        ],
      },
    ]);
    accepted(blocks);
    const actions = blocks.find(({ type }) => type === 'actions');
    expect(say(actions)).not.toContain('Share');
    expect(say(blocks)).toContain('Share');
    expect(say(blocks)).toContain('Bad');
    expect(say(blocks)).not.toContain('javascript');
    expect(actions).toMatchObject({
      elements: [
        { action_id: 'again:job-1', style: 'primary', text: { text: '🔁 Again' } },
        { action_id: 'delete now:job-1', style: 'danger' },
        { url: 'https://a.example/' },
      ],
    });
    const [, , link] = (actions as { elements: { action_id: string }[] }).elements;
    expect(readButtonId(link?.action_id ?? 'none')).toBeNull();
  });

  it('says where each file went', () => {
    const where = (placed: Placed) =>
      say(render([{ type: 'media', items: [{ file: file('a.mp4', 'video/mp4'), alt: 'x' }] }], () => placed));
    expect(where({ as: 'in-thread' })).toContain('a.mp4 is in the thread');
    expect(where({ as: 'sent-apart' })).toContain('I sent you a.mp4');
    expect(where({ as: 'left-out', reason: 'gone for good' })).toContain('gone for good');
  });
});

describe('what people typed', () => {
  const typed =
    '<!here> <!channel> @channel <@U0MAI> <#C0GENERAL> & *bold* _it_ ~no~ `code` &gt; <https://x.example|y> :tada:';
  it('stands in rich text as typed', () => {
    const blocks = render([
      { type: 'quote', text: typed },
      { type: 'text', text: typed },
      { type: 'list', items: [typed] },
    ]);
    accepted(blocks);
    for (const block of blocks) expect(say(block)).toContain(say(typed).slice(1, -1));
    expect(say(blocks)).not.toMatch(/"type":"(user|broadcast|usergroup|link|emoji)"/);
  });
  it('stands in small print and headings as plain text', () => {
    const blocks = render([
      { type: 'note', text: typed },
      { type: 'heading', text: typed },
    ]);
    expect(say(blocks)).not.toContain('mrkdwn');
    expect(say(blocks)).toContain('"emoji":false');
  });
  it('means nothing where markup cannot be avoided', () => {
    const marked = mrkdwn([typed, { type: 'code', text: '`a`' }]);
    expect(marked).not.toMatch(/<[@#!h]|[*_~]|(?<!\W)`.*`.*`/);
    expect(marked).toContain('&lt;!here&gt;');
    expect(textForm(card({ type: 'quote', text: typed }))).not.toMatch(/<[@#!h]/);
    expect(escaped('snake_case_name and a*b')).toBe('snake_case_name and a*b');
    expect(escaped('> quoted\n>>> more')).toBe('› quoted\n››› more');
  });
  it('never keeps a mark that Slack reads, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyChar, maxLength: 60 }), (text) => {
        const marked = escaped(text);
        expect(marked).not.toMatch(/[<>]/);
        expect(marked.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect(marked).not.toMatch(/(^|[^\p{L}\p{N}])[*_~`]/u);
      }),
    );
  });
  it('comes back from Slack’s way of writing it down', () => {
    expect(typedText('a &lt;b&gt; &amp;amp; c')).toBe('a <b> &amp; c');
    expect(typedText('<@U1|mai> <@U2> <#C1|general> <!here> <!subteam^S1|@crew> <!subteam^S2>')).toBe(
      '@mai @U2 #general @here @crew @S2',
    );
    expect(
      typedText('<https://a.example/x> <http://b.example|b.example> <mailto:a@b.example|a@b.example>'),
    ).toBe('https://a.example/x b.example a@b.example');
    expect(typedText('1 < 2 and <unclosed')).toBe('1 < 2 and <unclosed');
    expect(typedText('a fox <lora:soft-light:0.8>, a < b > c')).toBe(
      'a fox <lora:soft-light:0.8>, a < b > c',
    );
  });
});

const anyText: fc.Arbitrary<Text> = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.string({ maxLength: 30 }).map((text) => ({ type: 'bold' as const, text })),
    fc.string({ maxLength: 30 }).map((text) => ({ type: 'code' as const, text })),
    fc.record({
      type: fc.constant('link' as const),
      text: fc.string(),
      url: fc.oneof(fc.webUrl(), fc.string()),
    }),
    fc.record({ type: fc.constant('person' as const), id: fc.string(), name: fc.string() }),
    fc.record({ type: fc.constant('channel' as const), id: fc.oneof(fc.constant('C0GENERAL'), fc.string()) }),
    fc.record({
      type: fc.constant('time' as const),
      at: fc.integer({ min: 0, max: 4e12 }),
      style: fc.constantFrom('countdown' as const, 'clock' as const),
    }),
  ),
  { maxLength: 6 },
);
const anyButton: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    type: fc.constant('action' as const),
    command: fc.constantFrom('again', 'delete now'),
    jobId: fc.stringMatching(/^job-[a-z0-9]{1,26}$/),
    label: fc.string({ unit: 'grapheme', maxLength: 120 }),
    look: fc.constantFrom('plain' as const, 'main' as const, 'danger' as const),
    disabled: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('link' as const),
    url: fc.oneof(fc.webUrl(), fc.string()),
    label: fc.string(),
  }),
);
const anyElement: fc.Arbitrary<Element> = fc.oneof(
  fc.record({ type: fc.constantFrom('heading' as const, 'text' as const, 'note' as const), text: anyText }),
  fc.record({
    type: fc.constant('quote' as const),
    text: fc.string({ unit: 'grapheme', maxLength: 4000, size: 'max' }),
  }),
  fc.record({
    type: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: fc.string(), value: anyText }), { maxLength: 12 }),
  }),
  fc.record({ type: fc.constant('progress' as const), fraction: fc.double(), label: fc.string() }),
  fc.record({
    type: fc.constant('media' as const),
    items: fc.array(
      fc.record({
        file: fc.string({ minLength: 1 }).map((name) => file(name)),
        alt: fc.string({ maxLength: 3000, size: 'max' }),
      }),
      {
        maxLength: 8,
      },
    ),
  }),
  fc.record({
    type: fc.constant('files' as const),
    files: fc.array(
      fc.string().map((name) => file(name)),
      { maxLength: 5 },
    ),
  }),
  fc.record({ type: fc.constant('list' as const), items: fc.array(anyText, { maxLength: 20 }) }),
  fc.record({ type: fc.constant('buttons' as const), buttons: fc.array(anyButton, { maxLength: 30 }) }),
);
const anyPlace = fc
  .constantFrom<Placed>(
    { as: 'picture', id: 'F0ABCDEFGH1' },
    { as: 'in-thread' },
    { as: 'left-out', reason: 'a reason' },
    { as: 'nothing' },
  )
  .map(
    (placed): Place =>
      () =>
        placed,
  );

describe('any card', () => {
  it('gives a message that Slack takes, with words beside it', () => {
    fc.assert(
      fc.property(
        fc.array(anyElement, { maxLength: 40 }),
        anyPlace,
        // A summary quotes people, but the first words of it are always ours.
        fc.string({ unit: 'grapheme' }).map((typed) => `Finished: ${typed}`),
        (elements, place, summary) => {
          const any: Card = { tone: 'plain', summary, elements };
          const blocks = renderCard(any, place);
          accepted(blocks);
          expect(blocks.length).toBeGreaterThan(0);
          expect(blocks.length).toBeLessThanOrEqual(limits.message.blocks);
          const text = textForm(any);
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(4000);
          expect(plainForm(any)).toBeTypeOf('string');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that is too long keeps its buttons and pictures, and says that something is missing', () => {
    const long = Array.from(
      { length: 70 },
      (_, index): Element => ({ type: 'text', text: `${index} ${'word '.repeat(200)}` }),
    );
    const blocks = render(
      [
        ...long,
        { type: 'media', items: [{ file: file('a.png'), alt: 'a fox' }] },
        {
          type: 'buttons',
          buttons: [{ type: 'action', command: 'again', jobId: 'j', label: 'Again', look: 'main' }],
        },
      ],
      shown,
    );
    accepted(blocks);
    expect(blocks.map(({ type }) => type)).toContain('image');
    expect(blocks.at(-1)?.type).toBe('actions');
    expect(say(blocks)).toContain('does not fit into one message');
  });

  it('shows the beginning of a long prompt', () => {
    const blocks = render([{ type: 'quote', text: `${'a fox in snow, '.repeat(200)}end` }]);
    expect(say(blocks)).toContain('…');
    expect(say(blocks).length).toBeLessThan(600);
  });
});

describe('every command’s form', () => {
  it('is a view that Slack takes', () => {
    for (const command of commands) {
      const read = readView(formView({ ...formOf(command), command: command.name }, { channel: 'C1' }));
      // A command without options needs no form, and Slack takes none without fields.
      if (optionsOf(command).length > 0) expect(read).toMatchObject({ ok: true });
    }
  });
});

it('somebody whose name Slack did not tell in time is mentioned; somebody of another platform cannot be', () => {
  const maker = (id: string) => richText({ type: 'person', id, name: nameless });
  expect(maker('U0MAI')).toEqual([{ type: 'user', user_id: 'U0MAI' }]);
  expect(maker('110000000000000001')).toEqual([{ type: 'text', text: 'somebody' }]);
  expect(mrkdwn({ type: 'person', id: 'U0MAI', name: nameless })).toBe('<@U0MAI>');
});
