/** Reads what an app sent with a zod schema and says what is wrong with it in Slack's own words, each with its place. */
import { z } from 'zod';
import type { Problem } from '../errors.ts';

export type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** `base` is the pointer to the value in the call's arguments, e.g. `/blocks`. */
export function read<S extends z.ZodType>(schema: S, value: unknown, base: string): Read<z.output<S>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, value, base)) };
}

/** A rule that no schema can say; `path` is below the value being checked. */
export function problem(message: string, input: unknown, path: PropertyKey[] = []) {
  return { code: 'custom' as const, message, path, input };
}

function problemsOf(issue: z.core.$ZodIssue, root: unknown, base: string): Problem[] {
  const at = (path: readonly PropertyKey[]) =>
    base + path.map((key) => `/${escapeKey(String(key))}`).join('');
  const found = valueAt(root, issue.path);
  const here = at(issue.path);
  const isMissing = found === undefined && issue.path.length > 0;
  if (isMissing && issue.code !== 'custom') {
    const field = String(issue.path.at(-1));
    return [{ pointer: at(issue.path.slice(0, -1)) || '/', message: `missing required field: ${field}` }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: here, message: `invalid additional property: ${key}` }));
    case 'invalid_type':
      return [{ pointer: here, message: wrongType(issue.expected) }];
    case 'invalid_union':
      return [unionProblem(issue, found, here)];
    case 'invalid_value':
      return [
        {
          pointer: here,
          message: 'must be a valid enum value',
          constraint: { type: 'enum', expected: issue.values.map(String), got: String(found) },
        },
      ];
    case 'too_big':
      return [{ pointer: here, message: tooBig(issue) }];
    case 'too_small':
      return [{ pointer: here, message: tooSmall(issue) }];
    default:
      return [{ pointer: here, message: issue.message }];
  }
}

function unionProblem(issue: z.core.$ZodIssueInvalidUnion, found: unknown, pointer: string): Problem {
  if (issue.discriminator === undefined) return { pointer, message: 'failed to match all allowed schemas' };
  const expected = 'options' in issue ? (issue.options ?? []).map(String) : [];
  return {
    pointer,
    message: `unsupported type: ${String(found)}`,
    constraint: { type: 'enum', expected, got: String(found) },
  };
}

function wrongType(expected: string): string {
  const names: Record<string, string> = { object: 'an object', array: 'an array', int: 'an integer' };
  return `must provide ${names[expected] ?? `a ${expected}`}`;
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
  return `must be less than ${Number(issue.maximum) + 1}`;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'array') return `must provide at least ${issue.minimum} items`;
  return `must be more than ${Number(issue.minimum) - 1}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** RFC 6901. */
const escapeKey = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Slack counts characters, not UTF-16 units. */
export const characters = (value: string) => [...value].length;

/** A text of so many characters. */
export function chars(max: number, min = 0) {
  return z.string().check((ctx) => {
    const length = characters(ctx.value);
    if (length > max) ctx.issues.push(problem(`must be less than ${max + 1} characters`, ctx.value));
    if (length < min) ctx.issues.push(problem(`must be more than ${min - 1} characters`, ctx.value));
  });
}
