/** Makes a failing input smaller for as long as it still fails in the same way. */
import type { Input, Json } from './target.ts';

const mostTries = 2000;

export async function shrink(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
  let smallest = input;
  let tries = 0;
  for (let found = true; found && tries < mostTries; ) {
    found = false;
    for (const smaller of smallerThan(smallest)) {
      tries += 1;
      if (tries > mostTries) break;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

function* smallerThan(input: Input): Generator<Input> {
  if (input instanceof Uint8Array) yield* pieces(input.length, (from, to) => cutBytes(input, from, to));
  else yield* smallerJson(input);
}

function* pieces<T>(length: number, without: (from: number, to: number) => T): Generator<T> {
  for (let size = length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < length; from += size) yield without(from, Math.min(length, from + size));
  }
}

const cutBytes = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);

function* smallerJson(value: Json): Generator<Json> {
  if (typeof value === 'string') {
    yield* pieces(value.length, (from, to) => value.slice(0, from) + value.slice(to));
  } else if (Array.isArray(value)) {
    yield* pieces(value.length, (from, to) => [...value.slice(0, from), ...value.slice(to)]);
    for (const [index, one] of value.entries())
      for (const smaller of smallerJson(one)) yield value.with(index, smaller);
  } else if (value !== null && typeof value === 'object') {
    const members = Object.entries(value);
    const object = (list: [string, Json][]) => Object.fromEntries(list);
    yield* pieces(members.length, (from, to) => object([...members.slice(0, from), ...members.slice(to)]));
    for (const [index, [name, one]] of members.entries())
      for (const smaller of smallerJson(one)) yield object(members.with(index, [name, smaller]));
  } else if (typeof value === 'number' && value !== 0) yield 0;
}

/** As a person can paste it. */
export function shown(input: Input): string {
  const text =
    input instanceof Uint8Array ? `bytes ${Buffer.from(input).toString('base64')}` : JSON.stringify(input);
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text;
}
