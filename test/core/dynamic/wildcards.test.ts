/** Wildcards: files that are lists, found by their names. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWildcards, watchWildcards } from '../../../core/dynamic/wildcards.ts';
import { createLog } from '../../../core/log.ts';
import { until } from '../../support/until.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-wildcards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const texts = (options: readonly { parts: unknown[] }[] | null) =>
  options?.map(({ parts }) => parts.join(''));

it('are lines of files, in folders too, with notes, weights and any line ends', async () => {
  await put('season.txt', '\ufeff# notes\r\nspring\r\n\r\n  summer  \r\n3::autumn\r\n');
  await put('Light/Warm.txt', 'candles\nsun');
  await put('light/cold.txt', 'moon');
  await put('light/deep/er.txt', 'abyss');
  await put('picture.png', 'no list');
  const wildcards = await openWildcards(folder);
  expect(wildcards.names()).toEqual(['light/cold', 'light/deep/er', 'light/warm', 'season']);
  expect(texts(wildcards.values('season'))).toEqual(['spring', 'summer', 'autumn']);
  expect(wildcards.values('season')?.map(({ weight }) => weight)).toEqual([1, 1, 3]);
  expect(texts(wildcards.values('LIGHT/warm'))).toEqual(['candles', 'sun']);
  expect(texts(wildcards.values('light/*'))).toEqual(['moon', 'candles', 'sun']);
  expect(texts(wildcards.values('light/**'))).toEqual(['moon', 'abyss', 'candles', 'sun']);
  expect(wildcards.values('warm')).toBeNull();
  expect(wildcards.closest('warm')[0]).toBe('light/warm');
  expect(wildcards.closest('seasons')[0]).toBe('season');
  expect(wildcards.values('../season')).toBeNull();
});

it('say which line cannot be read, and leave out files that are too large', async () => {
  await put('broken.txt', 'fine\n{a|b');
  await put('huge.txt', 'x\n'.repeat(1_100_000));
  const wildcards = await openWildcards(folder);
  expect(() => wildcards.values('broken')).toThrow('The wildcard __broken__ has a line that cannot be read.');
  expect(wildcards.names()).toEqual(['broken']);
  expect(wildcards.faults().get('huge')).toContain('at most 2000000 are read');
});

it('are none where there is no folder, and count as soon as they are there', async () => {
  expect((await openWildcards(join(folder, 'nowhere'))).names()).toEqual([]);
  const wildcards = await openWildcards(folder);
  const watching = await watchWildcards({ folder, wildcards, log: createLog('test', 'silent') });
  try {
    await put('new/list.txt', 'one');
    await until(() => texts(wildcards.values('new/list'))?.[0] === 'one');
    await put('new/list.txt', 'two');
    await until(() => texts(wildcards.values('new/list'))?.[0] === 'two');
  } finally {
    await watching.close();
  }
});
