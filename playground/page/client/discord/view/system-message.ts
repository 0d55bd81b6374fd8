/** What Discord itself says in a channel: that somebody pinned a message. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { messageTime } from '../../times.ts';
import { icon } from '../../view/icons.ts';
import { personOf } from './person.ts';
import type { Ui } from './ui.ts';

const PINNED = 6;
const THREAD_STARTER = 21;

/** Null for what people and apps say. */
export function systemMessage(message: Message, ui: Ui): TemplateResult | null {
  if (message.type === THREAD_STARTER) return threadStarter(message, ui);
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

/** The first line of a thread: the message it grew from. */
function threadStarter(message: Message, ui: Ui): TemplateResult {
  const { referenced_message: from } = message;
  const parent = ui.state.guild?.channels.find(({ id }) => id === message.channel_id)?.parentId;
  const place = from && parent ? { channelId: parent, messageId: from.id } : undefined;
  const name = from ? personOf(from.author, ui.state).name : undefined;
  return html`<article class="message begins system" id="message-${message.id}" aria-label="Beginning of the thread">
    <span class="system-sign">${icon('thread')}</span>
    <p class="message-main">
      ${name ? html`This thread grew from a message of <span class="author">${name}</span>.` : 'The message this thread grew from is gone.'}
      ${place ? html`<button type="button" class="link" @click=${() => ui.presence.goTo(place)}>Go to it</button>` : nothing}
    </p>
  </article>`;
}
