import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkKey, keyOf, verify } from '../../../core/media/key.ts';

it('whatever a file is called, its key is one of ours', () => {
  const hash = 'ab'.repeat(32);
  const characters = fc.constantFrom('.', '/', '\\', '\0', 'a', 'Z', '9', '\u202e', '\n', 'é', ' ');
  const names = fc.oneof(fc.string(), fc.string({ unit: characters }));
  fc.assert(
    fc.property(names, (name) => {
      const key = keyOf('job-a', hash, name);
      expect(checkKey(key)).toBe(key);
      expect(key.startsWith(`job-a/${hash.slice(0, 32)}`)).toBe(true);
    }),
  );
});

it('a single bit is damage', () => {
  const bytes = Buffer.from('hello');
  const key = keyOf('job-a', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 'a.txt');
  expect(verify(key, bytes)).toBe(bytes);
  fc.assert(
    fc.property(fc.nat(39), (bit) => {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => verify(key, damaged)).toThrow('is damaged');
    }),
  );
});
