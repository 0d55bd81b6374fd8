/** Any character there is, lone surrogates aside. As fast-check's own `binary`, which takes more than a second to prepare. */
import fc from 'fast-check';

const surrogates = { from: 0xd800, count: 0x800 };

export const anyChar = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.count })
  .map((code) => String.fromCodePoint(code < surrogates.from ? code : code + surrogates.count));
