/** The folder of the workflows is followed while the bots run. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { plain } from '../../core/card.ts';
import { openLibrary } from '../../core/library.ts';
import { watchLibrary } from '../../core/watch-library.ts';
import { until } from '../support/until.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const graph = { '6': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['4', 1] } } };
const side = (title: string) => `title: ${title}\ninputs:\n  prompt: { type: text, to: 6.text }\n`;

async function watched() {
  const folder = await mkdtemp(join(tmpdir(), 'rendezvous-watched-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const put = async (name: string, title: string) => {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(graph));
    await writeFile(join(folder, `${name}.yaml`), side(title));
  };
  await put('first', 'First');
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => said.push(JSON.parse(line).msg) });
  const library = await openLibrary(folder);
  const watching = await watchLibrary({ folder, library, log });
  closing.push(watching.close);
  return { folder, library, put, said };
}

test('a workflow that is added, changed and removed counts at once', async () => {
  const { folder, library, put, said } = await watched();
  await put('second', 'Second');
  await until(() => library.get('second') !== undefined);
  await put('second', 'Renamed');
  await until(() => library.get('second')?.title === 'Renamed');
  await rm(join(folder, 'second.json'));
  await until(() => library.get('second') === undefined);
  expect(library.get('first')?.title).toBe('First');
  // On a slow machine the two files of a workflow may be read one by one, which says a little more.
  const last = ['workflow second was added', 'workflow second was changed', 'workflow second was removed'];
  await until(() => said.includes('workflow second was removed'));
  expect(said.filter((line) => last.includes(line))).toEqual(last);
});

test('a file that is broken while it is used says why, and comes back when it is mended', async () => {
  const { folder, library, put } = await watched();
  await writeFile(join(folder, 'first.json'), '{"6": ');
  await until(() => library.faults().has('first'));
  expect(plain(library.faults().get('first') ?? '')).toMatch(/not valid JSON/);
  await put('first', 'Mended');
  await until(() => library.get('first')?.title === 'Mended');
});

test('a folder that is gone for a moment takes no workflow away', async () => {
  const { folder, library, said } = await watched();
  await rm(folder, { recursive: true });
  await until(() => said.includes('the workflows could not be read; those that were read before stay'));
  expect(library.get('first')?.title).toBe('First');
});
