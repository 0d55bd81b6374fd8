/** Texts of a card as Discord's markdown, in pieces that can be cut to a length without breaking anything. */
import { type Spoken, spansOf, type Text } from '../../core/card.ts';
import { clean } from '../clean.ts';
import { webAddress } from '../web-address.ts';
import { shortened } from '../words.ts';
import { codeSpan, escapeLine, isolation } from './escape.ts';

/** A run of atoms between an opening and a closing mark. An atom is never cut, and the closing mark never lost. */
export interface Piece {
  open: string;
  atoms: readonly string[];
  close: string;
}

/** Ids of the registered commands by the first word of their names. What is in it can be clicked. */
export type CommandIds = ReadonlyMap<string, string>;

/** How Discord draws a moment. */
const moments = { countdown: 'R', clock: 't', date: 'd' } as const;

const snowflake = /^\d{17,20}$/;
/** What stands between backticks is one atom; this keeps it from being all of a text. */
const longestCode = 200;

/** A mark of our own, e.g. the `### ` of a heading. */
export function own(mark: string): Piece {
  return { open: '', atoms: [mark], close: '' };
}

/** `newline` takes the place of line breaks: what a line has to begin with in a quote or a list, or just a space. */
export function renderText(text: Text, ids: CommandIds, newline = '\n'): Piece[] {
  return spansOf(text).flatMap((span) => renderSpan(span, ids, newline));
}

function renderSpan(span: Spoken, ids: CommandIds, newline: string): Piece[] {
  if (typeof span === 'string') return literal(span, newline);
  switch (span.type) {
    case 'bold':
      return renderBold(span.text);
    case 'code':
      return [own(codeSpan(shortened(span.text, longestCode)))];
    case 'time':
      return [own(`<t:${Math.floor(span.at / 1000)}:${moments[span.style]}>`)];
    case 'person':
      // Shown with the name they have here and now; every message says that nobody is to be notified.
      return snowflake.test(span.id) ? [own(`<@${span.id}>`)] : literal(span.name, ' ');
    case 'channel':
      return snowflake.test(span.id) ? [own(`<#${span.id}>`)] : literal(span.id, ' ');
    case 'command': {
      const id = ids.get(span.name.split(' ')[0] ?? '');
      return id === undefined ? renderBold(`/${span.name}`) : [own(`</${span.name}:${id}>`)];
    }
    case 'link':
      return renderLink(span.text, span.url);
    default:
      return span satisfies never;
  }
}

/** Person's words: escaped, with the marks of bold and links around what is not empty only. */
export function literal(text: string, newline: string): Piece[] {
  const lines = clean(text).split('\n');
  return lines.flatMap((line, index) => {
    const piece: Piece = { ...isolation(line), atoms: escapeLine(line) };
    return [...(index > 0 ? [own(newline)] : []), ...(line === '' ? [] : [piece])];
  });
}

export function renderBold(text: string): Piece[] {
  return literal(text, ' ').map((piece) => enclosed('**', piece, '**'));
}

/** Bold and link marks do not work around nothing, nor around spaces alone. */
function enclosed(open: string, piece: Piece, close: string): Piece {
  if (piece.atoms.join('').trim() === '') return piece;
  return { open: open + piece.open, atoms: piece.atoms, close: piece.close + close };
}

function renderLink(text: string, address: string): Piece[] {
  const url = webAddress(address, linkMarks);
  const words = literal(text, ' ');
  if (url === null) return words;
  const flat = { open: '', atoms: words.map(join), close: '' };
  return [enclosed('[', flat, `](${url})`)];
}

/** What would end the brackets, or the line, an address stands in. */
export const linkMarks = /[()<>[\]\\*|`]/g;

function join({ open, atoms, close }: Piece): string {
  return open + atoms.join('') + close;
}

export function joined(pieces: readonly Piece[]): string {
  return pieces.map(join).join('');
}

/** As much of the text as fits, with an ellipsis where something is left out. */
export function cut(pieces: readonly Piece[], most: number): string {
  const whole = joined(pieces);
  if (whole.length <= most) return whole;
  let text = '';
  for (const piece of pieces) {
    const room = most - text.length - 1;
    const next = join(piece);
    if (next.length <= room) {
      text += next;
      continue;
    }
    let inner = '';
    for (const atom of piece.atoms) {
      if (piece.open.length + inner.length + atom.length + piece.close.length > room) break;
      inner += atom;
    }
    if (inner.trim() !== '') text += piece.open + inner.trimEnd() + piece.close;
    break;
  }
  return most > 0 ? `${text.trimEnd()}…` : '';
}
