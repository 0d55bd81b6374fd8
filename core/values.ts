/** The values of a request: checked against a workflow's inputs, completed with defaults. */

import { UserError } from './errors.ts';
import { isKey } from './media/key.ts';
import { say, told, type Words } from './say.ts';
import { isShape, shapeNames } from './sizes.ts';
import { type FileKind, type Input, isFileInput, type Values, type Workflow } from './workflow.ts';

/** What people call the files of a kind. */
export const fileWords = {
  image: 'a picture',
  mask: 'a mask (a picture)',
  video: 'a video',
  audio: 'a sound',
} as const satisfies Record<FileKind, string>;

/** @throws UserError that names the input, the value and what would be right. */
export function checkValue(name: string, input: Input, value: string | number | boolean): void {
  switch (input.type) {
    case 'text':
      if (typeof value !== 'string')
        throw new UserError(say('{name} must be text, got {value}.', { name, value: String(value) }));
      if (input.required && value.trim() === '')
        throw new UserError(say('{name} must not be empty.', { name }));
      return;
    case 'integer':
    case 'seed':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
        throw new UserError(
          say('{name} must be a whole number, got {value}.', { name, value: String(value) }),
        );
      }
      checkRange(name, input, value);
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new UserError(say('{name} must be a number, got {value}.', { name, value: String(value) }));
      }
      checkRange(name, input, value);
      return;
    case 'choice':
      if (typeof value !== 'string' || !input.options.includes(value)) {
        throw new UserError(
          say('{name} must be one of {list}, got {value}.', {
            name,
            list: listed(input.options),
            value: String(value),
          }),
        );
      }
      return;
    case 'size':
      if (typeof value !== 'string' || !isShape(value)) {
        throw new UserError(
          say('{name} must be one of {list}, got {value}.', {
            name,
            list: shapeNames.join(', '),
            value: String(value),
          }),
        );
      }
      return;
    case 'image':
    case 'mask':
    case 'video':
    case 'audio':
      if (typeof value !== 'string' || !isKey(value)) {
        throw new UserError(
          say('{name} must be {file} that is attached.', { name, file: told(fileWords[input.type]) }),
        );
      }
      return;
    default:
      input satisfies never;
  }
}

export function fits(name: string, input: Input, value: string | number | boolean): boolean {
  try {
    checkValue(name, input, value);
    return true;
  } catch (thrown) {
    if (thrown instanceof UserError) return false;
    throw thrown;
  }
}

/** A list of model files can have hundreds. */
const mostListed = 20;

function listed(options: readonly string[]): Words {
  const shown = options.slice(0, mostListed).join(', ');
  return options.length > mostListed
    ? say('{list} and {n} more', { list: shown, n: options.length - mostListed })
    : shown;
}

function checkRange(name: string, { min, max }: { min: number; max: number }, value: number): void {
  if (value < min || value > max)
    throw new UserError(
      say('{name} must be {min} to {max}, got {value}.', {
        name,
        min: String(min),
        max: String(max),
        value: String(value),
      }),
    );
}

/**
 * Every input with a value: what was given, else the default; a seed is chosen when none is given. With `filesFollow`
 * no file is missed yet.
 * @throws UserError for a value out of range, and for an input this workflow does not have.
 */
export function resolveValues(
  workflow: Pick<Workflow, 'title' | 'inputs'>,
  given: Values,
  random: () => number = Math.random,
  { filesFollow = false }: { filesFollow?: boolean } = {},
): Values {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(workflow.inputs, name)) {
      const known = Object.keys(workflow.inputs).join(', ');
      throw new UserError(
        say('{workflow} has no {name}. Leave it out; it takes {inputs}.', {
          workflow: workflow.title,
          name,
          inputs: known,
        }),
      );
    }
  }
  const values: Values = {};
  for (const [name, input] of Object.entries(workflow.inputs)) {
    const value = given[name] ?? valueWithout(input, random);
    if (value === undefined) {
      if (!isFileInput(input) || !input.required || filesFollow) continue;
      throw new UserError(
        say('{workflow} needs {file}: attach it as {name}.', {
          workflow: workflow.title,
          file: told(fileWords[input.type]),
          name,
        }),
      );
    }
    checkValue(name, input, value);
    values[name] = value;
  }
  return values;
}

/** Undefined for a file: nothing can stand for one. */
function valueWithout(input: Input, random: () => number): Values[string] | undefined {
  if (isFileInput(input)) return undefined;
  if (input.type !== 'seed') return input.default;
  return input.min + Math.floor(random() * (input.max - input.min + 1));
}
