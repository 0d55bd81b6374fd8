/** The inputs of a workflow in plain words: what they take, and what is taken when nothing is said. */
import { fileWords } from '../../core/values.ts';
import { type Input, isFileInput } from '../../core/workflow.ts';
import { shortened } from '../words.ts';

const fewChoices = 4;

export function inputWords(input: Input): string {
  if (isFileInput(input))
    return `${fileWords[input.type]}${input.required ? ', which has to be attached' : ' that can be attached'}`;
  switch (input.type) {
    case 'text':
      if (input.required) return 'text, which has to be given';
      return input.default.trim() ? `text, otherwise “${oneLine(input.default)}”` : 'text';
    case 'integer':
    case 'number':
      return `${input.min} to ${input.max}, otherwise ${input.default}`;
    case 'choice':
      return `${choices(input.options)}, otherwise ${shortened(input.default, 50)}`;
    case 'seed':
      return 'a whole number, otherwise another each time';
    case 'size':
      return `a shape of about ${input.edge}×${input.edge} pixels, otherwise ${input.default}`;
    default:
      return input satisfies never;
  }
}

function choices(options: readonly string[]): string {
  if (options.length > fewChoices) return `one of ${options.length}`;
  return options.map((one) => shortened(one, 40)).join(' or ');
}

function oneLine(text: string): string {
  return shortened(text.replace(/\s+/g, ' ').trim(), 60);
}
