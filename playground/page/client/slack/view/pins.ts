/** The channel's pinned messages, newest first. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../slack/payload.ts';
import { avatar } from '../../view/avatar.ts';
import { pinsPanel } from '../../view/pins-panel.ts';
import { sentAt, timeWords } from './message.ts';
import { personOf } from './person.ts';
import type { Ui } from './ui.ts';

export function pinsView(ui: Ui): TemplateResult | typeof nothing {
  const { pins } = ui.state;
  if (!pins) return nothing;
  return pinsPanel(
    pins.map((message) => pin(message, ui)),
    () => ui.change({ pins: undefined }),
  );
}

function pin(message: Message, ui: Ui) {
  const { channel: channelId, ts, text, user } = message;
  const person = personOf(user, ui.state);
  return html`<button type="button" class="pin" @click=${() => ui.presence.visit({ channelId, ts })}>
    ${avatar(person, 'middle')}
    <span class="pin-words">
      <span><b>${person.name}</b> <small>${timeWords(sentAt(message))}</small></span>
      <span class="pin-text">${text.split('\n')[0] || message.files[0]?.title || 'Message without words'}</span>
    </span>
  </button>`;
}
