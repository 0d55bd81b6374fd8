/** The text form of a card: what notifications show and screen readers say. */
import { type Card, type CardFile, type Element, plain, type Text } from '../../core/card.ts';
import { type Language, type Phrase, say, type Words } from '../../core/say.ts';
import { fileName, mediaTypeOf } from '../card-file.ts';
import { progressBar } from '../progress-bar.ts';
import { oneLine, shortened } from '../words.ts';
import { mrkdwn as escaped } from './escape.ts';
import { limits } from './limits.ts';
import { plainText } from './text.ts';

/** Everything the card says, its summary first. Slack reads it as markup, so it is escaped as such. */
export function textForm(card: Card): string {
  const { summary, elements, language } = card;
  const lines = [plainText(summary, language), ...elements.flatMap((one) => linesOf(one, language))];
  const trimmed = lines.map((line) => line.trim());
  const said = trimmed.filter((line, index) => line !== '' && trimmed.indexOf(line) === index);
  return fitting(said.join('\n')) || '…';
}

/** For places that know no markup at all, such as the error under a field of a form. */
export function plainForm({ summary, elements, language }: Card): string {
  const spoken = elements.filter(({ type }) => type === 'text' || type === 'list');
  const lines = spoken.flatMap((element) => linesOf(element, language));
  return (lines.length > 0 ? lines : [plainText(summary, language)]).join('\n');
}

/** Escaping makes a text longer, so the room is found by trying. */
function fitting(text: string): string {
  for (let most: number = limits.text; ; most = Math.floor(most * 0.8)) {
    const whole = escaped(shortened(text, most));
    if (whole.length <= limits.text) return whole;
  }
}

function linesOf(element: Element, language: Language | undefined): string[] {
  const words = (text: Words) => plain(text, language);
  const told = (text: Text) => plainText(text, language);
  switch (element.type) {
    case 'heading':
    case 'text':
    case 'note':
      return [told(element.text)];
    case 'quote':
      return [`“${shortened(element.text.trim(), 500)}”`];
    case 'fields':
      return [element.fields.map(({ label, value }) => `${words(label)}: ${told(value)}`).join(', ')];
    case 'progress':
      return [`${progressBar(element.fraction).percent}, ${oneLine(words(element.label))}`];
    case 'media':
      return element.items.map(({ alt, file }) => words(shown(file, words(alt) || fileName(file))));
    case 'files':
      return element.files.map((file) => words(say('File: {name}', { name: fileName(file) })));
    case 'list':
      return element.items.map((item) => `• ${told(item)}`);
    case 'buttons':
      return element.buttons.length > 0
        ? [
            words(
              say('Buttons: {labels}', {
                labels: element.buttons.map(({ label }) => words(label)).join(', '),
              }),
            ),
          ]
        : [];
    default:
      return element satisfies never;
  }
}

function shown(file: CardFile, what: string): Phrase {
  return mediaTypeOf(file).startsWith('video/')
    ? say('Video: {what}', { what })
    : say('Picture: {what}', { what });
}
