/** What a render made, as it stands in a Discord post: through discord.js, against the stand-in and its limits. */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Card } from '../../../core/card.ts';
import type { Output } from '../../../core/output.ts';
import { filesOf, picturesOf, textOf } from '../../support/post.ts';
import { type Scene, startScene } from './scene.ts';

let nonces = 0;
const first = () => {
  nonces += 1;
  return { nonce: `j-outputs-${nonces}`, since: null };
};

function kept(
  scene: Scene,
  name: string,
  mediaType: string,
  bytes: Buffer,
  more: Partial<Output> = {},
): Output {
  const key = `job-1/${name}`;
  scene.files.set(key, bytes);
  return { key, name, kind: 'image', mediaType, bytes: bytes.length, ...more };
}

const card = (...outputs: Output[]): Card => ({
  tone: 'good',
  summary: 'Done',
  elements: [
    {
      type: 'media',
      items: outputs.map((output) => ({ file: { from: 'store', output }, alt: output.name })),
    },
  ],
});

async function posted(scene: Scene, shown: Card) {
  const post = await scene.chat.create(scene.place, shown, first());
  const message = scene.discord.state.message(post.message);
  if (!message) throw new Error('no message');
  return { post, message };
}

const named = (url: string) =>
  new URL(url).pathname
    .split('/')
    .at(-1)
    ?.replace(/-[0-9a-f]{8}(?=\.)/, '');

test('a picture’s own bytes go up untouched, with what stands in them', async () => {
  const scene = await startScene();
  const png = await sharp({ create: { width: 30, height: 20, channels: 4, background: '#36912480' } })
    .png()
    .withExif({ IFD0: { Model: 'prompt:{"1":{}}' } })
    .toBuffer();
  const { message } = await posted(scene, card(kept(scene, 'a.png', 'image/png', png)));
  const answer = await fetch(picturesOf(message)[0]?.url ?? '');
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
});

test('what Discord does not draw is shown by its preview; the original hangs beside it', async () => {
  const scene = await startScene();
  const preview = kept(scene, 'depth-preview.jpg', 'image/jpeg', Buffer.from('jpeg'));
  const { kind: _kind, ...file } = preview;
  const exr = kept(scene, 'depth.exr', 'image/x-exr', Buffer.from('exr'), {
    kind: 'file',
    preview: { ...file, because: 'form' },
  });
  const { post, message } = await posted(scene, card(exr));
  expect(picturesOf(message).map(({ url }) => named(url))).toEqual(['depth-preview.jpg']);
  expect(filesOf(message).map(named)).toEqual(['depth.exr']);
  // An edit keeps both without sending them again.
  scene.files.clear();
  await scene.chat.edit(post, card(exr), 'final');
  const after = scene.discord.state.message(post.message);
  expect(after && filesOf(after).map(named)).toEqual(['depth.exr']);
});

test('a film over the server’s limit is shown by its smaller copy, one without by its poster; the post says where the film is', async () => {
  const scene = await startScene();
  const large = Buffer.alloc(10.5 * 1024 * 1024);
  const standIn = (name: string, mediaType: string) => {
    const { kind: _kind, ...file } = kept(scene, name, mediaType, randomBytes(50));
    return file;
  };
  const film = kept(scene, 'film.mp4', 'video/mp4', large, {
    kind: 'video',
    preview: { ...standIn('film-preview.mp4', 'video/mp4'), because: 'size' },
    poster: standIn('film-poster.jpg', 'image/jpeg'),
  });
  const { message } = await posted(scene, card(film));
  expect(picturesOf(message).map(({ url }) => named(url))).toEqual(['film-preview.mp4']);
  expect(textOf(message)).toContain('film.mp4 (11 MB), which is too large to be sent here');
  expect(textOf(message)).toContain('finds it under job-1.');
  const { preview: _preview, ...without } = film;
  const other = await posted(scene, card(without));
  expect(picturesOf(other.message).map(({ url }) => named(url))).toEqual(['film-poster.jpg']);
});

test('a still over the limit is made smaller, and the post says so, after an edit as well', async () => {
  const scene = await startScene();
  const noise = await sharp(randomBytes(2000 * 2000 * 3), { raw: { width: 2000, height: 2000, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const shown = card(kept(scene, 'big.png', 'image/png', noise));
  const { post, message } = await posted(scene, shown);
  expect(picturesOf(message).map(({ url }) => named(url))).toEqual(['big.webp']);
  expect(textOf(message)).toContain('big.png (11 MB), which is too large to be sent here');
  await scene.chat.edit(post, shown, 'final');
  const after = scene.discord.state.message(post.message);
  expect(after && textOf(after)).toContain('It is kept: whoever runs this bot finds it under job-1.');
});

test('twelve pictures: ten in the post, two in the next; neither is posted twice', async () => {
  const scene = await startScene();
  const outputs = Array.from({ length: 12 }, (_, index) =>
    kept(scene, `p${index + 1}.png`, 'image/png', randomBytes(20)),
  );
  const [main, ...rest] = scene.chat.spread(card(...outputs), scene.place);
  const { post, message } = await posted(scene, main);
  expect(picturesOf(message)).toHaveLength(10);
  expect(textOf(message)).toContain('2 of 12 files are in the posts that follow.');
  const place = scene.chat.below(post);
  const more = { nonce: 'm0-twelve', since: Date.now() };
  const made = await scene.chat.create(place, rest[0] as Card, more);
  const again = await scene.chat.create(place, rest[0] as Card, more);
  expect(again.message).toBe(made.message);
  expect(scene.discord.state.messages(scene.general)).toHaveLength(2);
  const below = scene.discord.state.message(made.message);
  expect(below && picturesOf(below).map(({ url }) => named(url))).toEqual(['p11.png', 'p12.png']);
});
