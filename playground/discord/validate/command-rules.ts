/** What the options of a command can get wrong only together, and how large a command is as a whole. */
import type { z } from 'zod';
import { characters, problem } from './form.ts';

export type Issues = z.core.$ZodRawIssue[];

export function checkChoices(
  option: {
    choices?: readonly { name: string }[] | null | undefined;
    autocomplete?: boolean | null | undefined;
  },
  issues: Issues,
): void {
  if (option.autocomplete && option.choices && option.choices.length > 0) {
    issues.push({
      ...problem(
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
        'Options with autocomplete cannot have choices',
        ['autocomplete'],
      ),
      input: option,
    });
  }
  const names = (option.choices ?? []).map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    issues.push({
      ...problem(
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        'Option choice name already exists',
        ['choices', index, 'name'],
      ),
      input: name,
    });
  });
}

export function checkOptions(
  given: readonly { name: string; required?: boolean | null }[],
  issues: Issues,
): void {
  let optionalSeen = false;
  given.forEach(({ name, required }, index) => {
    if (given.findIndex((other) => other.name === name) !== index) {
      issues.push({
        ...problem('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists', [
          index,
          'name',
        ]),
        input: name,
      });
    }
    if (required && optionalSeen) {
      issues.push({
        ...problem(
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
          [index],
        ),
        input: name,
      });
    }
    if (!required) optionalSeen = true;
  });
}

interface Sized {
  name: string;
  name_localizations?: Partial<Record<string, string | null>> | null | undefined;
  description?: string | null | undefined;
  description_localizations?: Partial<Record<string, string | null>> | null | undefined;
  options?: readonly Sized[] | null | undefined;
  choices?:
    | readonly {
        name: string;
        name_localizations?: Partial<Record<string, string | null>> | null | undefined;
        value: unknown;
      }[]
    | null
    | undefined;
}

/** Of each text only its longest translation counts. */
export function sizeOf(given: Sized): number {
  const longest = (value: string | null | undefined, others: Sized['name_localizations']) =>
    Math.max(...[value, ...Object.values(others ?? {})].map((one) => characters(one ?? '')));
  const choices = (given.choices ?? []).map(
    ({ name, name_localizations, value }) =>
      longest(name, name_localizations) + (typeof value === 'string' ? characters(value) : 0),
  );
  return (
    longest(given.name, given.name_localizations) +
    longest(given.description, given.description_localizations) +
    sum(choices) +
    sum((given.options ?? []).map(sizeOf))
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
