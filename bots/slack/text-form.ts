/** The text form of a card: what notifications show and screen readers say. */
import { type Card, type CardFile, type Element, plain } from '../../core/card.ts';
import { fileName, mediaTypeOf } from '../card-file.ts';
import { progressBar } from '../progress-bar.ts';
import { oneLine, shortened } from '../words.ts';
import { mrkdwn as escaped } from './escape.ts';
import { limits } from './limits.ts';
import { plainText } from './text.ts';

/** Everything the card says, its summary first. Slack reads it as markup, so it is escaped as such. */
export function textForm(card: Card): string {
  const lines = [plainText(card.summary), ...card.elements.flatMap(linesOf)].map((line) => line.trim());
  const said = lines.filter((line, index) => line !== '' && lines.indexOf(line) === index);
  return fitting(said.join('\n')) || '…';
}

/** For places that know no markup at all, such as the error under a field of a form. */
export function plainForm(card: Card): string {
  const spoken = card.elements.filter(({ type }) => type === 'text' || type === 'list');
  return (spoken.length > 0 ? spoken.flatMap(linesOf) : [plainText(card.summary)]).join('\n');
}

/** Escaping makes a text longer, so the room is found by trying. */
function fitting(text: string): string {
  for (let most: number = limits.text; ; most = Math.floor(most * 0.8)) {
    const whole = escaped(shortened(text, most));
    if (whole.length <= limits.text) return whole;
  }
}

function linesOf(element: Element): string[] {
  switch (element.type) {
    case 'heading':
    case 'text':
    case 'note':
      return [plainText(element.text)];
    case 'quote':
      return [`“${shortened(element.text.trim(), 500)}”`];
    case 'fields':
      return [element.fields.map(({ label, value }) => `${plain(label)}: ${plainText(value)}`).join(', ')];
    case 'progress':
      return [`${progressBar(element.fraction).percent}, ${oneLine(plain(element.label))}`];
    case 'media':
      return element.items.map(({ alt, file }) => `${kindOf(file)}: ${plain(alt) || fileName(file)}`);
    case 'files':
      return element.files.map((file) => `File: ${fileName(file)}`);
    case 'list':
      return element.items.map((item) => `• ${plainText(item)}`);
    case 'buttons':
      return element.buttons.length > 0
        ? [`Buttons: ${element.buttons.map(({ label }) => plain(label)).join(', ')}`]
        : [];
    default:
      return element satisfies never;
  }
}

function kindOf(file: CardFile): string {
  return mediaTypeOf(file).startsWith('video/') ? 'Video' : 'Picture';
}
