/** A card with more files than one message holds, as several: the first with the words and the buttons, the rest with files. */

import { type Card, type CardFile, type Element, type MediaItem, plain } from '../core/card.ts';
import { type Phrase, say } from '../core/say.ts';

export interface Hold {
  files: number;
  /** All files of a message together. @default no limit */
  bytes?: number;
  /** Which files count; the others stay with the first message. @default all */
  counts?: (file: CardFile) => boolean;
  /** Bytes a file takes at most, because it is made to fit. */
  fileBytes?: number;
}

type Part = { pictures: MediaItem[]; files: CardFile[] };

/** The first of them is the card itself when everything fits. `where` ends the sentence that says where the rest is. */
export function spread(card: Card, hold: Hold, where: Phrase): [Card, ...Card[]] {
  const { counts = () => true, bytes: most = Infinity, fileBytes = Infinity } = hold;
  const places = new Map<CardFile, number>();
  const later: Part[] = [];
  let part = 0;
  let count = 0;
  let bytes = 0;

  function place(file: CardFile): number {
    const size = Math.min(fileBytes, file.from === 'store' ? file.output.bytes : file.bytes.length);
    if (count > 0 && (count >= hold.files || bytes + size > most)) {
      part += 1;
      count = 0;
      bytes = 0;
      later.push({ pictures: [], files: [] });
    }
    count += 1;
    bytes += size;
    places.set(file, part);
    return part;
  }

  /** What is looked at goes first: a file that is only offered takes no picture's place. */
  for (const element of card.elements)
    if (element.type === 'media')
      for (const item of element.items)
        if (counts(item.file) && place(item.file) > 0) later.at(-1)?.pictures.push(item);
  for (const element of card.elements)
    if (element.type === 'files')
      for (const file of element.files) if (counts(file) && place(file) > 0) later.at(-1)?.files.push(file);
  if (later.length === 0) return [card];

  const stays = (file: CardFile) => (places.get(file) ?? 0) === 0;
  const elements = card.elements.flatMap((element): Element[] => {
    if (element.type === 'media') {
      const items = element.items.filter(({ file }) => stays(file));
      return items.length > 0 ? [{ type: 'media', items }] : [];
    }
    if (element.type === 'files') {
      const files = element.files.filter(stays);
      return files.length > 0 ? [{ type: 'files', files }] : [];
    }
    return [element];
  });
  const moved = [...places.values()].filter((at) => at > 0).length;
  const note: Element = {
    type: 'note',
    text: plain(say('{n} of {all} files are {where}.', { n: moved, all: places.size, where }), card.language),
  };
  const last = elements.findLastIndex(({ type }) => type === 'media' || type === 'files');
  return [
    { ...card, elements: elements.toSpliced(last + 1, 0, note) },
    ...later.map(({ pictures, files }, index): Card => {
      const which = { n: index + 2, all: later.length + 1 };
      const words = plain(say('More of the same render, {n} of {all}', which), card.language);
      return {
        tone: card.tone,
        ...(card.language && { language: card.language }),
        summary: words,
        elements: [
          ...(pictures.length > 0 ? [{ type: 'media' as const, items: pictures }] : []),
          ...(files.length > 0 ? [{ type: 'files' as const, files }] : []),
          { type: 'note', text: words },
        ],
      };
    }),
  ];
}
