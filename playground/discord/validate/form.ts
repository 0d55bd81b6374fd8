/** Reads a request's body with a zod schema and says what is wrong with it in Discord's own codes and words. */
import { z } from 'zod';
import { type ApiError, type FormError, formErrors } from '../errors.ts';
import { isSnowflake } from '../snowflakes.ts';

/** `at` is where the body hangs in the request, e.g. `['data']` for an interaction's answer. */
export function readForm<S extends z.ZodType>(
  schema: S,
  value: unknown,
  at: readonly PropertyKey[] = [],
): z.output<S> {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  throw asFormErrors(read.error.issues, at);
}

function asFormErrors(issues: z.core.$ZodIssue[], at: readonly PropertyKey[]): ApiError {
  return formErrors(issues.map((issue) => ({ path: [...at, ...issue.path], error: asFormError(issue) })));
}

/** Adds an error of Discord's to a zod check; `path` is below the value being checked. */
export function problem(code: string, message: string, path: PropertyKey[] = []) {
  return { code: 'custom' as const, message, path, params: { discord: code } };
}

function asFormError(issue: z.core.$ZodIssue): FormError {
  switch (issue.code) {
    case 'custom': {
      const code: unknown = issue.params?.discord;
      return { code: typeof code === 'string' ? code : 'BASE_TYPE_INVALID', message: issue.message };
    }
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return issue.input === undefined || issue.input === null
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : {
            code: 'BASE_TYPE_CHOICES',
            message: `Value must be one of {${issue.values.map(quote).join(', ')}}.`,
          };
    case 'invalid_union':
      return issue.discriminator === undefined
        ? { code: 'BASE_TYPE_INVALID', message: 'The value is of no accepted type.' }
        : {
            code: 'UNION_TYPE_CHOICES',
            message: `Value of field "${issue.discriminator}" must be one of (${choicesOf(issue).join(', ')}).`,
          };
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` }
        : { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? {
            code: 'NUMBER_TYPE_MIN',
            message: `int value should be greater than or equal to ${issue.minimum}.`,
          }
        : { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    default:
      return { code: 'BASE_TYPE_INVALID', message: issue.message };
  }
}

function wrongType(expected: string, input: unknown): FormError {
  switch (expected) {
    case 'string':
      return { code: 'STRING_TYPE_CONVERT', message: `Could not interpret "${show(input)}" as string.` };
    case 'int':
    case 'number':
      return {
        code: 'NUMBER_TYPE_COERCE',
        message: `Value "${show(input)}" is not ${expected === 'int' ? 'int' : 'float'}.`,
      };
    case 'boolean':
      return { code: 'BOOLEAN_TYPE_CONVERT', message: 'Must be either true or false.' };
    case 'array':
      return { code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' };
    default:
      return { code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' };
  }
}

/** Zod lists the kinds a union knows, though its types do not say so. */
function choicesOf(issue: object): unknown[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
}

const quote = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
const show = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Discord counts characters, not UTF-16 units: an emoji is one. */
export const characters = (value: string) => [...value].length;

/** A text of so many characters, with white space around it taken off, as Discord does. */
export function text(max: number, min = 0) {
  return z
    .string()
    .transform((value) => value.trim())
    .check((ctx) => {
      const length = characters(ctx.value);
      if (length >= min && length <= max) return;
      const [code, message] = badLength(length, min, max);
      ctx.issues.push({ ...problem(code, message), input: ctx.value });
    });
}

function badLength(length: number, min: number, max: number): [string, string] {
  if (min === 1 && length === 0) return ['BASE_TYPE_REQUIRED', 'This field is required'];
  if (min > 0) return ['BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`];
  return ['BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`];
}

/** Between so many and so many items. */
export function list<S extends z.ZodType>(item: S, max: number, min = 0) {
  return z.array(item).check((ctx) => {
    const { length } = ctx.value;
    if (length >= min && length <= max) return;
    const [code, message] =
      min > 0
        ? ['BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`]
        : ['BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`];
    ctx.issues.push({ ...problem(code ?? '', message ?? ''), input: ctx.value });
  });
}

/** An id; Discord takes it as a string or a number and keeps a string. */
export const snowflake = z.union([z.string(), z.int()]).transform((value, ctx) => {
  const id = String(value);
  if (isSnowflake(id)) return id;
  ctx.issues.push({ ...problem('NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`), input: value });
  return z.NEVER;
});

/** A web address with one of the schemes Discord names for the place. */
export function url(schemes: readonly string[], max: number) {
  return z.string().check((ctx) => {
    const value = ctx.value;
    const fail = (code: string, message: string) =>
      ctx.issues.push({ ...problem(code, message), input: value });
    if (characters(value) > max) {
      fail('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      return;
    }
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase();
    if (scheme === undefined) {
      fail('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else if (!schemes.includes(scheme)) {
      const choices = schemes.map((name) => `'${name}'`).join(', ');
      fail(
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${choices}).`,
      );
    } else if (scheme !== 'attachment' && !URL.canParse(value)) {
      fail('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    }
  });
}
