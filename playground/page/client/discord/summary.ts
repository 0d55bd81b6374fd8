/** A message in one line: for the list of pins, and for the line above an answer. */
import { type Component, kind } from '../../discord/component.ts';
import type { Message } from '../../discord/payload.ts';
import { parseMarkup, plainText } from './markup.ts';

/** The first words of a message, wherever they stand. */
export function summaryOf({ content, components, embeds, attachments }: Message): string {
  const words = [
    content,
    ...components.map(textOf),
    ...embeds.map(({ title, description }) => title ?? description ?? ''),
  ];
  const first = words.find((text) => text.trim() !== '') ?? '';
  return plainText(parseMarkup(first)).trim() || attachments[0]?.filename || 'Message without words';
}

function textOf(component: Component): string {
  if (component.type === kind.text) return component.content;
  if (component.type === kind.section) return component.components.map(({ content }) => content).join('\n');
  if (component.type !== kind.container) return '';
  return component.components.map((inner) => textOf(inner)).find((text) => text !== '') ?? '';
}
