import { describe, expect, it } from 'vitest';
import {
  checkDraft,
  checkField,
  limitsOf,
} from '../../../../playground/page/client/discord/composer/check.ts';
import {
  type CommandDraft,
  type Field,
  readText,
} from '../../../../playground/page/client/discord/composer/draft.ts';
import { invocationsOf, optionType } from '../../../../playground/page/client/discord/composer/invocation.ts';
import {
  highlightsFirst,
  type Suggesting,
  suggestionsFor,
} from '../../../../playground/page/client/discord/composer/suggest.ts';
import * as payload from '../../../../playground/page/discord/payload.ts';

const around = {
  members: [{ id: '1100000000000000030', name: 'Mai', color: '#fff', roles: [], bot: false }],
  channels: [
    { id: '1100000000000000020', name: 'general', topic: '', kind: 'text' as const, may: [] },
    { id: '1100000000000000555', name: 'Rendezvous', topic: '', kind: 'dm' as const, may: [] },
  ],
};
const option = (given: object) =>
  payload.command.parse({ name: 'x', description: '', options: [given] }).options[0];

function check(given: object, text: string, more: Partial<Field> = {}) {
  const made = option({ name: 'it', description: '', ...given });
  if (!made) throw new Error('no option');
  return checkField({ option: made, text, ...more }, around);
}

describe('checkField', () => {
  const { string, integer, number, boolean, user, channel, attachment, role } = optionType;
  const choices = [{ name: 'Wide', value: '2x1' }];
  it.each([
    [{ type: string }, ' a fox ', { value: 'a fox' }],
    [{ type: string, max_length: 3 }, 'a fox', { error: 'Too long: at most 3 characters, these are 5.' }],
    [{ type: string, min_length: 8 }, 'a fox', { error: 'Too short: at least 8 characters.' }],
    [{ type: string, choices }, 'wide', { value: '2x1' }],
    [{ type: string, choices }, '2x1', { value: '2x1' }],
    [{ type: string, choices }, 'tall', { error: 'Choose one of the listed values.' }],
    [{ type: integer }, '42', { value: 42 }],
    [{ type: integer }, '-1', { value: -1 }],
    [{ type: integer }, '4.2', { error: 'Enter a whole number.' }],
    [{ type: integer }, '12345678901234567890', { error: 'Enter a whole number.' }],
    [{ type: integer, min_value: 1, max_value: 150 }, '400', { error: 'Enter a number: 1 to 150.' }],
    [{ type: integer, min_value: 0 }, '0', { value: 0 }],
    [{ type: number, max_value: 1 }, '0.5', { value: 0.5 }],
    [{ type: number, max_value: 1 }, '2', { error: 'Enter a number: 1 or less.' }],
    [{ type: number }, 'much', { error: 'Enter a number.' }],
    [{ type: boolean }, 'True', { value: true }],
    [{ type: boolean }, 'no', { value: false }],
    [{ type: boolean }, 'perhaps', { error: 'Choose True or False.' }],
    [{ type: user }, '@mai', { value: '1100000000000000030' }],
    [{ type: user }, '<@1100000000000000030>', { value: '1100000000000000030' }],
    [{ type: user }, 'nobody', { error: 'Choose a member of this server.' }],
    [{ type: channel }, '#general', { value: '1100000000000000020' }],
    [{ type: role }, '1100000000000000010', { value: '1100000000000000010' }],
    [{ type: attachment }, '', { error: 'Choose a file.' }],
  ])('%j %j', (given, text, expected) => expect(check(given, text)).toEqual(expected));

  it('takes what was picked as it is, and waits for a file', () => {
    expect(check({ type: string, choices }, 'Wide', { picked: '2x1' })).toEqual({ value: '2x1' });
    expect(check({ type: attachment }, 'fox.png', { uploading: true })).toEqual({
      error: 'The file is still on its way.',
    });
  });
});

describe('limitsOf', () => {
  it.each([
    [{ type: 4, min_value: 1, max_value: 150 }, '1 to 150'],
    [{ type: 10, min_value: 0 }, '0 or more'],
    [{ type: 4, max_value: 9 }, '9 or less'],
    [{ type: 3, max_length: 300 }, 'up to 300 characters'],
    [{ type: 3 }, ''],
  ])('%j', (given, expected) => {
    const made = option({ name: 'it', description: '', ...given });
    expect(made && limitsOf(made)).toBe(expected);
  });
});

const invocations = invocationsOf([
  payload.command.parse({
    name: 'render',
    description: 'Make a picture',
    options: [
      { type: 3, name: 'prompt', description: 'What', required: true },
      { type: 4, name: 'seed', description: 'Seed' },
      {
        type: 3,
        name: 'size',
        description: 'Size',
        choices: [
          { name: 'Wide', value: '2x1' },
          { name: 'Tall', value: '1x2' },
        ],
      },
      { type: 3, name: 'workflow', description: 'How', autocomplete: true },
    ],
  }),
  payload.command.parse({ name: 'gallery', description: 'Gallery' }),
]);

function draftOf(text: string): CommandDraft {
  const { draft } = readText(text, invocations);
  if (draft.kind !== 'command') throw new Error(`${text} is no command`);
  return draft;
}

describe('checkDraft', () => {
  it('gathers the values, and leaves out options that were opened and not filled', () => {
    expect(checkDraft(draftOf('/render a fox seed:42 size:'), around)).toEqual({
      options: [
        { name: 'prompt', value: 'a fox' },
        { name: 'seed', value: 42 },
      ],
    });
  });

  it('marks every mistake and names the first', () => {
    const checked = checkDraft(draftOf('/render seed:abc size:Round'), around);
    if (!('draft' in checked)) throw new Error('nothing found wrong');
    expect(checked.wrong).toBe('prompt');
    expect(checked.draft.fields.map(({ option, error }) => [option.name, error])).toEqual([
      ['prompt', 'This option is required. Give it a value.'],
      ['seed', 'Enter a whole number.'],
      ['size', 'Choose one of the listed values.'],
    ]);
  });

  it('refuses words that belong to no option', () => {
    const checked = checkDraft({ ...draftOf('/render a fox'), tail: 'nonsense' }, around);
    expect(checked).toMatchObject({
      wrong: undefined,
      draft: { error: '/render has no option “nonsense”.' },
    });
  });
});

describe('suggestionsFor', () => {
  const labels = (text: string, suggesting: Partial<Suggesting> = {}) => {
    const { draft, place } = readText(text, invocations);
    const lines = suggestionsFor(
      draft,
      { place, active: -1, closed: false, ...suggesting },
      invocations,
      around,
    );
    const words = lines.map((line) =>
      line.kind === 'command'
        ? line.invocation.typed
        : line.kind === 'option'
          ? line.option.name
          : line.label,
    );
    return { words, first: highlightsFirst(lines, draft) };
  };

  it('offers commands, those that begin with what is typed first', () => {
    expect(labels('/')).toEqual({ words: ['render', 'gallery'], first: true });
    expect(labels('/r')).toEqual({ words: ['render', 'gallery'], first: true });
    expect(labels('/x').words).toEqual([]);
    expect(labels('hello /').words).toEqual([]);
  });

  it('offers the values of a field', () => {
    expect(labels('/render a fox size:')).toEqual({ words: ['Wide', 'Tall'], first: true });
    expect(labels('/render a fox size:ta').words).toEqual(['Tall']);
    expect(labels('/render a fox').words).toEqual([]);
  });

  it('offers what the app proposes, for the field it was asked about', () => {
    const proposals = { option: 'workflow', text: '', choices: [{ name: 'SDXL', value: 'sdxl' }] };
    expect(labels('/render a fox workflow:', { proposals }).words).toEqual(['SDXL']);
    expect(labels('/render a fox workflow:', { proposals: { ...proposals, option: 'other' } }).words).toEqual(
      [],
    );
  });

  it('offers options behind the fields, and sends unless one is looked for', () => {
    expect(labels('/render a fox', { place: { in: 'tail' } })).toEqual({
      words: ['seed', 'size', 'workflow'],
      first: false,
    });
  });

  it('stays away once put away', () => expect(labels('/', { closed: true }).words).toEqual([]));
});
