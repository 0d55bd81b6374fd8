/** A workflow's inputs as fields, and what is typed into them as values. */
import { expect, it } from 'vitest';
import { inputFields, typedValues } from '../../commands/input-fields.ts';
import { picture } from '../support/workflows.ts';

it('has what most people change first, filled in', () => {
  const fields = inputFields(picture, { prompt: 'a fox', seed: 42, steps: 12 });
  const names = ['prompt', 'negative', 'size', 'seed', 'steps', 'guidance', 'count'];
  expect(fields.map(({ name }) => name)).toEqual(names.map((name) => `inputs.${name}`));
  expect(fields[0]).toMatchObject({ type: 'text', lines: 'many', required: true, value: 'a fox' });
  expect(fields[3]).toMatchObject({ type: 'whole', min: 0, max: 1000, value: 42 });
});

it('keeps what was not shown, and takes an emptied field for what the workflow says', () => {
  const before = { prompt: 'a fox', negative: 'a hare', seed: 42, steps: 12, size: 'wide' };
  const typed = { prompt: 'a hare', negative: '', seed: '', steps: '9' };
  expect(typedValues(picture, before, typed)).toEqual({
    prompt: 'a hare',
    negative: '',
    steps: 9,
    size: 'wide',
  });
});

it('keeps what is no number, or no input, to be refused by name', () => {
  expect(typedValues(picture, {}, { steps: 'many', hats: '3' })).toEqual({ steps: 'many', hats: '3' });
});
