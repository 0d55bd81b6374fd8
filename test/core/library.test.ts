/** Workflow files: what is taken, and what is said of those that cannot be used. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../core/card.ts';
import { openLibrary } from '../../core/library.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-workflows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const graph = { '6': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['4', 1] } } };
const put = (name: string, json: unknown, yaml?: string) =>
  Promise.all([
    writeFile(join(folder, `${name}.json`), typeof json === 'string' ? json : JSON.stringify(json)),
    ...(yaml === undefined ? [] : [writeFile(join(folder, `${name}.yaml`), yaml)]),
  ]);
const side = (to: string) => `title: T\ninputs:\n  prompt: { type: text, to: ${to} }\n`;

describe('the library', () => {
  it('reads workflows in their order, and a change makes a new version', async () => {
    await put('b', graph, `order: 2\n${side('6.text')}`);
    await put('a', graph, `order: 5\n${side('6.text')}`);
    const library = await openLibrary(folder);
    expect(library.all().map(({ name }) => name)).toEqual(['b', 'a']);
    const before = library.get('a')?.version;
    await put('a', graph, `order: 1\n${side('6.text')}`);
    await library.reload();
    expect(library.all().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(library.get('a')?.version).not.toBe(before);
  });

  it('reads what a side file says about its workflow', async () => {
    const about = {
      tags: ['pictures', 'fast'],
      cover: 'told.webp',
      cost: 0.5,
      licence: { text: 'For any purpose.', url: 'https://example.com/licence' },
      models: [{ file: 'm.safetensors', folder: 'checkpoints', bytes: 7, from: 'https://example.com/m' }],
      packs: [{ name: 'Pack', url: 'https://example.com/pack' }],
    };
    await put('told', graph, JSON.stringify({ title: 'T', inputs: {}, ...about }));
    const library = await openLibrary(folder);
    expect(library.get('told')).toMatchObject(about);
  });

  it.each([
    ['broken', '{"6": ', side('6.text'), /^broken\.json is not valid JSON/],
    [
      'editor',
      { nodes: [], links: [] },
      side('6.text'),
      /^editor\.json has to be read by a worker, and none/,
    ],
    ['alone', graph, undefined, /^alone\.json has to be read by a worker/],
    ['nowhere', graph, side('9.text'), /goes to "9\.text", but the graph has no node 9/],
    ['nofield', graph, side('6.txt'), /node 6 \(CLIPTextEncode\) has no input txt/],
    ['linked', graph, side('6.clip'), /which is linked to another node/],
    ['badside', graph, 'title: T\ninputs:\n  prompt: { type: words, to: 6.text }\n', /Invalid/],
    ['badcover', graph, `cover: ../secret.png\n${side('6.text')}`, /must be a file name without a folder/],
    ['badtarget', graph, side('text'), /must be "<node id>\.<input name>"/],
  ])('says why %s cannot be used, and the others work on', async (name, json, yaml, reason) => {
    await put('good', graph, side('6.text'));
    await put(name, json, yaml);
    const library = await openLibrary(folder);
    expect(plain(library.faults().get(name) ?? '')).toMatch(reason);
    expect(library.get(name)).toBeUndefined();
    expect(library.get('good')?.title).toBe('T');
    await rm(join(folder, `${name}.json`));
  });
});
