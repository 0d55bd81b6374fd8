/** The channel's pinned messages, newest first. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { messageTime } from '../../times.ts';
import { avatar } from '../../view/avatar.ts';
import { pinsPanel } from '../../view/pins-panel.ts';
import { summaryOf } from '../summary.ts';
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
