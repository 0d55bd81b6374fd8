/** What somebody changed in a form that held what was set before. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedIn } from '../../commands/form.ts';
import { channel, decimal, whole } from '../../commands/options.ts';
import { plain } from '../../core/card.ts';
import { UserError } from '../../core/errors.ts';

const options = z.strictObject({
  steps: whole(1, 150).optional(),
  guidance: decimal(0, 30).optional(),
  words: z.string().max(20, 'must be at most 20 characters').optional(),
  alone: z.boolean('must be yes or no').optional(),
  gallery: channel('Where').optional(),
});
const before = { steps: 20, words: 'fox', gallery: { id: '301', name: 'gallery' } };
const asItWas = { steps: '20', guidance: '', words: 'fox', alone: 'false', gallery: '301' };
const refusalOf = (typed: Record<string, string>) => {
  try {
    changedIn(options, before, typed);
  } catch (thrown) {
    if (thrown instanceof UserError) return plain(thrown.said);
  }
  return null;
};

describe('a form that held something', () => {
  it('changes nothing where it is handed in as it was', () => {
    expect(changedIn(options, before, asItWas)).toEqual({ given: {}, emptied: [] });
  });

  it('gives what was typed as the options take it', () => {
    const typed = { steps: ' 30 ', guidance: '6.5', words: '12', alone: 'true', gallery: '302' };
    expect(changedIn(options, before, typed)).toEqual({
      given: { steps: 30, guidance: 6.5, words: '12', alone: true, gallery: { id: '302', name: '302' } },
      emptied: [],
    });
  });

  it('tells what was emptied from what was not shown', () => {
    expect(changedIn(options, before, { steps: ' ', gallery: '' })).toEqual({
      given: {},
      emptied: ['steps', 'gallery'],
    });
  });

  it('says yes and no of what was said before', () => {
    expect(changedIn(options, { alone: true }, { alone: 'false' }).given).toEqual({ alone: false });
    expect(changedIn(options, { alone: true }, { alone: 'true' }).given).toEqual({});
    expect(changedIn(options, {}, { alone: 'Yes' }).given).toEqual({ alone: true });
    expect(changedIn(options, { alone: true }, { alone: 'off' }).given).toEqual({ alone: false });
    expect(changedIn(options, { alone: true }, { alone: '' }).emptied).toEqual(['alone']);
  });

  it.each([
    [{ steps: '151' }, 'steps must be 1 to 150, got 151.'],
    [{ steps: 'many' }, 'steps must be a whole number, got "many".'],
    [{ alone: 'perhaps' }, 'alone must be yes or no, got "perhaps".'],
    [{ step: '3' }, 'There is no option called step.'],
    [{ words: 'much longer than that may be' }, 'at most 20 characters'],
  ])('refuses %j by name', (typed, words) => {
    expect(refusalOf(typed)).toContain(words);
  });
});
