/** What is kept of a file that was read: its files are attached, and what names somebody else's is seen. */

import { expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { readingSchema } from '../../../core/library/reading.ts';
import { readForLibrary } from '../../../worker/workflows/reading.ts';
import { definitions, graphs } from './support.ts';

const read = (graph: unknown) => {
  const outcome = readForLibrary('f.json', Buffer.from(JSON.stringify(graph)), definitions);
  const reading = readingSchema.parse({ ...outcome, file: 'f', info: 'i', reader: 'r', madeAt: 1 });
  if (reading.state !== 'read') throw new Error(plain(reading.why));
  return reading;
};

test.each([...graphs])('%s can be kept and read back', (_, graph) => {
  expect(read(graph).graph).toEqual(graph);
});

test('what a workflow starts from is to be attached', () => {
  const { inputs, reasons, refusals } = read(graphs.get('img2img'));
  expect(inputs.image).toMatchObject({ type: 'image', required: true });
  expect(plain(reasons.find(({ input }) => input === 'image')?.because ?? '')).toMatch(/names a file/);
  expect(refusals).toEqual([]);
});

test.each([
  ['LoadLatent', 'latent', 'theirs.latent'],
  ['SomeLoader', 'picture', 'theirs.png'],
  ['SomeLoader', 'file', 'theirs.png [input]'],
])('a file that %s names and that cannot be attached is seen', (class_type, input, value) => {
  const graph = {
    '1': { class_type, inputs: { [input]: value } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'a.png' } },
  };
  expect(read(graph).refusals.map(({ node }) => node)).toContain('1');
  expect(read(graph).refusals.map(({ node }) => node)).not.toContain('2');
});
