/** The messages of the channel, days apart from each other, and what this person has sent off and not had answered. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../../discord/payload.ts';
import { dayName, sameDay } from '../../times.ts';
import { avatar } from '../../view/avatar.ts';
import { icon } from '../../view/icons.ts';
import type { Pending } from '../state.ts';
import { channelBeginning } from './beginning.ts';
import { messageView, onlyYou } from './message.ts';
import { systemMessage } from './system-message.ts';
import type { Ui } from './ui.ts';

/** Messages of one person this close together stand under one name. */
const TOGETHER_MS = 7 * 60 * 1000;

export function messageList(ui: Ui): TemplateResult {
  const { state } = ui;
  const list = state.messages[state.channelId] ?? [];
  const waiting = state.pending.filter(
    ({ channelId, messageId }) => channelId === state.channelId && !messageId,
  );
  return html`${keyed(
    `${state.me?.id}/${state.channelId}`,
    html`
      ${state.whole.has(state.channelId) ? channelBeginning(ui, list.length === 0 && waiting.length === 0) : nothing}
      ${repeat(
        list,
        ({ id }) => id,
        (message, index) => entry(message, list[index - 1], ui),
      )}
      ${waiting.map((pending) => waitingView(pending, ui))}
    `,
  )}`;
}

function entry(message: Message, before: Message | undefined, ui: Ui) {
  const newDay = !before || !sameDay(new Date(before.timestamp), new Date(message.timestamp));
  const follows = !newDay && before !== undefined && belongsTo(message, before);
  const { state } = ui;
  const own = state.pending.filter(({ messageId }) => messageId === message.id);
  const select = state.select?.key.includes(message.id) ? state.select : undefined;
  return guard(
    [
      message,
      follows,
      newDay,
      state.me,
      state.guild,
      state.commands,
      state.revealed,
      state.pointedAt === message.id,
      select,
      ...own,
    ],
    () =>
      html`${newDay ? dayLine(new Date(message.timestamp)) : nothing}${systemMessage(message, ui) ?? messageView(message, follows, ui)}`,
  );
}

function belongsTo(message: Message, before: Message): boolean {
  const answers = message.interaction ?? message.interaction_metadata ?? message.referenced_message;
  return (
    !answers &&
    message.author.id === before.author.id &&
    message.type === before.type &&
    message.ephemeral === before.ephemeral &&
    Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS
  );
}

function dayLine(day: Date) {
  return html`<div class="day" role="separator"><span>${dayName(day)}</span></div>`;
}

function waitingView({ interactionId, name, failure }: Pending, ui: Ui) {
  const { me } = ui.state;
  if (!me) return nothing;
  return html`<div class="message begins waiting ${failure ? 'ephemeral' : ''}">
    ${avatar(me)}
    <div class="message-main">
      <div class="message-head"><span class="author">${me.name}</span> used <span class="command-name">${name}</span></div>
      ${
        failure
          ? html`<p class="failure" role="alert">${icon('warning')} ${failure}</p>
              ${onlyYou(() => ui.actions.forget(interactionId))}`
          : html`<div class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> Sending…</div>`
      }
    </div>
  </div>`;
}
