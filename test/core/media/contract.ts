/** What every media store keeps to, wherever it keeps its files. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DamagedFile } from '../../../core/media/trouble.ts';
import type { OpenStore } from '../../../core/media.ts';

export interface StoreUnderTest {
  store: OpenStore;
  /** Where its drafts are written. */
  drafts: string;
  /** Writes over what is kept, behind the store's back. */
  overwrite(key: string, bytes: Uint8Array): Promise<void>;
  /** Every key it holds. */
  keys(): Promise<string[]>;
}

async function* pieces(count: number, size: number, fail = false): AsyncIterable<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield new Uint8Array(size).fill(n);
  if (fail) throw new Error('the sender went away');
}

export function keepsToTheContract(given: () => StoreUnderTest): void {
  it('gives back what was put, under a key that is the hash of the bytes', async () => {
    const { store } = given();
    const bytes = randomBytes(70_000);
    const key = await store.put('job-a', 'Fox in snow.PNG', bytes);
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(key).toBe(`job-a/${hash.slice(0, 32)}.png`);
    expect(await store.get(key)).toEqual(bytes);
  });

  it.each([0, 1, 100_000])('keeps %i bytes', async (size) => {
    const { store } = given();
    const bytes = randomBytes(size);
    const key = await store.put('job-any', 'a', bytes);
    expect(key).toMatch(/^job-any\/[0-9a-f]{32}$/);
    expect(Buffer.compare((await store.get(key)) ?? Buffer.of(1), bytes)).toBe(0);
  });

  it('keeps the same bytes once, however often they are put', async () => {
    const { store, keys } = given();
    const putting = Array.from({ length: 5 }, () => store.put('job-once', 'a.txt', Buffer.from('same')));
    const [key] = await Promise.all(putting);
    expect((await keys()).filter((one) => one.startsWith('job-once/'))).toEqual([key]);
  });

  it('takes a file piece by piece, and lets it be looked at before it is kept', async () => {
    const { store, drafts } = given();
    const draft = await store.draft(pieces(50, 64 * 1024));
    expect(draft.bytes).toBe(50 * 64 * 1024);
    expect(await readdir(drafts)).toHaveLength(1);
    const key = await store.keep(draft, 'job-pieces', 'a.mp4');
    await draft.discard();
    expect(await readdir(drafts)).toEqual([]);
    const kept = await store.get(key);
    expect(kept?.length).toBe(draft.bytes);
    expect(kept?.at(-1)).toBe(49);
  });

  it('leaves nothing behind of a file that did not come whole, or was discarded', async () => {
    const { store, drafts, keys } = given();
    await expect(store.draft(pieces(3, 1000, true))).rejects.toThrow('the sender went away');
    const draft = await store.draft(pieces(1, 10));
    await draft.discard();
    await draft.discard();
    expect(await readdir(drafts)).toEqual([]);
    expect((await keys()).filter((key) => key.includes('.part'))).toEqual([]);
  });

  it('tells a file that was damaged', async () => {
    const { store, overwrite } = given();
    const key = await store.put('job-damage', 'a.txt', Buffer.from('as it was'));
    await overwrite(key, Buffer.from('as it wos'));
    await expect(store.get(key)).rejects.toThrow(DamagedFile);
    await overwrite(key, Buffer.from('as it'));
    await expect(store.get(key)).rejects.toThrow(`${key} is damaged in the media store`);
    // Putting it again mends it.
    await store.put('job-damage', 'a.txt', Buffer.from('as it was'));
    expect(String(await store.get(key))).toBe('as it was');
  });

  it('has nothing under a key that was never given', async () => {
    expect(await given().store.get(`job-none/${'0'.repeat(32)}.png`)).toBeNull();
  });

  it('removes a folder with all that is in it, and nothing beside it', async () => {
    const { store, keys } = given();
    const put = (folder: string, text: string) => store.put(folder, 'a.txt', Buffer.from(text));
    await Promise.all(Array.from({ length: 12 }, (_, n) => put('job-r', `text ${n}`)));
    const beside = await Promise.all([put('job-r2', 'x'), put('job-r-3', 'x')]);
    await store.removeFolder('job-r');
    await store.removeFolder('job-r');
    const left = (await keys()).filter((key) => key.startsWith('job-r'));
    expect(left.sort()).toEqual(beside.sort());
  });

  it.each([
    '../x',
    '/etc',
    'a/../../b',
    'a/b',
    '',
    '.',
    '..',
    'A',
    'a\0',
    'a\n',
    '.incoming',
    'x'.repeat(101),
    'é',
  ])('refuses the folder %j', async (folder) => {
    const { store } = given();
    await expect(store.put(folder, 'a.png', new Uint8Array(1))).rejects.toThrow('no folder of ours');
    await expect(store.removeFolder(folder)).rejects.toThrow('no folder of ours');
  });

  it.each([
    '',
    '../../etc/passwd',
    'job-a/../../x',
    'job-a/x.png',
    `/${'0'.repeat(32)}`,
    `a/${'0'.repeat(32)}/`,
  ])('refuses the key %j', async (key) => {
    await expect(given().store.get(key)).rejects.toThrow('no key of ours');
  });

  it('lists its folders, and says once and for all whose it is', async () => {
    const { store } = given();
    await store.put('job-listed', 'a.txt', Buffer.from('x'));
    expect(await store.claim('one')).toBe('one');
    expect(await store.claim('another')).toBe('one');
    const folders = await Array.fromAsync(store.folders());
    expect(folders).toContain('job-listed');
    expect(folders.filter((folder) => folder.includes('.'))).toEqual([]);
    expect(new Set(folders).size).toBe(folders.length);
  });

  it('tidies up what a process that died has left, and nothing that is on its way', async () => {
    const { store, drafts } = given();
    const old = await store.draft(pieces(1, 10));
    const young = await store.draft(pieces(1, 10));
    await utimes(old.path, new Date(0), new Date(0));
    await store.tidy(Date.now() - 60_000);
    expect((await readdir(drafts)).map((name) => join(drafts, name))).toEqual([young.path]);
    await young.discard();
  });

  it('says that a file can be kept', async () => {
    expect(await given().store.available()).toBe(true);
  });
}
