/** The buttons of a card as rows of Discord's buttons. */
import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { type Button, plain } from '../../core/card.ts';
import { buttonIdOf } from '../button-id.ts';
import { webAddress } from '../web-address.ts';
import { oneLine, shortened } from '../words.ts';
import type { Block } from './layout.ts';
import { limits } from './limits.ts';
import { linkMarks, literal, own } from './text.ts';

const styles = {
  plain: ButtonStyle.Secondary,
  main: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const satisfies Record<Extract<Button, { type: 'action' }>['look'], ButtonStyle>;

export function buttonRows(buttons: readonly Button[]): Block[] {
  const drawn: APIButtonComponent[] = [];
  const inWords: Block[] = [];
  const seen = new Set<string>();
  for (const button of buttons) {
    const component = renderButton(button);
    if (component === null) {
      inWords.push({ kind: 'text', pieces: [own('-# '), ...literal(plain(button.label), ' ')] });
      continue;
    }
    // Discord refuses a message in which two buttons do the very same.
    const id = 'custom_id' in component ? component.custom_id : null;
    if (id !== null && seen.has(id)) continue;
    if (id !== null) seen.add(id);
    drawn.push(component);
  }
  const rows: Block[] = [];
  for (let at = 0; at < drawn.length; at += limits.buttonsPerRow) {
    rows.push({ kind: 'row', buttons: drawn.slice(at, at + limits.buttonsPerRow) });
  }
  return [...inWords, ...rows];
}

/** Null for a link that leads nowhere Discord would let it. */
function renderButton(button: Button): APIButtonComponent | null {
  if (button.type === 'link') {
    const url = webAddress(button.url, linkMarks);
    if (url === null || url.length > limits.linkUrl) return null;
    return { type: ComponentType.Button, style: ButtonStyle.Link, url, label: labelOf(plain(button.label)) };
  }
  const emoji = emojiOf(button.emoji);
  return {
    type: ComponentType.Button,
    style: styles[button.look],
    custom_id: buttonIdOf(button),
    label: labelOf(emoji || !button.emoji ? plain(button.label) : `${button.emoji} ${plain(button.label)}`),
    ...(emoji && { emoji: { name: emoji } }),
    ...(button.disabled && { disabled: true }),
  };
}

/** Discord refuses anything but a single emoji. */
function emojiOf(given: string | undefined): string | null {
  if (given === undefined) return null;
  return /^\p{RGI_Emoji}$/v.test(given) || /^\p{RGI_Emoji}$/v.test(`${given}\ufe0f`) ? given : null;
}

/** Labels are not markdown: nothing is escaped, only cut. */
function labelOf(label: string): string {
  return shortened(oneLine(label), limits.buttonLabel) || '…';
}
