/** What stands under the messages: where one writes, or why one cannot, and what the message answers. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import { channelOf, mayHere } from '../state.ts';
import { composer } from './composer.ts';
import { personOf } from './person.ts';
import type { Ui } from './ui.ts';

export function writingPlace(ui: Ui): TemplateResult {
  const channel = channelOf(ui.state);
  if (channel && !mayHere(ui.state, 'write')) {
    const words = channel.locked
      ? 'This thread is locked: only those who look after the server can open it again.'
      : 'You do not have permission to send messages here.';
    return html`<p class="no-writing">${words}</p>`;
  }
  return html`${channel?.archived ? closed(channel.id, ui) : nothing} ${answering(ui)} ${composer(ui)}`;
}

function closed(threadId: string, ui: Ui) {
  const open = () => ui.actions.setArchived(threadId, false);
  return html`<p class="above-composer">
    ${icon('archive')}<span>This thread is closed. A message opens it again.</span>
    <button type="button" class="link" @click=${open}>Open it again</button>
  </p>`;
}

function answering(ui: Ui) {
  const { replyTo } = ui.state;
  if (!replyTo) return nothing;
  const { name } = personOf(replyTo.author, ui.state);
  return html`<p class="above-composer">
    ${icon('reply')}<span>Replying to <b>${name}</b></span>
    <button type="button" class="tool" aria-label="Do not reply" title="Do not reply" @click=${() => ui.writing.reply(undefined)}>${icon('close')}</button>
  </p>`;
}
