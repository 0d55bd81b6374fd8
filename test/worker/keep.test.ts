import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sheet } from '../../core/job.ts';
import { openFolder } from '../../core/media/folder.ts';
import type { OpenStore } from '../../core/media.ts';
import { FileGone, FileRefused, FileTooLarge, type Made } from '../../worker/backend.ts';
import { keepMade, worthKeeping } from '../../worker/keep.ts';
import { linesOf } from '../support/failure.ts';
import { testJob } from '../support/jobs.ts';

let root: string;
let media: OpenStore;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rendezvous-keep-'));
  media = openFolder(root);
});
afterAll(() => rm(root, { recursive: true }));

const failing = (error: Error): Partial<Made & { kind: 'file' }> => ({
  // biome-ignore lint/correctness/useYield: it fails before its first piece
  async *read() {
    throw error;
  },
});
const file = (name: string, changes: Partial<Made & { kind: 'file' }> = {}): Made => ({
  kind: 'file',
  node: '1',
  title: 'Saving',
  name,
  animated: false,
  saved: true,
  async *read() {
    yield Buffer.from('wo');
    yield Buffer.from(`rds of ${Buffer.from(name).toString('hex')}`);
  },
  ...changes,
});
const rest = {
  ffmpeg: null,
  log: pino({ level: 'silent' }),
  signal: new AbortController().signal,
};
const job = testJob();

test('names are ours: what the server calls a file goes nowhere', async () => {
  const made = [file('../../../etc/passwd.txt'), file('a\u0000b".txt'), file(`${'x'.repeat(500)}.txt`)];
  const { outputs } = await keepMade({ job, made, media, ...rest });
  const short = job.id.slice(-6);
  expect(outputs.map(({ name }) => name)).toEqual([1, 2, 3].map((index) => `picture-${short}-${index}.txt`));
  for (const { key } of outputs) expect(key).toMatch(new RegExp(`^${job.id}/[0-9a-f]{32}\\.txt$`));
  expect(await readdir(join(root, '.incoming'))).toEqual([]);
});

test('a text is kept whole, and its beginning stands in the record', async () => {
  const text = 'word '.repeat(1000);
  const { outputs } = await keepMade({
    job,
    made: [{ kind: 'text', node: '1', title: 'T', text }],
    media,
    ...rest,
  });
  expect(outputs[0]?.text).toHaveLength(1500);
  expect(outputs[0]?.bytes).toBe(5000);
});

test('a file that is too large is named and left; the others are taken', async () => {
  const huge = file('huge.mp4', failing(new FileTooLarge('more than that')));
  const kept = await keepMade({ job, made: [huge, file('a.txt')], media, ...rest });
  expect(kept.outputs).toHaveLength(1);
  expect(linesOf(kept.warnings)).toEqual([
    'A file of "Saving" is larger than 512 MiB and stays at the server.',
  ]);
});

test('a file that was refused is named with the reason; the others are taken', async () => {
  const refused = file('../a.png', failing(new FileRefused('its name leads out')));
  const kept = await keepMade({ job, made: [refused, file('a.txt')], media, ...rest });
  expect(kept.outputs).toHaveLength(1);
  expect(linesOf(kept.warnings)).toEqual(['A file of "Saving" was not fetched: its name leads out.']);
});

test('no more than fifty files are taken, and that is said', async () => {
  const made = Array.from({ length: 53 }, (_, index) => file(`${index}.txt`));
  const kept = await keepMade({ job, made, media, ...rest });
  expect(kept.outputs).toHaveLength(50);
  expect(linesOf(kept.warnings)).toEqual(['3 more files stay at the server; at most 50 are taken.']);
});

test('a file that is gone is for the caller to deal with', async () => {
  const gone = file('a.png', failing(new FileGone('a.png is gone')));
  await expect(keepMade({ job, made: [gone], media, ...rest })).rejects.toThrow(FileGone);
});

test('previews are worth keeping only when nothing was saved', () => {
  const preview = file('p.png', { saved: false });
  const text: Made = { kind: 'text', node: '2', title: 'T', text: 'x' };
  expect(worthKeeping([text, preview])).toEqual([preview, text]);
  const saved = file('s.png');
  expect(worthKeeping([preview, text, saved])).toEqual([saved, text]);
});

const drawn = (name: string, colour: string, changes: Partial<Made & { kind: 'file' }> = {}): Made =>
  file(name, {
    async *read() {
      yield await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
        .png()
        .toBuffer();
    },
    ...changes,
  });

test('a batch of pictures is put on one sheet as well', async () => {
  const made = ['#a00', '#0a0', '#00a', '#aa0'].map((colour, index) => drawn(`${index}.png`, colour));
  const { outputs, grids } = await keepMade({ job, made, media, ...rest });
  const { grid } = grids;
  expect(grids.moreGrids).toBeUndefined();
  expect(outputs).toHaveLength(4);
  expect(grid).toMatchObject({ name: `picture-${job.id.slice(-6)}-grid.jpg`, mediaType: 'image/jpeg' });
  const kept = await sharp((await media.get(grid?.key ?? '')) ?? Buffer.alloc(0)).metadata();
  expect(kept).toMatchObject({ format: 'jpeg', width: grid?.width, height: grid?.height });
});

test('more pictures than one sheet holds are put on several, and counted on', async () => {
  const colours = ['#a00', '#0a0', '#00a', '#aa0', '#0aa'];
  const made = Array.from({ length: 18 }, (_, index) => drawn(`${index}.png`, colours[index % 5] ?? '#a00'));
  const { outputs, grids } = await keepMade({ job, made, media, ...rest });
  expect(outputs).toHaveLength(18);
  const [name, second] = [grids.grid?.name, grids.moreGrids?.[0]?.name];
  expect([name, second]).toEqual([
    expect.stringMatching(/-grid\.jpg$/),
    expect.stringMatching(/-grid-2\.jpg$/),
  ]);
  expect(grids.moreGrids).toHaveLength(1);
  const sizeOf = async (sheet: Sheet | undefined) =>
    sharp((await media.get(sheet?.key ?? '')) ?? Buffer.alloc(0)).metadata();
  const [first, next] = [await sizeOf(grids.grid), await sizeOf(grids.moreGrids?.[0])];
  // Twelve, and six.
  expect((first.width ?? 0) * (first.height ?? 0)).toBeGreaterThan((next.width ?? 0) * (next.height ?? 0));
  expect(grids.grid?.key).not.toBe(grids.moreGrids?.[0]?.key);
});

test('one picture, or several results with names of their own, are on no sheet', async () => {
  const one = await keepMade({ job, made: [drawn('a.png', '#a00')], media, ...rest });
  expect(one.grids).toEqual({});
  const made = [
    drawn('a.png', '#a00', { title: 'Depth' }),
    drawn('b.png', '#0a0', { node: '2', title: 'Normals' }),
  ];
  const two = await keepMade({ job, made, media, ...rest });
  expect(two.outputs.map(({ label }) => label)).toEqual(['Depth', 'Normals']);
  expect(two.grids).toEqual({});
});
