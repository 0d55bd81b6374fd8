/** Files are read in a thread of their own: whatever a file does to it, an answer comes, and the next file is read. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { createReader, type Reader, type ReaderOptions } from '../../../worker/workflows/reader.ts';
import type { Outcome } from '../../../worker/workflows/reading.ts';
import { folder } from './support.ts';

const open: Reader[] = [];
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close();
});
function readerWith(options: ReaderOptions = {}): Reader {
  const reader = createReader(options);
  open.push(reader);
  return reader;
}
/** A thread that learns, and then does this for each file. */
const threadThat = (does: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', (asked) => {
         if (asked.do === 'learn') parentPort.postMessage({ info: 'i' });
         else { ${does} }
       });`,
    )}`,
  );
const inventory = readFileSync(join(folder, 'object-info.json'));
const file = (path: string) => ({ name: path, bytes: readFileSync(join(folder, path)) });
/** Why it could not be read, in English. */
const whyNot = (outcome: Outcome) => (outcome.state === 'unreadable' ? plain(outcome.why) : outcome.state);

test('what is a workflow is read, what is none says why, and the thread is started again after it was let go', async () => {
  const reader = readerWith({ idleMs: 1 });
  const info = await reader.learn(inventory);
  expect(await reader.learn(inventory)).toBe(info);
  const read = await reader.read(file('pairs/txt2img.ui.json'), info);
  expect(read).toMatchObject({ state: 'read', form: 'editor format', exact: false, problems: [] });
  expect(whyNot(await reader.read({ name: 'x.png', bytes: Buffer.from('no picture') }, info))).toMatch(
    /^x\.png: This is no workflow/,
  );
  await expect(reader.learn(Buffer.from('no inventory'))).rejects.toThrow();
  await expect(reader.read({ name: 'x', bytes: Buffer.from('{}') }, 'never learnt')).rejects.toThrow(
    /never learnt/,
  );
});

test.each([
  ['for ever', 'for (;;);', /^f cannot be read: it takes longer than 0\.3 s/],
  ['the end of its thread', 'process.exit(1);', /^f cannot be read: it ended the thread that reads/],
  ['an error', 'throw new Error("odd");', /^f cannot be read: odd/],
])('a file that takes %s is unreadable, and the next one is tried', async (_, does, why) => {
  const reader = readerWith({ thread: threadThat(does), patienceMs: 300 });
  const info = await reader.learn(inventory);
  const given = { name: 'f', bytes: Buffer.from('{}') };
  expect(whyNot(await reader.read(given, info))).toMatch(why);
  expect(whyNot(await reader.read(given, info))).toMatch(why);
});
