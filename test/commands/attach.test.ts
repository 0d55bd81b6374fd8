/** Which input a given file is for. */
import { describe, expect, it } from 'vitest';
import { inputsFor, mustTake, takesAll } from '../../commands/attach.ts';
import type { Workflow } from '../../core/workflow.ts';
import { picture } from '../support/workflows.ts';

const image = (to: string) => ({ type: 'image' as const, to: [to], required: true });
const styled: Workflow = {
  ...picture,
  name: 'styled',
  title: 'Styled',
  inputs: { style: image('1.image'), image: image('2.image'), sky: { ...image('3.image'), type: 'mask' } },
};

describe('files given with a render', () => {
  it('go to the input that is called like them, then to the others of their kind', () => {
    expect(inputsFor(styled, ['image', 'image', 'mask'])).toEqual(['image', 'style', 'sky']);
    expect(inputsFor(styled, ['image', 'image', 'image', 'video'])).toEqual([
      'image',
      'style',
      undefined,
      undefined,
    ]);
    expect(takesAll(styled, ['image', 'mask'])).toBe(true);
    expect(takesAll(styled, ['audio'])).toBe(false);
  });

  it('that a workflow does not take are refused, with those that do', () => {
    expect(() => mustTake(picture, ['image'], [picture, styled])).toThrow(
      'Picture does not take a picture. styled does.',
    );
    expect(() => mustTake(styled, ['mask', 'mask'], [picture, styled])).toThrow(
      'Styled does not take more than one mask. There is no workflow here that does.',
    );
  });
});
