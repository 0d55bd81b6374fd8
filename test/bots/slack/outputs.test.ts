/** What a render made, as it stands on Slack: through Slack's own SDK, against the stand-in. */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card } from '../../../core/card.ts';
import type { Output } from '../../../core/output.ts';
import type { Place, PostRef } from '../../../core/people.ts';
import {
  blocksOf,
  type botMessages,
  channelOf,
  memoryMedia,
  startTeam,
  type Team,
  wordsOf,
} from './support.ts';

const media = memoryMedia();
let team: Team;
let place: Place;
let png: Buffer;
beforeAll(async () => {
  team = await startTeam({ media, handlers: { handle: async () => {}, suggest: async () => [] } });
  place = { platform: 'slack', space: team.slack.teamId, channel: channelOf(team, 'general') };
  png = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
});
afterAll(() => team?.close());

let nonces = 0;
const first = () => {
  nonces += 1;
  return { nonce: `j-outputs-${nonces}`, since: null };
};

function kept(name: string, mediaType: string, bytes: Buffer, more: Partial<Output> = {}): Output {
  const key = `job-1/${name}`;
  media.files.set(key, bytes);
  return { key, name, kind: 'image', mediaType, bytes: bytes.length, ...more };
}

function standIn(name: string, mediaType: string, bytes: Buffer) {
  const { kind: _kind, ...file } = kept(name, mediaType, bytes);
  return file;
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

const message = (post: PostRef) =>
  team.slack.state.rendered(post.message) as ReturnType<typeof botMessages>[number];
const images = (post: PostRef) => blocksOf(message(post)).filter(({ type }) => type === 'image');
/** Names of the files in the thread of a post. */
const inThread = (post: PostRef) =>
  Object.keys(post.files ?? {})
    .filter((name) => name.startsWith('thread/'))
    .map((name) => name.replace(/^thread\//, '').replace(/-[0-9a-f]{8}(?=\.)/, ''));

test('a film has its poster in the post and plays in the thread', async () => {
  const film = kept('film.mp4', 'video/mp4', randomBytes(300), {
    kind: 'video',
    poster: standIn('film-poster.png', 'image/png', png),
  });
  const post = await team.chat.create(place, card(film), first());
  expect(images(post)).toMatchObject([{ alt_text: 'film.mp4' }]);
  expect(inThread(post)).toEqual(['film.mp4']);
  expect(wordsOf(message(post))).toContain('film.mp4 is in the thread of this post.');
});

test('a film that plays nowhere comes with the copy that does', async () => {
  const film = kept('film.mkv', 'video/matroska', randomBytes(300), {
    kind: 'video',
    preview: { ...standIn('film-preview.mp4', 'video/mp4', randomBytes(200)), because: 'form' },
    poster: standIn('film-poster.png', 'image/png', png),
  });
  const post = await team.chat.create(place, card(film), first());
  expect(inThread(post)).toEqual(['film-preview.mp4', 'film.mkv']);
});

test('WebP is shown as Slack draws it, and an EXR by its preview; both originals are in the thread', async () => {
  const webp = await sharp(png).webp({ lossless: true }).toBuffer();
  const exr = kept('depth.exr', 'image/x-exr', randomBytes(100), {
    kind: 'file',
    preview: { ...standIn('depth-preview.png', 'image/png', png), because: 'form' },
  });
  const post = await team.chat.create(place, card(kept('a.webp', 'image/webp', webp), exr), first());
  expect(images(post)).toHaveLength(2);
  expect(inThread(post)).toEqual(['a.webp', 'depth.exr']);
});

test('twelve pictures: ten in the post, the others in its thread, once', async () => {
  const outputs = Array.from({ length: 12 }, (_, index) => kept(`p${index + 1}.png`, 'image/png', png));
  const [main, ...rest] = team.chat.spread(card(...outputs), place);
  const post = await team.chat.create(place, main, first());
  expect(images(post)).toHaveLength(10);
  expect(wordsOf(message(post))).toContain('2 of 12 files are further down in the thread of this post.');
  const more = { nonce: 'm0-twelve', since: Date.now() };
  const made = await team.chat.create(team.chat.below(post), rest[0] as Card, more);
  expect(made.thread).toBe(post.message);
  expect(images(made)).toHaveLength(2);
  const again = await team.chat.create(team.chat.below(post), rest[0] as Card, more);
  expect(again.message).toBe(made.message);
  await team.chat.remove(made);
  expect(await team.chat.find(team.chat.below(post), more)).toBeNull();
});
