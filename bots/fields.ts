/** The fields of a form as they follow from a command's options, and when a command is better asked for with one. */
import type { Command } from '../commands/command.ts';
import { type Field, formIn, inputField, type SpokenForm } from '../commands/form.ts';
import { isMentioned } from '../commands/mentioned.ts';
import { english, type Language, say, told } from '../core/say.ts';
import { type Option, optionsOf } from './options.ts';

/** Whether a command is better asked for with a form: something must be given that is not, or nothing is and it asks. */
export function wantsForm(command: Command, given: Readonly<Record<string, unknown>> = {}): boolean {
  return (command.asks === true && Object.keys(given).length === 0) || misses(command, given);
}

/** Whether something must be given that is not. */
export function misses(command: Command, given: Readonly<Record<string, unknown>>): boolean {
  return optionsOf(command).some(({ name, required }) => required && !Object.hasOwn(given, name));
}

/** The form of a command that has none of its own. `initial` are values that are known already. */
export function formOf(
  command: Command,
  initial: Readonly<Record<string, unknown>> = {},
  language: Language = english,
): SpokenForm {
  const title = told(capitalised(command.name));
  const fields = optionsOf(command).map((option) => fieldOf(option, initial[option.name]));
  return formIn({ title, submit: title, fields }, language);
}

/** The form of a command whose options are set already, or not; `about` are those that it is about. */
export function filledForm(
  command: Command,
  about: Readonly<Record<string, string | number>>,
  filled: Readonly<Record<string, unknown>>,
  language: Language,
): SpokenForm {
  const title = told(capitalised(command.name));
  const asked = optionsOf(command).filter(({ name }) => !Object.hasOwn(about, name));
  const fields = asked.map((option): Field => {
    const field = fieldOf(option, filled[option.name]);
    return { ...field, name: inputField(option.name) };
  });
  return formIn({ title, submit: say('Save'), about, fields }, language);
}

/** More than any platform takes: each has its own most. */
const longest = 6000;

function fieldOf(option: Option, initial: unknown): Field {
  const { name, required, min, max, minLength, maxLength = longest } = option;
  const common = { name, label: told(capitalised(name)), hint: told(option.description), required };
  if (option.choices) {
    const choices = option.choices.map(({ label, value }) => ({ label: told(label), value: String(value) }));
    return { ...common, type: 'choice', choices, ...(initial !== undefined && { value: String(initial) }) };
  }
  switch (option.type) {
    case 'file':
      return { ...common, type: 'file', offered: option.file ?? 'any' };
    case 'boolean':
      return { ...common, type: 'yes', ...(typeof initial === 'boolean' && { value: initial }) };
    case 'person':
    case 'channel':
      return { ...common, type: option.type, ...(isMentioned(initial) && { value: initial.id }) };
    case 'integer':
    case 'number':
      if (option.suggests)
        return { ...common, type: 'suggested', ...(initial !== undefined && { value: String(initial) }) };
      return {
        ...common,
        type: option.type === 'integer' ? 'whole' : 'decimal',
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        ...(typeof initial === 'number' && { value: initial }),
      };
    case 'string': {
      const value = initial === undefined ? {} : { value: String(initial) };
      if (option.suggests && !option.free) return { ...common, type: 'suggested', ...value };
      const range = { max: maxLength, ...(minLength !== undefined && { min: minLength }) };
      return { ...common, type: 'text', lines: option.prose ? 'many' : 'one', ...range, ...value };
    }
    default:
      return option.type satisfies never;
  }
}

/** `image2` is read as `Image 2`. */
function capitalised(name: string): string {
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`.replaceAll('_', ' ').replace(/(?<=\D)\d+$/, ' $&');
}
