import { expect, test } from 'vitest';
import type { MediaStore } from '../../core/media.ts';
import { FileGone, FileTooLarge, type Made } from '../../worker/backend.ts';
import { keepMade, worthKeeping } from '../../worker/keep.ts';
import { testJob } from '../support/jobs.ts';

function memoryStore(): MediaStore & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async put(folder, name, bytes) {
      files.set(`${folder}/${name}`, bytes);
      return `${folder}/${name}`;
    },
    get: async () => null,
    removeFolder: async () => {},
  };
}

const file = (name: string, changes: Partial<Made & { kind: 'file' }> = {}): Made => ({
  kind: 'file',
  node: '1',
  title: 'Saving',
  name,
  animated: false,
  saved: true,
  read: async () => Buffer.from('words'),
  ...changes,
});
const { signal } = new AbortController();
const job = testJob();

test('names are ours: what the server calls a file goes nowhere', async () => {
  const media = memoryStore();
  const made = [file('../../../etc/passwd.txt'), file('a\u0000b".txt'), file(`${'x'.repeat(500)}.txt`)];
  const { outputs } = await keepMade({ job, made, media, signal });
  const short = job.id.slice(-6);
  expect(outputs.map(({ name }) => name)).toEqual([1, 2, 3].map((index) => `picture-${short}-${index}.txt`));
  expect([...media.files.keys()]).toEqual(outputs.map(({ key }) => key));
});

test('a text is kept whole, and its beginning stands in the record', async () => {
  const text = 'word '.repeat(1000);
  const media = memoryStore();
  const { outputs } = await keepMade({
    job,
    made: [{ kind: 'text', node: '1', title: 'T', text }],
    media,
    signal,
  });
  expect(outputs[0]?.text).toHaveLength(1500);
  expect(outputs[0]?.bytes).toBe(5000);
});

test('a file that is too large is named and left; the others are taken', async () => {
  const huge = file('huge.mp4', {
    read: async (largest) => {
      throw new FileTooLarge(`more than ${largest}`);
    },
  });
  const kept = await keepMade({ job, made: [huge, file('a.txt')], media: memoryStore(), signal });
  expect(kept.outputs).toHaveLength(1);
  expect(kept.warnings).toEqual(['A file of "Saving" is larger than 256 MiB and stays at the server.']);
});

test('no more than fifty files are taken, and that is said', async () => {
  const made = Array.from({ length: 53 }, (_, index) => file(`${index}.txt`));
  const kept = await keepMade({ job, made, media: memoryStore(), signal });
  expect(kept.outputs).toHaveLength(50);
  expect(kept.warnings).toEqual(['3 more files stay at the server; at most 50 are taken.']);
});

test('a file that is gone is for the caller to deal with', async () => {
  const gone = file('a.png', {
    read: async () => {
      throw new FileGone('a.png is gone');
    },
  });
  await expect(keepMade({ job, made: [gone], media: memoryStore(), signal })).rejects.toThrow(FileGone);
});

test('previews are worth keeping only when nothing was saved', () => {
  const preview = file('p.png', { saved: false });
  const text: Made = { kind: 'text', node: '2', title: 'T', text: 'x' };
  expect(worthKeeping([text, preview])).toEqual([preview, text]);
  const saved = file('s.png');
  expect(worthKeeping([preview, text, saved])).toEqual([saved, text]);
});
