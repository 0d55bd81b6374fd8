/** The inputs of a workflow in plain words: what they take, and what is taken when nothing is said. */
import type { Text } from '../../core/card.ts';
import { between, say, told, type Words } from '../../core/say.ts';
import { fileWords } from '../../core/values.ts';
import { type Input, isFileInput } from '../../core/workflow.ts';
import { shortened } from '../words.ts';

const fewChoices = 4;

export function inputWords(input: Input): Words {
  if (isFileInput(input))
    return input.required
      ? say('{file}, which has to be attached', { file: told(fileWords[input.type]) })
      : say('{file} that can be attached', { file: told(fileWords[input.type]) });
  switch (input.type) {
    case 'text':
      if (input.required) return say('text, which has to be given');
      return input.default.trim()
        ? say('text, otherwise “{default}”', { default: oneLine(input.default) })
        : say('text');
    case 'integer':
    case 'number':
      return say('{min} to {max}, otherwise {default}', {
        min: String(input.min),
        max: String(input.max),
        default: String(input.default),
      });
    case 'choice':
      return say('{choices}, otherwise {default}', {
        choices: choices(input.options),
        default: shortened(input.default, 50),
      });
    case 'seed':
      return say('a whole number, otherwise another each time');
    case 'size':
      return say('a shape of about {edge}×{edge} pixels, otherwise {default}', {
        edge: String(input.edge),
        default: input.default,
      });
    default:
      return input satisfies never;
  }
}

function choices(options: readonly string[]): Text {
  if (options.length > fewChoices) return say('one of {n}', { n: options.length });
  return between(
    options.map((one) => shortened(one, 40)),
    say(' or '),
  );
}

function oneLine(text: string): string {
  return shortened(text.replace(/\s+/g, ' ').trim(), 60);
}
