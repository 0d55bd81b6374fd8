/** What is kept of workflows besides the folder: files, what was added in chats, and what workers read. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { followLibrary } from '../../../core/library/follow.ts';
import type { ChatSource } from '../../../core/library/source.ts';
import { openLibrary } from '../../../core/library.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { mai } from '../../support/jobs.ts';
import { until } from '../../support/until.ts';
import { lacksModel, readingOf } from './readings.ts';

let test_: TestCore;
let folder: string;
beforeAll(async () => {
  test_ = await startTestCore();
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-workflows-'));
});
afterAll(async () => {
  await test_.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;
async function added(space: string, changes: Partial<ChatSource> = {}): Promise<ChatSource> {
  count += 1;
  const file = await test_.core.workflowFiles.keep(`flow-${count}.png`, Buffer.from(`bytes ${count}`));
  return {
    name: `flow-${count}`,
    platform: 'discord',
    space,
    file,
    side: null,
    addedBy: mai,
    addedAt: count,
    ...changes,
  };
}
const scope = (space: string) => ({ platform: 'discord' as const, space });

test('a file is kept once, read back, and taken away when nobody wants it any more', async () => {
  const { workflowFiles: files } = test_.core;
  const file = await files.keep('a.png', Buffer.from('a picture'));
  expect(await files.keep('b.png', Buffer.from('a picture'))).toMatchObject({ id: file.id });
  expect((await files.read(file.id))?.bytes.toString()).toBe('a picture');
  expect(await files.want([file.id, '0'.repeat(32)])).toEqual(['0'.repeat(32)]);
  expect(await files.sweep()).toBe(0);
  await test_.core.redis.zadd('rv:workflows:wanted', 1, file.id);
  expect(await files.sweep()).toBe(1);
  expect(await files.read(file.id)).toBeNull();
  await expect(files.keep('c.mp4', Buffer.alloc(64 * 1024 * 1024 + 1))).rejects.toThrow(
    /at most 67,108,864 are taken/,
  );
});

test('what was added in a server is that server’s, stays while it is there, and adding it again changes nothing', async () => {
  const { addedWorkflows, workflowFiles, redis } = test_.core;
  const source = await added('one');
  expect(await addedWorkflows.add(source)).toBe('added');
  expect(await addedWorkflows.add({ ...source, addedAt: 99 })).toBe('same');
  expect(await addedWorkflows.add({ ...source, side: 'title: Other' })).toBe('changed');
  expect(await addedWorkflows.list(scope('one'))).toMatchObject([
    { name: source.name, side: 'title: Other' },
  ]);
  expect(await addedWorkflows.list(scope('two'))).toEqual([]);
  await redis.zadd('rv:workflows:wanted', 1, source.file.id);
  expect(await workflowFiles.sweep()).toBe(0);
  expect(await addedWorkflows.remove(scope('two'), source.name)).toBe(false);
  expect(await addedWorkflows.remove(scope('one'), source.name)).toBe(true);
  expect(await addedWorkflows.remove(scope('one'), source.name)).toBe(false);
  expect(await workflowFiles.sweep()).toBe(1);
});

test('a hundred workflows are the most, also when they come at the same time', async () => {
  const { addedWorkflows } = test_.core;
  const source = await added('full');
  const all = Array.from({ length: 98 }, (_, index) => ({ ...source, name: `one-${index}` }));
  for (const one of all) await addedWorkflows.add(one);
  const late = await Promise.allSettled(
    ['x', 'y', 'z'].map((name) => addedWorkflows.add({ ...source, name })),
  );
  expect(late.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await addedWorkflows.list(scope('full'))).toHaveLength(100);
  await expect(addedWorkflows.add({ ...source, name: 'Not A Name' })).rejects.toThrow();
  for (const { name } of await addedWorkflows.list(scope('full')))
    await addedWorkflows.remove(scope('full'), name);
});

test('readings of what no backend has any more go, but for the latest', async () => {
  const { readings } = test_.core;
  const file = '1'.repeat(32);
  for (const info of ['a', 'b', 'c', 'd', 'e']) {
    await readings.put(readingOf({ file, info }), [info]);
  }
  expect((await readings.list([file])).get(file)?.sort()).toEqual(['b r1', 'c r1', 'd r1', 'e r1']);
  expect(await readings.get(file, 'e r1')).toEqual(readingOf({ file, info: 'e' }));
  await test_.core.redis.hset(`rv:workflows:readings:${file}`, 'bad r1', 'not packed');
  await expect(readings.get(file, 'bad r1')).resolves.toBeNull();
});

test('a library hears of what is added, what was read and which backends are there', async () => {
  const { core } = test_;
  const following = await followLibrary({
    core,
    allowed: new Set(),
    log: pino({ level: 'silent' }),
    everyMs: 100,
  });
  const library = await openLibrary(folder, following.known);
  const source = await added('here');
  const { name, file } = source;
  expect(library.draft({ name, file, side: null })).toMatchObject({ waiting: true, workflow: null });
  await core.addedWorkflows.add(source);
  await until(() => plain(library.faults(scope('here')).get(name) ?? '').includes('none is here now'));
  expect(library.faults(scope('elsewhere')).size).toBe(0);

  await core.readings.put(readingOf({ file: file.id, info: 'poor', lacks: lacksModel }), []);
  const flow = await until(() => library.get(name, scope('here')));
  expect(flow).toMatchObject({ order: 200, source: { file: file.id, chat: true } });
  expect(library.all()).toEqual([]);
  expect(library.refusal(flow)).toBeNull();

  await core.workers.beat({
    id: 'w',
    host: 'h',
    startedAt: 1,
    backends: [{ name: 'b', reachable: true, standIn: false, jobs: [], lastModels: [], info: 'poor' }],
  });
  await until(() => plain(library.refusal(flow) ?? '').includes('needs a.safetensors in checkpoints'));
  expect(library.about(name, scope('here'))).toMatchObject({
    chat: true,
    added: { by: mai },
    backends: [{ backend: 'b', ready: false }],
  });

  // A name of the folder's is the folder's everywhere.
  const graph = { '6': { class_type: 'Text', inputs: { text: '' } } };
  await writeFile(join(folder, `${name}.json`), JSON.stringify(graph));
  await writeFile(
    join(folder, `${name}.yaml`),
    'title: Mine\ninputs:\n  prompt: { type: text, to: 6.text }\n',
  );
  await library.reload();
  expect(library.get(name, scope('here'))?.title).toBe('Mine');

  await core.readings.put(
    { file: file.id, info: 'poor', reader: 'r2', madeAt: 9, state: 'unreadable', why: 'No.' },
    [],
  );
  await until(() => library.draft({ name, file, side: null }).fault === 'No.');
  await following.close();
});
