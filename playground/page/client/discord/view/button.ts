/** A button under a message: waits visibly while its app has not answered. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Button } from '../../../discord/component.ts';
import type { Message } from '../../../discord/payload.ts';
import { icon } from '../../view/icons.ts';
import { webUrl } from '../../web-url.ts';
import { placeFromLink } from '../places.ts';
import type { Ui } from './ui.ts';

const LOOKS: Record<number, string> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'danger',
  5: 'secondary',
};
const LINK = 5;

export function buttonView(button: Button, message: Message, ui: Ui): TemplateResult {
  const content = html`${button.emoji?.name ? html`<span class="emoji" aria-hidden=${button.label ? 'true' : nothing}>${button.emoji.name}</span>` : nothing}${button.label ? html`<span>${button.label}</span>` : nothing}`;
  const look = `button ${LOOKS[button.style] ?? 'secondary'}`;
  if (button.style === LINK) return linkButton(button, content, look, ui);

  const waiting = ui.state.pending.some(
    ({ messageId, customId, failure }) =>
      messageId === message.id && customId === button.custom_id && !failure,
  );
  return html`<button
    type="button"
    class="${look} ${waiting ? 'waiting' : ''}"
    ?disabled=${button.disabled ?? false}
    aria-busy=${waiting ? 'true' : 'false'}
    @click=${() => !waiting && ui.actions.press(message, button)}
  >
    ${content}${waiting ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
  </button>`;
}

function linkButton({ url: target, disabled }: Button, content: TemplateResult, look: string, ui: Ui) {
  const place = placeFromLink(target ?? '', ui.state.guild?.id);
  const url = webUrl(target ?? '');
  if (place) {
    return html`<button type="button" class=${look} @click=${() => ui.presence.goTo(place)}>${content}</button>`;
  }
  if (!url || disabled)
    return html`<button type="button" class=${look} disabled>${content}${icon('open')}</button>`;
  return html`<a class=${look} href=${url.href} target="_blank" rel="noopener noreferrer">${content}${icon('open')}</a>`;
}
