/** Changes valid samples so that they are nearly right: that reaches deeper than noise. */
import type { Random } from '../chaos/random.ts';
import type { Json } from './target.ts';

const words = [
  '',
  ' ',
  '\0',
  '\n',
  '"',
  "'",
  '\\',
  '{}',
  '[]',
  '<@1>',
  '@everyone',
  '<!channel>',
  '```',
  '--',
  '--seed',
  '—',
  '../..',
  'file:///etc/passwd',
  'con',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  '-0',
  '1e999',
  '9007199254740993',
  '%00',
  '%zz',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\u200d',
  '👩‍👩‍👧‍👦',
  'é'.normalize('NFD'),
  'ﷺ',
  '⭐',
  '&lt;',
  'null',
  'undefined',
  '[object Object]',
] as const;

const numbers = [
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  -0.5,
  255,
  256,
  65_535,
  65_536,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  -1e308,
  5e-324,
];
const names = ['__proto__', 'constructor', 'toString', 'length', '', '0', 'hasOwnProperty', 'then', 'toJSON'];

const longest = 20_000;

export function anyText(random: Random): string {
  const pieces = Array.from({ length: random.between(0, 6) }, () => random.pick(words) as string);
  const text = pieces.join(random.chance(0.5) ? '' : ' ');
  return random.chance(0.03) ? text.repeat(random.between(2, 500)).slice(0, longest) : text;
}

export function anyJson(random: Random, depth = 2): Json {
  const kind = random.between(0, depth > 0 ? 7 : 5);
  if (kind <= 1) return anyText(random);
  if (kind <= 3) return random.pick(numbers);
  if (kind === 4) return null;
  if (kind === 5) return random.chance(0.5);
  const length = random.between(0, 4);
  if (kind === 6) return Array.from({ length }, () => anyJson(random, depth - 1));
  const object = {};
  for (let n = 0; n < length; n += 1) put(object, random.pick(names), anyJson(random, depth - 1));
  return object;
}

export function mutateText(random: Random, text: string): string {
  const at = random.between(0, text.length);
  const to = Math.min(text.length, at + random.between(1, 12));
  switch (random.between(0, 5)) {
    case 0:
      return text.slice(0, at) + anyText(random) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + text.slice(at, to).repeat(random.between(2, 40)) + text.slice(to);
    case 3:
      return text.slice(0, at);
    case 4:
      return text.slice(0, at) + String.fromCharCode(random.between(0, 0xffff)) + text.slice(to);
    default:
      return text.slice(0, at) + random.pick(words) + text.slice(to);
  }
}

/** As `JSON.parse` would: a member of any name is a member, `__proto__` too. */
export function put(object: object, name: string, value: Json): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

type Holder = { get(): Json; set(value: Json): void; remove(): void };

/** Every place in a value that can be changed. */
function places(value: Json, set: (value: Json) => void, remove = () => {}, found: Holder[] = []): Holder[] {
  found.push({ get: () => value, set, remove });
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const replace = (next: Json) => {
        value[index] = next;
      };
      places(value[index] as Json, replace, () => void value.splice(index, 1), found);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const name of Object.keys(value)) {
      const replace = (next: Json) => put(value, name, next);
      places(value[name] as Json, replace, () => void delete value[name], found);
    }
  }
  return found;
}

/** One to four changes anywhere in a copy of the sample; now and then none at all. */
export function mutateJson(random: Random, sample: Json): Json {
  let result = structuredClone(sample);
  const changes = random.chance(0.05) ? 0 : random.between(1, 4);
  for (let change = 0; change < changes; change += 1) {
    const all = places(result, (next) => {
      result = next;
    });
    const place = random.pick(all);
    const value = place.get();
    const kind = random.between(0, 9);
    if (kind === 0 && all.length > 1) place.remove();
    else if (kind <= 2) place.set(anyJson(random));
    else if (kind === 3) place.set(structuredClone(random.pick(all).get()));
    else if (kind === 4) place.set(random.chance(0.5) ? [value] : { nested: value });
    else if (kind === 5 && random.chance(0.05)) place.set(nested(value, random.between(10, 400)));
    else if (typeof value === 'string') place.set(mutateText(random, value));
    else if (typeof value === 'number') place.set(random.chance(0.5) ? random.pick(numbers) : value * -1.5);
    else if (Array.isArray(value) && value.length > 0) {
      const times = random.chance(0.1) ? random.between(10, 200) : 2;
      const one = random.pick(value);
      for (let n = 0; n < times; n += 1) value.push(structuredClone(one));
    } else if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      put(value, random.chance(0.5) ? random.pick(names) : anyText(random), anyJson(random));
    } else place.set(anyJson(random));
  }
  return result;
}

function nested(value: Json, depth: number): Json {
  let result = value;
  for (let n = 0; n < depth; n += 1) result = n % 2 === 0 ? [result] : { x: result };
  return result;
}

export function mutateBytes(random: Random, sample: Uint8Array): Uint8Array {
  let bytes = Buffer.from(sample);
  for (let change = random.between(1, 6); change > 0; change -= 1) {
    const at = random.between(0, Math.max(0, bytes.length - 1));
    const length = random.between(1, 32);
    switch (random.between(0, 6)) {
      case 0:
        bytes = bytes.subarray(0, at);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + length))]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 3: {
        const number = Buffer.alloc(4);
        number.writeUInt32BE(random.pick([0, 1, 0x7fff_ffff, 0xffff_ffff, 65_535, 1_000_000]));
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          number,
          bytes.subarray(Math.min(bytes.length, at + 4)),
        ]);
        break;
      }
      default: {
        bytes = Buffer.from(bytes);
        if (bytes.length > 0) bytes[at] = random.between(0, 255);
      }
    }
  }
  return bytes;
}
