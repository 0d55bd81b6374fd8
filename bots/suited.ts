/**
 * A card as one platform can show it: what it cannot draw, or not of that size, is shown by the preview or the poster
 * that was made of it, and the original is offered as a file. Where that is too large as well, the card says so and
 * says where it is. Doing it twice changes nothing.
 */
import { type Card, type CardFile, type Element, type MediaItem, plain } from '../core/card.ts';
import { type Output, posterOf, previewOf } from '../core/output.ts';
import { type Phrase, say } from '../core/say.ts';

export interface Ability {
  /** Whether the platform draws files of this kind in a message; `converted`: once they have been made into another. */
  draws(mediaType: string): 'as it is' | 'converted' | 'not';
  /** Bytes one file may have. */
  fileBytes: number;
}

export function suited(card: Card, ability: Ability): Card {
  const originals: CardFile[] = [];
  const notes: string[] = [];
  const offered = new Set(
    card.elements.flatMap((element) =>
      element.type === 'files'
        ? element.files.flatMap((file) => (file.from === 'store' ? file.output.key : []))
        : [],
    ),
  );
  const elements = card.elements.map((element): Element => {
    if (element.type !== 'media') return element;
    return { type: 'media', items: element.items.map((item) => suitedItem(item)) };
  });
  if (originals.length === 0 && notes.length === 0) return card;
  // Behind everything that is looked at, so that no original takes the room of another's preview.
  const last = elements.findLastIndex(({ type }) => type === 'media');
  const added: Element[] = [
    ...(originals.length > 0 ? [{ type: 'files' as const, files: originals }] : []),
    ...notes.map((text): Element => ({ type: 'note', text })),
  ];
  return { ...card, elements: elements.toSpliced(last + 1, 0, ...added) };

  function suitedItem(item: MediaItem): MediaItem {
    if (item.file.from !== 'store') return item;
    const { output } = item.file;
    const drawn = ability.draws(output.mediaType);
    const fits = output.bytes <= ability.fileBytes;
    if (drawn !== 'not' && output.preview?.because !== 'form' && (fits || isStill(output))) {
      if (drawn !== 'converted' || offered.has(output.key)) return item;
      originals.push(item.file);
      return { ...item, file: { from: 'store', output: { ...output, name: shownName(output.name) } } };
    }
    const preview = previewOf(output);
    const shown = [preview, posterOf(output)]
      .filter((one) => one !== null)
      .find(({ mediaType, bytes }) => ability.draws(mediaType) !== 'not' && bytes <= ability.fileBytes);
    if (!shown) return item;
    // What plays everywhere is offered even where it cannot be drawn in the post itself.
    if (preview && preview !== shown && output.preview?.because === 'form')
      originals.push({ from: 'store', output: preview });
    if (fits) originals.push(item.file);
    else notes.push(plain(largerThanShown(output, card), card.language));
    return { ...item, file: { from: 'store', output: shown } };
  }
}

/** Another name than the original's: the two are different files to whoever gets them. */
function shownName(name: string): string {
  return name.replace(/(\.[a-z0-9]{1,8})?$/i, '-shown$1');
}

/** A picture that can be made smaller on its way. */
export function isStill({ kind, mediaType }: Pick<Output, 'kind' | 'mediaType'>): boolean {
  return kind === 'image' && /^image\/(png|jpeg|webp|avif|tiff)$/i.test(mediaType);
}

/** For whoever wants the original where it cannot be sent; the store's folders are called as the renders are. */
export function largerThanShown(
  { name, bytes, key }: Pick<Output, 'name' | 'bytes' | 'key'>,
  card: Card,
): Phrase {
  const size = megabytes(bytes);
  const isLinked = card.elements.some(
    (element) =>
      element.type === 'buttons' &&
      element.buttons.some((button) => button.type === 'action' && button.command === 'originals'),
  );
  if (isLinked)
    return say(
      'What is shown is smaller than the original, {name} ({size}), which is too large to be sent here. “Originals” gives you a link to it.',
      { name, size },
    );
  return say(
    'What is shown is smaller than the original, {name} ({size}), which is too large to be sent here. It is kept: whoever runs this bot finds it under {folder}.',
    { name, size, folder: key.split('/')[0] ?? '' },
  );
}

export function megabytes(bytes: number): Phrase {
  const size = bytes / 1024 / 1024;
  if (size < 1) return say('{n} KB', { n: Math.ceil(bytes / 1024) });
  return size < 10 ? say('{n, number, ::.0} MB', { n: size }) : say('{n} MB', { n: Math.round(size) });
}
