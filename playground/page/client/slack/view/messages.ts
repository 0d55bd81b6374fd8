/** The messages of a channel or a thread, days apart from each other. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../../slack/payload.ts';
import { dayName, sameDay } from '../../times.ts';
import { channelBeginning } from './beginning.ts';
import { messageView, sentAt } from './message.ts';
import type { Ui } from './ui.ts';

/** Messages of one person this close together stand under one name. */
const TOGETHER_MS = 5 * 60 * 1000;

export function messageList(ui: Ui): TemplateResult {
  const { me, channelId, messages, whole } = ui.state;
  const list = messages[channelId] ?? [];
  return html`${keyed(
    `${me?.id}/${channelId}`,
    html`
      ${whole.has(channelId) ? channelBeginning(ui, list.length === 0) : nothing}
      ${repeat(
        list,
        ({ ts }) => ts,
        (message, index) => entry(message, list[index - 1], 'channel', ui),
      )}
    `,
  )}`;
}

/** `first` stands apart from what was answered to it. */
export function threadList(all: readonly Message[], ui: Ui): TemplateResult {
  const [first, ...replies] = all;
  const count = replies.filter(({ ephemeral }) => !ephemeral).length;
  return html`
    ${first ? entry(first, undefined, 'thread', ui) : nothing}
    ${count > 0 ? html`<div class="s-replies" role="separator"><span>${count} ${count === 1 ? 'reply' : 'replies'}</span></div>` : nothing}
    ${repeat(
      replies,
      ({ ts }) => ts,
      (message, index) => entry(message, replies[index - 1], 'thread', ui),
    )}
  `;
}

function entry(message: Message, before: Message | undefined, list: 'channel' | 'thread', ui: Ui) {
  const { state } = ui;
  const sent = sentAt(message);
  const newDay = list === 'channel' && (!before || !sameDay(sentAt(before), sent));
  const follows = !newDay && before !== undefined && belongsTo(message, before);
  const isHere = (key: string | undefined) => key?.includes(message.ts.replace('.', '_'));
  const menu = isHere(state.menu?.key) ? state.menu : undefined;
  const overflow = isHere(state.overflow?.key) ? state.overflow : undefined;
  const editing = state.editing?.ts === message.ts ? [state.editing, state.writing] : [];
  const own = state.pending.filter(({ where }) => where === message.ts);
  const pointedAt = state.pointedAt === message.ts;
  return guard(
    [
      message,
      follows,
      newDay,
      state.me,
      state.workspace,
      state.chosen,
      state.labels,
      menu,
      overflow,
      pointedAt,
      ...editing,
      ...own,
    ],
    () => html`${newDay ? dayLine(sent) : nothing}${messageView(message, follows, list, ui)}`,
  );
}

function belongsTo(message: Message, before: Message): boolean {
  return (
    message.user === before.user &&
    message.ephemeral === before.ephemeral &&
    message.subtype === before.subtype &&
    message.pinned_to.length === 0 &&
    (Number(message.ts) - Number(before.ts)) * 1000 < TOGETHER_MS
  );
}

function dayLine(day: Date) {
  const name = sameDay(day, new Date()) ? 'Today' : dayName(day);
  return html`<div class="s-day" role="separator"><span>${name}</span></div>`;
}
