/** A file that a job is made of: what somebody attached, or what another job made, for as long as it is there. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newJobId } from '../../core/ids.ts';
import { findMaterial } from '../../core/made-of.ts';
import type { Output } from '../../core/output.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, testJob } from '../support/jobs.ts';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

const output = (key: string, changes: Partial<Output> = {}): Output => ({
  key,
  name: 'a.png',
  kind: 'image',
  mediaType: 'image/png',
  bytes: 1,
  ...changes,
});
const keyIn = (id: string, letter: string, extension = '.png') => `${id}/${letter.repeat(32)}${extension}`;

it('is what somebody attached', async () => {
  const bytes = Buffer.from('a');
  const { key } = await test.core.attachments.keep(mai, {
    kind: 'image',
    bytes,
    extension: '.png',
    mediaType: 'image/png',
  });
  expect(await findMaterial(test.core, key)).toMatchObject({ mediaType: 'image/png' });
});

it('is a picture that another job made, and of one that no workflow loads what was made of it', async () => {
  const id = newJobId();
  const preview = {
    key: keyIn(id, 'c'),
    name: 'b.png',
    mediaType: 'image/png',
    bytes: 1,
    because: 'form',
  } as const;
  const exr = output(keyIn(id, 'b', '.exr'), { kind: 'file', mediaType: 'image/x-exr', preview });
  await test.core.jobs.create(testJob({ id, state: 'done', outputs: [output(keyIn(id, 'a')), exr] }));
  expect(await findMaterial(test.core, keyIn(id, 'a'))).toEqual({ mediaType: 'image/png', by: id });
  expect(await findMaterial(test.core, keyIn(id, 'c'))).toEqual({ mediaType: 'image/png', by: id });
  expect(await findMaterial(test.core, exr.key)).toBeNull();
  expect(await findMaterial(test.core, keyIn(id, 'd'))).toBeNull();
});

it('is nothing once that job was deleted, or its files were swept', async () => {
  for (const gone of [{ deletedAt: 1 }, { sweptAt: 1 }]) {
    const id = newJobId();
    await test.core.jobs.create(testJob({ id, state: 'done', outputs: [output(keyIn(id, 'a'))], ...gone }));
    expect(await findMaterial(test.core, keyIn(id, 'a'))).toBeNull();
  }
  expect(await findMaterial(test.core, keyIn(newJobId(), 'a'))).toBeNull();
  expect(await findMaterial(test.core, 'nonsense')).toBeNull();
});
