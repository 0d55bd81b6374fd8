/** `set`: what it reads, what it refuses and what it proposes. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseSet, suggestSet } from '../../commands/set-option.ts';
import { UserError } from '../../core/errors.ts';
import { inputSchema, type Workflow } from '../../core/workflow.ts';

const input = (given: object) => inputSchema.parse({ to: '1.x', ...given });
const workflow: Pick<Workflow, 'title' | 'inputs'> = {
  title: 'Film',
  inputs: {
    prompt: input({ type: 'text' }),
    frames: input({ type: 'integer', min: 5, max: 161, default: 81, description: 'How many frames' }),
    shift: input({ type: 'number', min: 0, max: 20, default: 3.5 }),
    style: input({ type: 'text', default: 'plain' }),
    seed: input({ type: 'seed' }),
    size: inputSchema.parse({ type: 'size', width: '1.w', height: '1.h', edge: 512 }),
  },
};

describe('reading', () => {
  it.each([
    ['frames=49', { frames: 49 }],
    ['frames=49, shift=2.5', { frames: 49, shift: 2.5 }],
    ['frames = 49; style="pencil, soft"', { frames: 49, style: 'pencil, soft' }],
    ["style='a b' SIZE=Wide", { style: 'a b', size: 'wide' }],
    ['style=“curly quotes of a phone”', { style: 'curly quotes of a phone' }],
    ['style=7', { style: '7' }],
    ['  ,; ', {}],
    // The check of the value says what is wrong with it.
    ['frames=many', { frames: 'many' }],
  ])('%s', (text, values) => {
    expect(parseSet(text, workflow)).toEqual(values);
  });

  it.each([
    ['49', 'set must be pairs such as steps=20, guidance=4.5; "49" is none.'],
    ['frames=49 loud', '"loud" is none'],
    ['frames=', '"frames=" is none'],
    ['fps=24', 'Film has no fps. set takes prompt, frames, shift, style, seed, size.'],
    ['frames=1 frames=2', 'set has frames twice; give it once.'],
    ['__proto__=1', 'Film has no __proto__.'],
    ['constructor=1', 'Film has no constructor.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSet(text, workflow)).toThrow(UserError);
    expect(() => parseSet(text, workflow)).toThrow(message);
  });

  it('does not take a file by its name, and does not propose to', () => {
    const remake = { title: 'Remake', inputs: { start: input({ type: 'image' }) } };
    expect(() => parseSet('start=in-a/0123.png', remake)).toThrow('start is a picture: attach it.');
    expect(suggestSet('', remake, [])).toEqual([]);
  });

  test('whatever is typed is read or refused in words', () => {
    const word = fc.constantFrom('frames', 'style', '=', '"', ',', ' ', '49', 'x', '\u201c', '\u0000');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) => {
          try {
            for (const name of Object.keys(parseSet(text, workflow)))
              expect(workflow.inputs).toHaveProperty(name);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(UserError);
          }
        },
      ),
    );
  });
});

describe('proposing', () => {
  const values = (typed: string, taken: string[] = []) =>
    suggestSet(typed, workflow, taken).map(({ value }) => value);

  it('begins with every input that has no option of its own', () => {
    expect(values('', ['prompt', 'size'])).toEqual(['frames=81', 'shift=3.5', 'style="plain"']);
    expect(suggestSet('fr', workflow, [])).toEqual([
      { name: 'frames=81  (How many frames, 5 to 161)', value: 'frames=81' },
    ]);
  });

  it('goes on behind what is complete, and leaves it as it is', () => {
    expect(values('frames=49', ['prompt', 'size'])).toEqual([
      'frames=49',
      'frames=49, shift=3.5',
      'frames=49, style="plain"',
    ]);
    expect(values('frames=49, sh', ['prompt'])).toEqual(['frames=49, shift=3.5']);
  });

  test('whatever it proposes can be read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'f', 'frames=', 'frames=9', 'frames=9, ', 'style="a b", s'),
        (typed) => {
          for (const value of values(typed)) expect(() => parseSet(value, workflow)).not.toThrow();
        },
      ),
    );
  });
});
