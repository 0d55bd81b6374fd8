/** The buttons of a card as Slack's. */
import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import { type Button, plain } from '../../core/card.ts';
import { buttonIdOf } from '../button-id.ts';
import { oneLine, shortened } from '../words.ts';
import { limits } from './limits.ts';
import { slackAddress } from './text.ts';

/** Slack reports presses of links too; nothing that begins like this is one of our buttons. */
const linkMark = '>';

interface Drawn {
  blocks: ActionsBlock[];
  /** Labels of buttons that cannot be pressed: Slack has none that are greyed out. */
  inWords: string[];
}

export function renderButtons(buttons: readonly Button[]): Drawn {
  const drawn: SlackButton[] = [];
  const inWords: string[] = [];
  // Slack refuses a message in which two buttons have the same id.
  const seen = new Set<string>();
  for (const [index, button] of buttons.entries()) {
    const element = renderButton(button, index);
    if (element === null) inWords.push(plain(button.label));
    else if (!seen.has(element.action_id ?? '')) {
      seen.add(element.action_id ?? '');
      drawn.push(element);
    }
  }
  const blocks: ActionsBlock[] = [];
  for (let at = 0; at < drawn.length; at += limits.buttons) {
    blocks.push({ type: 'actions', elements: drawn.slice(at, at + limits.buttons) });
  }
  return { blocks, inWords };
}

function renderButton(button: Button, index: number): SlackButton | null {
  if (button.type === 'link') {
    const url = slackAddress(button.url);
    return url === null
      ? null
      : { type: 'button', action_id: `${linkMark}${index}`, text: label(plain(button.label)), url };
  }
  if (button.disabled) return null;
  return {
    type: 'button',
    action_id: buttonIdOf(button),
    text: label(button.emoji ? `${button.emoji} ${plain(button.label)}` : plain(button.label)),
    ...(button.look !== 'plain' && { style: button.look === 'main' ? 'primary' : 'danger' }),
  };
}

function label(text: string) {
  return {
    type: 'plain_text' as const,
    text: shortened(oneLine(text), limits.buttonLabel) || '…',
    // `emoji: false` shows `:words:` as typed; emoji themselves are characters and stay.
    emoji: false,
  };
}
