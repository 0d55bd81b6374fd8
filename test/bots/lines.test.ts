/** Many fields in one: what is written as lines is read back as it was. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineOf, readLines } from '../../bots/lines.ts';

it('reads a value a line, with or without quotes, and the lines that go on', () => {
  const text = 'frames=49\nstyle = "pencil, soft"\nlyrics=one\ntwo three\nsteps=';
  expect([...readLines(text)]).toEqual([
    ['frames', '49'],
    ['style', 'pencil, soft'],
    ['lyrics', 'one\ntwo three'],
    ['steps', ''],
  ]);
  expect([...readLines('nonsense\nframes=1\r\nframes=2')]).toEqual([
    ['nonsense', ''],
    ['frames', '2'],
  ]);
});

it('leaves out what would be read back as something else', () => {
  expect(lineOf('lyrics', 'one\nsteps=4')).toBeNull();
  expect(lineOf('style', '"quoted"')).toBe('style=""quoted""');
});

it('reads back whatever it writes, of several at once', () => {
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', "'", '“', '\n', '=', ' ', 'a') }),
  );
  fc.assert(
    fc.property(value, value, (one, two) => {
      const lines = [lineOf('one', one), lineOf('two', two)];
      const read = readLines(lines.filter((line) => line !== null).join('\n'));
      const asWritten = (text: string) => text.replace(/\r\n?/g, '\n');
      if (lines[0] !== null) expect(read.get('one')).toBe(asWritten(one));
      if (lines[1] !== null) expect(read.get('two')).toBe(asWritten(two));
    }),
  );
});
