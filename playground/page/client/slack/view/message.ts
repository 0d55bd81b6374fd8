/** One message: who, when, what it says, what it carries, and what can be done with it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Attachment, Message } from '../../../slack/payload.ts';
import { dayName, sameDay } from '../../times.ts';
import { avatar } from '../../view/avatar.ts';
import { menuKeys } from '../../view/context-menu.ts';
import { icon } from '../../view/icons.ts';
import { isReply } from '../events.ts';
import { blocksView } from './block.ts';
import { composer } from './composer.ts';
import { filesView } from './files.ts';
import { personOf } from './person.ts';
import { reactionsView } from './reactions.ts';
import { linkView, mrkdwnView } from './rich-text.ts';
import type { Surface } from './spot.ts';
import { toolbar } from './toolbar.ts';
import type { Ui } from './ui.ts';

export const sentAt = ({ ts }: Pick<Message, 'ts'>) => new Date(Number(ts) * 1000);
const hour = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** For the narrow margin: without the half of the day. */
const shortHour = (at: Date) => hour.format(at).replace(/\s?[AP]M$/i, '');

/** `list` tells the channel from the thread, where the same message may stand as well. */
export function messageView(
  message: Message,
  follows: boolean,
  list: 'channel' | 'thread',
  ui: Ui,
): TemplateResult {
  const { pointedAt, editing } = ui.state;
  const { ts, ephemeral, subtype } = message;
  const person = personOf(message.user, ui.state);
  const sent = sentAt(message);
  const isEdited = editing?.ts === ts;
  const classes = [
    's-message',
    follows ? 'follows' : 'begins',
    ephemeral ? 'ephemeral' : '',
    pointedAt === ts ? 'pointed-at' : '',
    message.pinned_to.length > 0 ? 'pinned' : '',
    isEdited ? 'editing' : '',
  ];
  const menu = menuKeys((corner) => ui.change({ more: { ts, ...corner } }));
  return html`<article
    class=${classes.join(' ')}
    id="${list}-${ts}"
    aria-label="${person.name}, ${timeWords(sent)}"
    @contextmenu=${menu.contextmenu}
    @pointerdown=${menu.pointerdown}
    @pointermove=${menu.pointermove}
    @pointerup=${menu.pointerup}
    @pointercancel=${menu.pointercancel}
  >
    ${ephemeral ? html`<p class="s-note">${icon('eye')} Only visible to you</p>` : nothing}
    ${message.pinned_to.length > 0 ? html`<p class="s-note">${icon('pin')} Pinned</p>` : nothing}
    ${subtype === 'thread_broadcast' && list === 'channel' ? repliedTo(message, ui) : nothing}
    ${follows ? html`<time class="margin-time" datetime=${sent.toISOString()}>${shortHour(sent)}</time>` : avatar(person)}
    <div class="s-message-main">
      ${
        follows
          ? nothing
          : html`<div class="s-message-head">
              <span class="author">${person.name}</span>
              ${person.bot ? html`<span class="app-tag">APP</span>` : nothing}
              <time datetime=${sent.toISOString()} title=${sent.toLocaleString()}>${hour.format(sent)}</time>
            </div>`
      }
      ${isEdited ? composer('edit', ui) : body(message, list, ui)}
      ${reactionsView(message, ui)} ${list === 'channel' ? threadBar(message, ui) : nothing} ${failure(message, ui)}
    </div>
    ${toolbar(message, list, ui)}
  </article>`;
}

function body(message: Message, list: 'channel' | 'thread', ui: Ui): TemplateResult {
  const { blocks, attachments, files, text, subtype, edited } = message;
  const surface = { where: message.ts, list };
  const said = subtype && subtype !== 'thread_broadcast' ? 's-said' : '';
  return html`
    <div class="s-content ${said}">
      ${blocks.length > 0 ? blocksView(blocks, surface, ui) : text ? mrkdwnView(text, ui) : nothing}
      ${edited ? html`<span class="edited">(edited)</span>` : nothing}
    </div>
    ${attachments.map((attachment) => attachmentView(attachment, surface, ui))} ${filesView(files, ui)}
  `;
}

function attachmentView(
  { color, pretext, title, title_link: link, text, fallback, blocks }: Attachment,
  surface: Surface,
  ui: Ui,
) {
  const bare = !title && !text && blocks.length === 0;
  return html`${pretext ? mrkdwnView(pretext, ui) : nothing}
    <div class="s-attachment" .style=${color ? `--edge: #${color.replace('#', '')}` : ''}>
      ${title ? html`<strong>${link ? linkView(link, title, ui) : title}</strong>` : nothing}
      ${text ? mrkdwnView(text, ui) : nothing} ${blocksView(blocks, surface, ui)}
      ${bare && fallback ? mrkdwnView(fallback, ui) : nothing}
    </div>`;
}

/** Below a message that has been answered in a thread. */
function threadBar(
  { ts, channel, reply_count: count, reply_users: users, latest_reply: latest }: Message,
  ui: Ui,
) {
  if (count === 0) return nothing;
  return html`<button type="button" class="s-thread-bar" @click=${() => ui.presence.visit({ channelId: channel, threadTs: ts })}>
    ${users.slice(0, 5).map((id) => avatar(personOf(id, ui.state), 'small'))}
    <b>${count} ${count === 1 ? 'reply' : 'replies'}</b>
    ${latest ? html`<span class="s-thread-when">Last reply ${timeWords(sentAt({ ts: latest }))}</span>` : nothing}
    <span class="s-thread-open" aria-hidden="true">View thread</span>
  </button>`;
}

function repliedTo(message: Message, ui: Ui) {
  const { channel, thread_ts: threadTs } = message;
  if (!isReply(message) || threadTs === undefined) return nothing;
  return html`<p class="s-note">
    replied to a thread
    <button type="button" class="link" @click=${() => ui.presence.visit({ channelId: channel, threadTs })}>View thread</button>
  </p>`;
}

/** Of a message shortcut; what failed inside of the message is said there. */
function failure({ ts, blocks, attachments }: Message, ui: Ui) {
  const inside = JSON.stringify([blocks, attachments]);
  const failed = ui.state.pending.find(
    ({ where, actionId, failure: words }) =>
      where === ts && words && !inside.includes(JSON.stringify(actionId)),
  );
  return failed ? html`<p class="failure" role="alert">${icon('warning')} ${failed.failure}</p>` : nothing;
}

export function timeWords(at: Date, now = new Date()): string {
  return sameDay(at, now) ? `today at ${hour.format(at)}` : `${dayName(at)} at ${hour.format(at)}`;
}
