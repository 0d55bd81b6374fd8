/** LoRAs in a prompt: what is taken out, and which file a name stands for. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../core/errors.ts';
import { matchLora, takeLoras } from '../../core/loras.ts';

describe('taking them out of a text', () => {
  it.each([
    ['a fox, <lora:paper:0.8>, in snow', 'a fox, in snow', [{ name: 'paper', model: 0.8 }]],
    ['<lora:paper>', '', [{ name: 'paper', model: 1 }]],
    [
      'a fox <LORA:film/grain.safetensors:-.5:0.25>',
      'a fox',
      [{ name: 'film/grain.safetensors', model: -0.5, clip: 0.25 }],
    ],
    ['<lora:a:1> fox <lora:A:0.5>', 'fox', [{ name: 'A', model: 0.5 }]],
    ['a <b> fox, (x:1.2), lora:a:1,  , two', 'a <b> fox, (x:1.2), lora:a:1,  , two', []],
  ])('%s', (text, left, loras) => {
    expect(takeLoras(text)).toEqual({ text: left, loras });
  });
  it.each(['<lora:>', '<lora:a:much>', '<lora:a:99>', '<lora:a:1:2:3>', '<lora:a:>'])(
    'refuses %s',
    (text) => {
      expect(() => takeLoras(text)).toThrow(UserError);
      expect(() => takeLoras(text)).toThrow('Write <lora:name:0.8>');
    },
  );
  test('whatever is typed', () => {
    const word = fc.constantFrom('<lora:', '<', '>', ':', 'a', '0.8', ',', ' ', '\n', 'fox');
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join('')),
        (text) => {
          try {
            const { text: left, loras } = takeLoras(text);
            if (loras.length === 0) expect(left).toBe(text);
            expect(left).not.toMatch(/<lora:[^<>]*>/i);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(UserError);
          }
        },
      ),
    );
  });
});

describe('which file a name stands for', () => {
  const files = [
    'film/grain.safetensors',
    'Film\\Noir.safetensors',
    'grain.v2.safetensors',
    'old/paper.pt',
    'new/paper.safetensors',
    'paper.safetensors',
  ];
  it.each([
    ['film/grain.safetensors', ['film/grain.safetensors']],
    ['grain', ['film/grain.safetensors']],
    ['GRAIN.v2', ['grain.v2.safetensors']],
    ['noir', ['Film\\Noir.safetensors']],
    ['film/noir', ['Film\\Noir.safetensors']],
    // The one that is called so in full goes before others of that name in folders.
    ['paper', ['paper.safetensors']],
    ['old/paper', ['old/paper.pt']],
    ['ain', []],
  ])('%s', (name, found) => {
    expect(matchLora(name, files)).toEqual(found);
  });
  it('is not guessed where it could be several', () => {
    expect(matchLora('paper', files.slice(0, 5))).toEqual(['old/paper.pt', 'new/paper.safetensors']);
  });
});
