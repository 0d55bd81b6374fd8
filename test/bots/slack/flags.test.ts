/** What is typed behind a command, on Slack. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { optionsOf } from '../../../bots/options.ts';
import { nearest, parseFlags } from '../../../bots/slack/flags.ts';
import { commands } from '../../../commands/registry.ts';
import { UserError } from '../../../core/errors.ts';

const command = (name: string) => {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};
const render = optionsOf(command('render'));
const parse = (typed: string) => parseFlags(typed, render, '/render');
const refusal = (typed: string, options = render, shown = '/render') => {
  try {
    parseFlags(typed, options, shown);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error(`"${typed}" was taken`);
};

describe('what is typed behind /render', () => {
  it('is words and flags in any order', () => {
    const wanted = { prompt: 'a fox in snow', seed: 42, size: 'wide' };
    expect(parse('a fox in snow --seed 42 --size wide')).toEqual(wanted);
    expect(parse('--seed 42 --size wide a fox in snow')).toEqual(wanted);
    expect(parse('a fox --seed=42 in snow --SIZE=Wide')).toEqual(wanted);
    expect(parse('  a fox in snow   --size "Wide (16:9)"  --seed "42"')).toEqual(wanted);
  });

  it('keeps the prompt as it was typed', () => {
    expect(parse('a sign\nthat  says "open" & <b>')).toEqual({ prompt: 'a sign\nthat  says "open" & <b>' });
    expect(parse('"a fox --seed 42"')).toEqual({ prompt: 'a fox --seed 42' });
    expect(parse('a sign saying "--help me"')).toEqual({ prompt: 'a sign saying "--help me"' });
    expect(parse('-- --seed is a word here')).toEqual({ prompt: '--seed is a word here' });
    expect(parse('a fox’s den, it\'s "cold')).toEqual({ prompt: 'a fox’s den, it\'s "cold' });
  });

  it('gives prose all its words once there is a prompt', () => {
    expect(parse('a fox --negative blurry, low quality --steps 30')).toEqual({
      prompt: 'a fox',
      negative: 'blurry, low quality',
      steps: 30,
    });
    expect(parse('--negative "blurry, dark" a fox')).toEqual({ prompt: 'a fox', negative: 'blurry, dark' });
    expect(parse('--negative blurry a fox')).toEqual({ prompt: 'a fox', negative: 'blurry' });
    expect(parse('a fox --workflow plain in snow')).toEqual({ prompt: 'a fox in snow', workflow: 'plain' });
  });

  it('understands what phones and Macs make of quotes and dashes', () => {
    expect(parse('a fox —seed 7 –negative “dark, blurry”')).toEqual({
      prompt: 'a fox',
      seed: 7,
      negative: 'dark, blurry',
    });
    expect(parse('snow — and ice —cold')).toEqual({ prompt: 'snow — and ice —cold' });
  });

  it('takes numbers as they are written', () => {
    expect(parse('x --guidance 7.5 --seed 9007199254740991')).toEqual({
      prompt: 'x',
      guidance: 7.5,
      seed: Number.MAX_SAFE_INTEGER,
    });
    expect(parse('x --guidance -1')).toEqual({ prompt: 'x', guidance: -1 });
  });

  it.each([
    ['a fox --stepz 20', '/render has no --stepz. Did you mean --steps?'],
    ['a fox --upscale', '/render has no --upscale. It takes --prompt, --negative, --workflow'],
    [
      'a fox --size wied',
      'size must be one of square, portrait, landscape, tall, wide, got "wied". Did you mean wide?',
    ],
    ['a fox --seed four', 'seed must be a whole number, got "four". Write it like --seed 20.'],
    ['a fox --steps 7.5', 'steps must be a whole number, got "7.5"'],
    ['a fox --guidance much', 'guidance must be a number, got "much"'],
    ['a fox --seed', '--seed needs a value, such as --seed 20.'],
    ['a fox --seed --size wide', '--seed needs a value'],
    ['a fox --size=', '--size needs a value, such as --size square.'],
    ['a fox --seed 1 --seed 2', '--seed is there twice'],
    ['--prompt "a fox" in snow', 'prompt is there twice: as --prompt and as "in snow"'],
  ])('%s is refused by naming the word and the remedy', (typed, message) => {
    expect(refusal(typed)).toContain(message);
  });

  it('is refused where a command takes no words', () => {
    const queue = optionsOf(command('queue'));
    expect(refusal('please', queue, '/queue')).toBe('/queue takes no words; leave out "please".');
    expect(refusal('--all', queue, '/queue')).toBe('/queue has no --all. It takes no options; leave it out.');
    expect(parseFlags('  ', queue, '/queue')).toEqual({});
  });

  it('needs no flag for a number that must be given', () => {
    const remove = optionsOf(command('gallery remove'));
    const typed = (text: string) => parseFlags(text, remove, '/gallery remove');
    expect(typed('12 not ours to show')).toEqual({ entry: 12, reason: 'not ours to show' });
    expect(typed('12 --reason "not ours"')).toEqual({ entry: 12, reason: 'not ours' });
    expect(typed('--entry 3 12 apples')).toEqual({ entry: 3, reason: '12 apples' });
    expect(parseFlags('7', optionsOf(command('gallery pin')), '/gallery pin')).toEqual({ entry: 7 });
    expect(parse('12 monkeys')).toEqual({ prompt: '12 monkeys' });
  });

  it('gives the words to the first text even where none must be given', () => {
    expect(parseFlags('job-1', optionsOf(command('cancel')), '/cancel')).toEqual({ job: 'job-1' });
  });
});

describe('flags of other kinds', () => {
  const options = optionsOf({
    name: 'test',
    options: z.strictObject({
      words: z.string(),
      loud: z.boolean().optional(),
      top_k: z.number().optional(),
    }),
  });
  const take = (typed: string) => parseFlags(typed, options, '/test');

  it('say yes by being there, and no by a word', () => {
    expect(take('a --loud')).toEqual({ words: 'a', loud: true });
    expect(take('--loud a')).toEqual({ words: 'a', loud: true });
    expect(take('--loud off a')).toEqual({ words: 'a', loud: false });
    expect(take('a --no-loud')).toEqual({ words: 'a', loud: false });
    expect(refusal('a --loud=perhaps', options, '/test')).toBe('loud must be yes or no, got "perhaps".');
  });
  it('may be written with a hyphen where the option has an underscore', () => {
    expect(take('a --top-k 3')).toEqual({ words: 'a', top_k: 3 });
  });
});

describe('any line', () => {
  it('is taken or refused in words, never anything else', () => {
    const bit = fc.oneof(
      fc.constantFrom(
        '--seed',
        '--size',
        '--',
        '=',
        '"',
        '”',
        '—steps',
        ' ',
        '\n',
        '--negative',
        '42',
        'wide',
        '<@U1>',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 12 }), (bits) => {
        try {
          const parsed = parse(bits.join(''));
          for (const name of Object.keys(parsed)) expect(render.some((one) => one.name === name)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as Error).message).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('without dashes and quotes is the prompt, word for word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[-—–"“”„«»]/.test(text) && text.trim() !== '');
        expect(parse(text)).toEqual({ prompt: text.trim() });
      }),
    );
  });

  it('comes back from its own values', () => {
    const values = fc.record({
      prompt: fc.stringMatching(/^[a-z]+( [a-z]+){0,4}$/),
      seed: fc.nat(),
      size: fc.constantFrom('square', 'wide'),
      negative: fc.stringMatching(/^[a-z]+( [a-z]+){0,4}$/),
    });
    fc.assert(
      fc.property(values, (given) => {
        const { prompt, seed, size, negative } = given;
        expect(parse(`--negative "${negative}" ${prompt} --seed ${seed} --size=${size}`)).toEqual(given);
      }),
    );
  });
});

describe('the nearest word', () => {
  it('is the one that was meant, or none', () => {
    expect(nearest('portait', ['square', 'portrait'])).toBe('portrait');
    expect(nearest('x', ['square', 'portrait'])).toBeNull();
    expect(nearest('anything', [])).toBeNull();
  });
});
