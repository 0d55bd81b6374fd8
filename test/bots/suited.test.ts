import { describe, expect, test } from 'vitest';
import { spread } from '../../bots/spread.ts';
import { suited } from '../../bots/suited.ts';
import type { Card, CardFile, Element } from '../../core/card.ts';
import type { Output } from '../../core/output.ts';
import { say } from '../../core/say.ts';

const output = (name: string, mediaType: string, more: Partial<Output> = {}): Output => ({
  key: `job/${name}`,
  name,
  kind: 'image',
  mediaType,
  bytes: 1000,
  ...more,
});
const standIn = (name: string, mediaType: string, bytes = 100) => ({
  key: `job/${name}`,
  name,
  mediaType,
  bytes,
});
const stored = (one: Output): CardFile => ({ from: 'store', output: one });
const card = (...outputs: Output[]): Card => ({
  tone: 'good',
  summary: 'Done',
  elements: [
    { type: 'media', items: outputs.map((one) => ({ file: stored(one), alt: one.name })) },
    { type: 'quote', text: 'a fox' },
  ],
});
const draws = (mediaType: string) =>
  /^(image\/(png|jpeg)|video\/mp4)$/.test(mediaType)
    ? ('as it is' as const)
    : mediaType === 'image/webp'
      ? ('converted' as const)
      : ('not' as const);
const ability = { draws, fileBytes: 5000 };

/** What a card shows, offers and says, by name. */
function read({ elements }: Card) {
  const names = (files: readonly CardFile[]) =>
    files.map((file) => (file.from === 'store' ? file.output.name : file.name));
  const of = <T extends Element['type']>(type: T) =>
    elements.filter((element): element is Extract<Element, { type: T }> => element.type === type);
  return {
    shown: of('media').flatMap(({ items }) => names(items.map(({ file }) => file))),
    offered: of('files').flatMap(({ files }) => names(files)),
    notes: of('note').map(({ text }) => text),
  };
}

describe('a platform', () => {
  test('shows what it draws, as it is', () => {
    const plain = card(output('a.png', 'image/png'), output('v.mp4', 'video/mp4', { kind: 'video' }));
    expect(suited(plain, ability)).toBe(plain);
  });

  test('shows the preview of what no chat draws, and offers the original', () => {
    const preview = { ...standIn('depth-preview.jpg', 'image/jpeg'), because: 'form' as const };
    const given = card(output('depth.exr', 'image/x-exr', { kind: 'file', preview }));
    const once = suited(given, ability);
    expect(read(once)).toEqual({ shown: ['depth-preview.jpg'], offered: ['depth.exr'], notes: [] });
    expect(suited(once, ability)).toEqual(once);
    // Behind the pictures, before the words.
    expect(once.elements.map(({ type }) => type)).toEqual(['media', 'files', 'quote']);
  });

  test('says where an original is that is too large to be sent', () => {
    const preview = { ...standIn('film-preview.mp4', 'video/mp4'), because: 'size' as const };
    const film = output('film.mp4', 'video/mp4', { kind: 'video', bytes: 34 * 1024 * 1024, preview });
    const { shown, offered, notes } = read(suited(card(film), ability));
    expect({ shown, offered }).toEqual({ shown: ['film-preview.mp4'], offered: [] });
    expect(notes).toEqual([
      'What is shown is smaller than the original, film.mp4 (34 MB), which is too large to be sent here. It is kept: whoever runs this bot finds it under job.',
    ]);
    expect(read(suited(card(film), { draws, fileBytes: 10 ** 9 })).shown).toEqual(['film.mp4']);
    const button = {
      type: 'action',
      command: 'originals',
      jobId: 'job',
      label: 'Originals',
      look: 'plain',
    } as const;
    const { elements, ...rest } = card(film);
    const linked = { ...rest, elements: [...elements, { type: 'buttons' as const, buttons: [button] }] };
    expect(read(suited(linked, ability)).notes).toEqual([
      'What is shown is smaller than the original, film.mp4 (34 MB), which is too large to be sent here. “Originals” gives you a link to it.',
    ]);
  });

  test('that plays nothing in a post shows the poster, and offers what plays and the original', () => {
    const film = output('film.mkv', 'video/matroska', {
      kind: 'video',
      preview: { ...standIn('film-preview.mp4', 'video/x-played-elsewhere'), because: 'form' },
      poster: standIn('film-poster.jpg', 'image/jpeg'),
    });
    expect(read(suited(card(film), ability))).toEqual({
      shown: ['film-poster.jpg'],
      offered: ['film-preview.mp4', 'film.mkv'],
      notes: [],
    });
  });

  test('offers the original of what it shows in another format', () => {
    const once = suited(card(output('a.webp', 'image/webp')), ability);
    expect(read(once)).toMatchObject({ shown: ['a-shown.webp'], offered: ['a.webp'] });
    expect(suited(once, ability)).toEqual(once);
  });

  test('leaves what has nothing to be shown by as it is', () => {
    const mesh = card(output('mesh.glb', 'model/gltf-binary', { kind: 'file' }));
    expect(suited(mesh, ability)).toBe(mesh);
  });
});

describe('more files than a message holds', () => {
  const many = (count: number, bytes = 1000) =>
    card(...Array.from({ length: count }, (_, index) => output(`${index + 1}.png`, 'image/png', { bytes })));

  test('what fits stays one card', () => {
    const ten = many(10);
    expect(spread(ten, { files: 10 }, say('below'))).toEqual([ten]);
  });

  test('the rest follows in order, and the first says so', () => {
    const [first, ...rest] = spread(many(25), { files: 10 }, say('in the posts that follow')).map(read);
    expect(first?.shown).toHaveLength(10);
    expect(first?.notes).toEqual(['15 of 25 files are in the posts that follow.']);
    expect(rest.map(({ shown }) => [shown[0], shown.length])).toEqual([
      ['11.png', 10],
      ['21.png', 5],
    ]);
    expect(rest[0]?.notes).toEqual(['More of the same render, 2 of 3']);
  });

  test('their bytes count as well, and one that is larger than all has a message of its own', () => {
    const cards = spread(many(5, 4000), { files: 10, bytes: 8500 }, say('below')).map(read);
    expect(cards.map(({ shown }) => shown.length)).toEqual([2, 2, 1]);
    expect(spread(many(2, 9000), { files: 10, bytes: 8500 }, say('below'))).toHaveLength(2);
  });

  test('pictures come first; an offered file takes no place of theirs', () => {
    const { elements, ...rest } = many(10);
    const files = { type: 'files' as const, files: [stored(output('a.exr', 'image/x-exr'))] };
    const [first, second] = spread(
      { ...rest, elements: [files, ...elements] },
      { files: 10 },
      say('below'),
    ).map(read);
    expect(first).toMatchObject({ shown: { length: 10 }, offered: [] });
    expect(second).toMatchObject({ shown: [], offered: ['a.exr'] });
  });

  test('files that do not count stay where they are', () => {
    const counts = (file: CardFile) => file.from === 'store' && file.output.mediaType === 'image/png';
    const { elements, ...rest } = many(2);
    const files = { type: 'files' as const, files: [stored(output('a.wav', 'audio/wav'))] };
    const [first] = spread(
      { ...rest, elements: [...elements, files] },
      { files: 1, counts },
      say('below'),
    ).map(read);
    expect(first).toMatchObject({ shown: ['1.png'], offered: ['a.wav'] });
  });
});
