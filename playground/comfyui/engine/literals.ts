/** Checks of one literal value against the input that declares it: conversion, range, choices. */
import type { InputSpec } from '../nodes/class.ts';
import { quoteInput } from '../nodes/describe.ts';
import { floatText, PythonError, repr, toBool, toFloat, toInt, toStr } from '../python.ts';
import { type Refusal, refuse } from './refusals.ts';

const CONVERSIONS: Record<string, (value: unknown) => unknown> = {
  INT: toInt,
  FLOAT: toFloat,
  STRING: toStr,
  BOOLEAN: toBool,
};

/** Longer lists are not quoted in a refusal. */
const LONGEST_LIST = 20;

interface LiteralRules {
  name: string;
  input: InputSpec;
  api: 'v1' | 'v3';
  /** false where the node checks the value itself. */
  ranges: boolean;
  checksV3Combos: boolean;
}

/** The value as the node will get it, or why it is refused. */
export function checkLiteral(
  received: unknown,
  rules: LiteralRules,
): { value: unknown; refusal: null } | { value: unknown; refusal: Refusal } {
  const { name, input, api } = rules;
  const value = unwrap(received);
  const quoted = { input_name: name, input_config: quoteInput(input, api) };

  let converted = value;
  try {
    converted = (CONVERSIONS[input.type] ?? ((same) => same))(value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const extra = { ...quoted, received_value: value, exception_message: error.message };
    const message = `Failed to convert an input value to a ${input.type} value`;
    const details = `${name}, ${toStr(value)}, ${error.message}`;
    return { value, refusal: refuse('invalid_input_type', message, details, extra) };
  }
  const refusal = rules.ranges
    ? (outOfRange(converted, input, quoted) ?? outOfChoices(converted, rules, quoted))
    : null;
  return { value: converted, refusal };
}

/** `{"__value__": [...]}` is how a literal list is told from a link. */
const unwrap = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && '__value__' in value ? value.__value__ : value;

function outOfRange(value: unknown, input: InputSpec, quoted: { input_name: string }): Refusal | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  const { min, max } = (input.options ?? {}) as { min?: number | bigint; max?: number | bigint };
  const write = (limit: number | bigint) =>
    input.type === 'FLOAT' && typeof limit === 'number' ? floatText(limit) : String(limit);
  const extra = { ...quoted, received_value: value };
  if (min !== undefined && value < min) {
    const message = `Value ${write(value)} smaller than min of ${write(min)}`;
    return refuse('value_smaller_than_min', message, quoted.input_name, extra);
  }
  if (max !== undefined && value > max) {
    const message = `Value ${write(value)} bigger than max of ${write(max)}`;
    return refuse('value_bigger_than_max', message, quoted.input_name, extra);
  }
  return null;
}

function outOfChoices(value: unknown, rules: LiteralRules, quoted: { input_name: string }): Refusal | null {
  const { input, api, checksV3Combos } = rules;
  if (api === 'v3' && !checksV3Combos) return null;
  const choices = input.branches === undefined ? input.choices?.() : Object.keys(input.branches);
  if (choices === undefined || choices.includes(value as string)) return null;
  const long = choices.length > LONGEST_LIST;
  const list = long ? `(list of length ${choices.length})` : repr(choices);
  return refuse(
    'value_not_in_list',
    'Value not in list',
    `${quoted.input_name}: '${toStr(value)}' not in ${list}`,
    {
      ...quoted,
      ...(long ? { input_config: null } : {}),
      received_value: value,
    },
  );
}
