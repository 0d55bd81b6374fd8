/** The channel's pinned messages, newest first. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../payload.ts';
import { summaryOf } from '../summary.ts';
import { messageTime } from '../times.ts';
import { avatar, personOf } from './avatar.ts';
import { icon } from './icons.ts';
import type { Ui } from './ui.ts';

export function pinsView(ui: Ui): TemplateResult | typeof nothing {
  const { pins } = ui.state;
  if (!pins) return nothing;
  const close = () => ui.change({ pins: undefined });
  return html`<section
    class="pins"
    aria-label="Pinned messages"
    @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
  >
    <div class="panel-head">
      ${icon('pin')}
      <h2>Pinned messages</h2>
      <button type="button" class="tool" aria-label="Close the pinned messages" @click=${close}>${icon('close')}</button>
    </div>
    ${pins.length === 0 ? html`<p class="panel-empty">This channel has no pinned messages yet.</p>` : nothing}
    ${pins.map((message) => pin(message, ui))}
  </section>`;
}

function pin(message: Message, ui: Ui) {
  const person = personOf(message.author, ui.state);
  const { id: messageId, channel_id: channelId } = message;
  return html`<button type="button" class="pin" @click=${() => ui.presence.goTo({ channelId, messageId })}>
    ${avatar(person, 'middle')}
    <span class="pin-words">
      <span><b>${person.name}</b> <small>${messageTime(new Date(message.timestamp), new Date())}</small></span>
      <span class="pin-text">${summaryOf(message)}</span>
    </span>
  </button>`;
}
