/** A card in its reader's language: every sentence of ours in it becomes words. What people typed stays as it is. */
import { type Button, type Card, type Element, plain, spansOf, type Text } from './card.ts';
import type { Language } from './say.ts';

export function inLanguage(card: Card, language: Language): Card {
  return {
    tone: card.tone,
    language,
    summary: textIn(card.summary, language),
    elements: card.elements.map((element) => elementIn(element, language)),
  };
}

/** A text in a language; nothing but words is a string again. */
export function textIn(text: Text, language: Language): Text {
  const spans = spansOf(text, language);
  return spans.length === 1 && spans[0] !== undefined ? spans[0] : spans;
}

function elementIn(element: Element, language: Language): Element {
  const told = (text: Text) => textIn(text, language);
  const words = (text: Text) => plain(text, language);
  switch (element.type) {
    case 'heading':
    case 'text':
    case 'note':
      return { ...element, text: told(element.text) };
    case 'fields':
      return {
        ...element,
        fields: element.fields.map(({ label, value }) => ({ label: words(label), value: told(value) })),
      };
    case 'progress':
      return { ...element, label: words(element.label) };
    case 'media':
      return { ...element, items: element.items.map((item) => ({ ...item, alt: words(item.alt) })) };
    case 'list':
      return { ...element, items: element.items.map(told) };
    case 'buttons':
      return {
        ...element,
        buttons: element.buttons.map((button): Button => ({ ...button, label: words(button.label) })),
      };
    case 'quote':
    case 'files':
      return element;
    default:
      return element satisfies never;
  }
}
