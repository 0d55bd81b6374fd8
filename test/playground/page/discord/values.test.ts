import { describe, expect, it } from 'vitest';
import { checkValues, fieldsOf, initialValues } from '../../../../playground/page/client/discord/values.ts';
import * as payload from '../../../../playground/page/discord/payload.ts';

const label = (component: object, text = 'L') => ({ type: 18, label: text, component });
const options = [
  { label: 'A', value: 'a', default: true },
  { label: 'B', value: 'b' },
];
const modal = payload.modal.parse({
  custom_id: 'm',
  title: 'T',
  components: [
    { type: 10, content: 'Read this' },
    label({ type: 4, custom_id: 'text', style: 1, min_length: 3, max_length: 5 }, 'Words'),
    {
      type: 1,
      components: [{ type: 4, custom_id: 'old', style: 2, label: 'Old', required: false, value: 'kept' }],
    },
    label({ type: 3, custom_id: 'select', options, max_values: 2 }),
    label({ type: 21, custom_id: 'radio', options }),
    label({ type: 22, custom_id: 'boxes', options, min_values: 2 }),
    label({ type: 23, custom_id: 'box' }),
    label({ type: 5, custom_id: 'who', required: false, default_values: [{ id: '30', type: 'user' }] }),
    label({ type: 19, custom_id: 'files', required: false }),
  ],
});

describe('a form', () => {
  it('has the fields of labels and of the old rows', () =>
    expect(fieldsOf(modal).map(({ label, field }) => [label, field.custom_id])).toEqual([
      ['Words', 'text'],
      ['Old', 'old'],
      ['L', 'select'],
      ['L', 'radio'],
      ['L', 'boxes'],
      ['L', 'box'],
      ['L', 'who'],
      ['L', 'files'],
    ]));

  it('begins with its defaults', () =>
    expect(initialValues(modal)).toEqual({
      text: '',
      old: 'kept',
      select: ['a'],
      radio: 'a',
      boxes: ['a'],
      box: 'false',
      who: ['30'],
      files: [],
    }));

  it.each([
    [{}, { text: 'This field is required.', boxes: 'Choose at least 2.' }],
    [{ text: 'ab', boxes: ['a', 'b'] }, { text: 'At least 3 characters, these are 2.' }],
    [{ text: 'abcdef', boxes: ['a', 'b'] }, { text: 'At most 5 characters, these are 6.' }],
    [{ text: 'abc', boxes: ['a', 'b'], select: [], old: '' }, { select: 'This field is required.' }],
    [{ text: 'abc', boxes: ['a', 'b'] }, {}],
  ])('with %j', (values, errors) =>
    expect(checkValues(modal, { ...initialValues(modal), ...values })).toEqual(errors),
  );
});
