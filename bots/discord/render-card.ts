/** A card as Discord's components (V2). Pure and total: every card gives something Discord accepts. */
import { type APIContainerComponent, type APIMediaGalleryItem, ComponentType } from 'discord-api-types/v10';
import { type Card, type CardFile, type Element, plain, type Text, type Tone } from '../../core/card.ts';
import { type Language, say, type Words } from '../../core/say.ts';
import { mediaTypeOf } from '../card-file.ts';
import { progressBar } from '../progress-bar.ts';
import { altText, beginning, oneLine } from '../words.ts';
import { type Block, layOut } from './layout.ts';
import { limits } from './limits.ts';
import { buttonRows } from './render-buttons.ts';
import { type CommandIds, literal, own, type Piece, renderBold, renderText } from './text.ts';

/** What became of a file: attached under a name, perhaps with something to say about it, or left out for a reason. */
export type Placed = { name: string; note?: Words } | { leftOut: Words };

/** Muted enough to sit beside each other in a channel, apart enough to be told from each other. */
const accents = {
  plain: 0x7d8597,
  waiting: 0xe0a83e,
  busy: 0x4f8ff7,
  good: 0x3fb27f,
  bad: 0xe5566d,
  gallery: 0xa97bf0,
} as const satisfies Record<Tone, number>;

export type Place = (file: CardFile) => Placed;

export function renderCard(card: Card, place: Place, ids: CommandIds): APIContainerComponent {
  const { language } = card;
  const missing = plain(say('… and more, which does not fit into one message'), language);
  const components = layOut(
    card.elements.flatMap((element) => renderElement(element, place, ids, language)),
    missing,
  );
  return {
    type: ComponentType.Container,
    accent_color: accents[card.tone],
    // A container must hold something; a card without elements still has its summary.
    components:
      components.length > 0
        ? components
        : layOut([text([own('…')]), text(renderText(card.summary, ids))], missing),
  };
}

function renderElement(
  element: Element,
  place: Place,
  ids: CommandIds,
  language: Language | undefined,
): Block[] {
  switch (element.type) {
    case 'heading':
      return [marked('### ', renderText(element.text, ids, ' '))];
    case 'text':
      return [text(renderText(element.text, ids))];
    case 'quote':
      return [marked('> ', literal(beginning(element.text), '\n> '))];
    case 'fields':
      return [text(renderFields(element.fields, ids))];
    case 'progress':
      return [text(renderProgress(element.fraction, plain(element.label)))];
    case 'media':
      return renderMedia(element.items, place, language);
    case 'files':
      return renderFiles(element.files, place, language);
    case 'list':
      return [
        text(
          between(
            '\n',
            element.items.map((item) => [own('- '), ...renderText(item, ids, '\n  ')]),
          ),
        ),
      ];
    case 'note':
      return [marked('-# ', renderText(element.text, ids, '\n-# '))];
    case 'buttons':
      return buttonRows(element.buttons);
    default:
      return element satisfies never;
  }
}

function text(pieces: readonly Piece[]): Block {
  return { kind: 'text', pieces };
}

/** Nothing behind a mark is nothing, not a bare mark. */
function marked(mark: string, pieces: readonly Piece[]): Block {
  const empty = pieces.every(({ atoms }) => atoms.join('').replace(mark, '').trim() === '');
  return text(empty ? [] : [own(mark), ...pieces]);
}

function between(separator: string, parts: readonly (readonly Piece[])[]): Piece[] {
  return parts.flatMap((part, index) => (index > 0 ? [own(separator), ...part] : part));
}

function renderFields(fields: readonly { label: Words; value: Text }[], ids: CommandIds): Piece[] {
  return between(
    '  ·  ',
    fields.map(({ label, value }) => [...renderBold(plain(label)), own(' '), ...renderText(value, ids, ' ')]),
  );
}

function renderProgress(fraction: number, label: string): Piece[] {
  const { drawn, percent } = progressBar(fraction);
  const words = oneLine(label);
  return [own(`${drawn} **${percent}**`), ...(words ? [own('  ·  '), ...literal(words, ' ')] : [])];
}

function renderMedia(
  items: Extract<Element, { type: 'media' }>['items'],
  place: Place,
  language: Language | undefined,
): Block[] {
  const shown: APIMediaGalleryItem[] = [];
  const others: CardFile[] = [];
  const notes: Block[] = [];
  for (const { file, alt } of items) {
    const placed = place(file);
    if ('name' in placed && draws(mediaTypeOf(file)) !== 'not') {
      if (placed.note) notes.push(marked('-# ', literal(plain(placed.note, language), ' ')));
      const description = altText(plain(alt), limits.altText);
      shown.push({ media: { url: `attachment://${placed.name}` }, ...(description && { description }) });
    } else others.push(file);
  }
  const galleries: Block[] = [];
  for (let at = 0; at < shown.length; at += limits.galleryItems) {
    galleries.push({ kind: 'gallery', items: shown.slice(at, at + limits.galleryItems) });
  }
  return [...galleries, ...notes, ...renderFiles(others, place, language)];
}

function renderFiles(files: readonly CardFile[], place: Place, language: Language | undefined): Block[] {
  return files.map((file) => {
    const placed = place(file);
    return 'name' in placed
      ? { kind: 'file', name: placed.name }
      : marked('-# ', literal(plain(placed.leftOut, language), ' '));
  });
}

/** What Discord's clients draw themselves. Anything else would be an empty frame in a gallery. */
export function draws(mediaType: string): 'as it is' | 'not' {
  const drawn = /^(image\/(png|jpeg|gif|webp|avif|apng)|video\/(mp4|webm|quicktime))$/i.test(mediaType);
  return drawn ? 'as it is' : 'not';
}
