import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranked } from '../../commands/rank.ts';
import { parseSet, suggestSet } from '../../commands/set-option.ts';
import { picture } from '../support/workflows.ts';

const loras = [
  'detail/add-detail-xl.safetensors',
  'ink-wash.safetensors',
  'style/ink_sketch_v2.safetensors',
  'style/watercolour.safetensors',
  'wink.safetensors',
  'with space, and comma.safetensors',
];

describe('names that somebody looks for', () => {
  it.each([
    ['ink', ['ink-wash.safetensors', 'style/ink_sketch_v2.safetensors', 'wink.safetensors']],
    ['sketch v2', ['style/ink_sketch_v2.safetensors']],
    ['style', ['style/watercolour.safetensors', 'style/ink_sketch_v2.safetensors']],
    ['watercolor', ['style/watercolour.safetensors']],
    ['INK-WASH', ['ink-wash.safetensors']],
    ['nothing like it', []],
    [' ', loras],
  ])('%s', (typed, expected) => {
    expect(ranked(loras, typed)).toEqual(expected);
  });

  it('are found among thousands, the likeliest first', () => {
    const many = Array.from({ length: 3000 }, (_, n) => `pack-${n % 7}/lora-${n}.safetensors`);
    expect(ranked(many, 'lora-2741')[0]).toBe('pack-4/lora-2741.safetensors');
  });

  it('are themselves the first that is found, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9_ -]{0,10}[a-z0-9]$/), { minLength: 1 }),
        (names) => {
          for (const name of names) expect(ranked(names, name)[0]).toBe(name);
        },
      ),
    );
  });
});

describe('the option set, while a value of a list is typed', () => {
  const inputs = {
    ...picture.inputs,
    lora: { type: 'choice' as const, to: ['1.lora'], options: loras, default: 'ink-wash.safetensors' },
  };
  const offered = (typed: string) => suggestSet(typed, { inputs }, []).map(({ value }) => value);

  it('offers what fits, past the first ones of the list', () => {
    expect(offered('steps=20, lora=ink')).toEqual([
      'steps=20, lora=ink-wash.safetensors',
      'steps=20, lora=style/ink_sketch_v2.safetensors',
      'steps=20, lora=wink.safetensors',
    ]);
    expect(offered('lora=')).toHaveLength(loras.length);
    expect(offered('lora="with sp')).toEqual(['lora="with space, and comma.safetensors"']);
  });

  it('goes on with the next input once one is chosen', () => {
    expect(offered('lora=wink.safetensors')[0]).toBe('lora=wink.safetensors');
    expect(offered('lora=wink.safetensors').some((value) => value.includes(', steps='))).toBe(true);
  });

  it('offers only what it takes', () => {
    for (const typed of ['lora=', 'lora=s', 'lora="with', 'steps=2 lora=i'])
      for (const value of offered(typed))
        expect(parseSet(value, { title: 'Picture', inputs }).lora).toBeTypeOf('string');
  });
});
