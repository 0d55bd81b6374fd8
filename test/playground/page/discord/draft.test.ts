import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attach,
  backToText,
  type CommandDraft,
  chooseCommand,
  closeField,
  type Draft,
  openField,
  pick,
  readText,
  typeField,
  typeTail,
  unusedOptions,
} from '../../../../playground/page/client/discord/composer/draft.ts';
import {
  asTyped,
  invocationsOf,
  messageCommands,
} from '../../../../playground/page/client/discord/composer/invocation.ts';
import * as payload from '../../../../playground/page/discord/payload.ts';

const commands = [
  {
    name: 'render',
    description: 'Make a picture',
    options: [
      { type: 4, name: 'seed', description: 'Seed' },
      { type: 3, name: 'prompt', description: 'What', required: true },
      { type: 3, name: 'size', description: 'Size', choices: [{ name: 'Wide', value: '2x1' }] },
      { type: 4, name: 'steps', description: 'Steps', min_value: 1, max_value: 150 },
    ],
  },
  { name: 'renderer', description: 'Something else' },
  {
    name: 'gallery',
    description: 'Gallery',
    options: [
      { type: 1, name: 'allow', description: 'Allow' },
      {
        type: 2,
        name: 'show',
        description: 'Show',
        options: [{ type: 1, name: 'mine', description: 'Mine' }],
      },
    ],
  },
  { type: 3, name: 'Describe', description: '' },
].map((command) => payload.command.parse(command));
const invocations = invocationsOf(commands);

/** What stands in each field, and where the cursor is. */
function shown({ draft, place }: { draft: Draft; place: unknown }) {
  if (draft.kind === 'text') return { text: draft.text, place };
  return {
    fields: draft.fields.map(({ option, text }) => `${option.name}:${text}`),
    tail: draft.tail,
    place,
  };
}
const field = (name: string) => ({ in: 'field', name });

function started(text: string): CommandDraft {
  const { draft } = readText(text, invocations);
  if (draft.kind !== 'command') throw new Error(`${text} is no command`);
  return draft;
}

describe('invocationsOf', () => {
  it('lists what can be typed, subcommands each by itself, required options first', () => {
    expect(invocations.map(({ typed }) => typed)).toEqual([
      'render',
      'renderer',
      'gallery allow',
      'gallery show mine',
    ]);
    expect(invocations[0]?.options.map(({ name }) => name)).toEqual(['prompt', 'seed', 'size', 'steps']);
    expect(invocations[3]).toMatchObject({ name: 'gallery', subcommand: 'show mine' });
  });

  it('tells slash commands from those of a context menu', () => {
    expect(messageCommands(commands)).toEqual(['Describe']);
    expect(asTyped('Describe', commands)).toBe('Describe');
    expect(asTyped('gallery allow', commands)).toBe('/gallery allow');
  });
});

describe('typing', () => {
  it.each([
    ['hello', { text: 'hello', place: { in: 'text' } }],
    ['/render', { text: '/render', place: { in: 'text' } }],
    ['/unknown x', { text: '/unknown x', place: { in: 'text' } }],
    ['/render ', { fields: ['prompt:'], tail: '', place: field('prompt') }],
    ['/render a lighthouse', { fields: ['prompt:a lighthouse'], tail: '', place: field('prompt') }],
    ['/renderer ', { fields: [], tail: '', place: { in: 'tail' } }],
    ['/render a fox seed:42', { fields: ['prompt:a fox', 'seed:42'], tail: '', place: field('seed') }],
    ['/render seed:42 a fox', { fields: ['prompt:', 'seed:42 a fox'], tail: '', place: field('seed') }],
    [
      '/render prompt:a fox steps:20 seed:7',
      { fields: ['prompt:a fox', 'steps:20', 'seed:7'], tail: '', place: field('seed') },
    ],
    [
      '/render note: a fox at 12:30',
      { fields: ['prompt:note: a fox at 12:30'], tail: '', place: field('prompt') },
    ],
    ['/gallery allow ', { fields: [], tail: '', place: { in: 'tail' } }],
    ['/gallery show mine', { text: '/gallery show mine', place: { in: 'text' } }],
  ])('%j', (text, expected) => expect(shown(readText(text, invocations))).toEqual(expected));

  it('opens an option where its name is written, in any field', () => {
    const draft = started('/render a fox');
    expect(shown(typeField(draft, 'prompt', 'a fox seed:'))).toEqual({
      fields: ['prompt:a fox', 'seed:'],
      tail: '',
      place: field('seed'),
    });
    const second = started('/render a fox seed:42');
    expect(shown(typeField(second, 'seed', '42 steps:'))).toEqual({
      fields: ['prompt:a fox', 'seed:42', 'steps:'],
      tail: '',
      place: field('steps'),
    });
  });

  it('does not open an option twice, nor one within a word', () => {
    const draft = started('/render a fox seed:42');
    expect(shown(typeField(draft, 'prompt', 'a fox seed:7'))).toMatchObject({
      fields: ['prompt:a fox seed:7', 'seed:42'],
    });
    expect(shown(typeField(draft, 'prompt', 'a fox xsteps:7'))).toMatchObject({
      fields: ['prompt:a fox xsteps:7', 'seed:42'],
    });
  });

  it('behind the fields looks for an option', () => {
    const draft = started('/render a fox');
    expect(shown(typeTail(draft, 'se'))).toEqual({
      fields: ['prompt:a fox'],
      tail: 'se',
      place: { in: 'tail' },
    });
    expect(shown(typeTail(draft, 'seed:'))).toEqual({
      fields: ['prompt:a fox', 'seed:'],
      tail: '',
      place: field('seed'),
    });
    expect(unusedOptions(draft).map(({ name }) => name)).toEqual(['seed', 'size', 'steps']);
  });

  it('loses no letter of a prompt that names no option', () => {
    const words = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/(^|\s)(seed|size|steps|prompt):/i.test(text));
    fc.assert(
      fc.property(words, (prompt) => {
        const [first] = started(`/render ${prompt}`).fields;
        expect(first?.text).toBe(prompt);
      }),
    );
  });
});

describe('choosing', () => {
  it('takes a value and goes on to what is still required, then behind the fields', () => {
    const withSize = started('/render size:');
    expect(shown(pick(withSize, 'size', '2x1', 'Wide'))).toEqual({
      fields: ['prompt:', 'size:Wide'],
      tail: '',
      place: field('prompt'),
    });
    const full = started('/render a fox size:');
    const { draft, place } = pick(full, 'size', '2x1', 'Wide');
    expect(place).toEqual({ in: 'tail' });
    expect(draft.kind === 'command' && draft.fields[1]?.picked).toBe('2x1');
    const typedOn = draft.kind === 'command' ? typeField(draft, 'size', 'Wider').draft : draft;
    expect(typedOn.kind === 'command' && typedOn.fields[1]).not.toHaveProperty('picked');
  });

  it('holds a file from when it is chosen to when it has an id', () => {
    const draft = started('/render a fox');
    expect(attach(draft, 'prompt', 'fox.png').fields[0]).toMatchObject({ text: 'fox.png', uploading: true });
    const arrived = attach(attach(draft, 'prompt', 'fox.png'), 'prompt', 'fox.png', '99').fields[0];
    expect(arrived).toMatchObject({ text: 'fox.png', picked: '99' });
    expect(arrived).not.toHaveProperty('uploading');
  });
});

describe('taking back', () => {
  it('closes optional fields, and turns an empty command into text', () => {
    const draft = started('/render a fox seed:42 steps:');
    expect(shown(closeField(draft, 'steps'))).toEqual({
      fields: ['prompt:a fox', 'seed:42'],
      tail: '',
      place: field('seed'),
    });
    expect(shown(closeField(draft, 'prompt'))).toMatchObject({
      fields: ['prompt:a fox', 'seed:42', 'steps:'],
    });
    expect(shown(closeField(started('/render '), 'prompt'))).toEqual({
      text: '/render',
      place: { in: 'text' },
    });
    expect(shown(backToText(draft))).toEqual({ text: '/render', place: { in: 'text' } });
    const [seed] = unusedOptions(started('/render a fox'));
    if (!seed) throw new Error('no option left');
    expect(shown(openField(started('/render a fox'), seed))).toMatchObject({ place: field('seed') });
    const chosen = invocations[2];
    expect(chosen && shown(chooseCommand(chosen))).toMatchObject({ fields: [], place: { in: 'tail' } });
  });
});
