/** What Discord itself says in a channel: that somebody pinned a message. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { messageTime } from '../../times.ts';
import { icon } from '../../view/icons.ts';
import { personOf } from './person.ts';
import type { Ui } from './ui.ts';

const PINNED = 6;

/** Null for what people and apps say. */
export function systemMessage(message: Message, ui: Ui): TemplateResult | null {
  if (message.type !== PINNED) return null;
  const { name } = personOf(message.author, ui.state);
  const { message_id: messageId } = message.message_reference ?? {};
  const place = { channelId: message.channel_id, ...(messageId && { messageId }) };
  return html`<article class="message begins system" id="message-${message.id}" aria-label="${name} pinned a message">
    <span class="system-sign">${icon('pin')}</span>
    <p class="message-main">
      <span class="author">${name}</span> pinned
      ${messageId ? html`<button type="button" class="link" @click=${() => ui.presence.goTo(place)}>a message</button>` : nothing}
      to this channel. <button type="button" class="link" @click=${() => ui.actions.openPins()}>See all pins</button>
      <time datetime=${message.timestamp}>${messageTime(new Date(message.timestamp), new Date())}</time>
    </p>
  </article>`;
}
