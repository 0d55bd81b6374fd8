/** A thread, at the right of the channel it belongs to. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import { logView } from '../../view/log.ts';
import { placeName } from '../state.ts';
import { composer } from './composer.ts';
import { threadList } from './messages.ts';
import type { Ui } from './ui.ts';

export const threadScrollerId = 'thread-scroller';
export const threadContentId = 'thread-list';

export function threadView(ui: Ui, toNewest: () => void): TemplateResult | typeof nothing {
  const { thread, workspace, threadAway: away } = ui.state;
  if (!thread) return nothing;
  const channel = workspace?.channels.find(({ id }) => id === thread.channelId);
  const close = () => ui.presence.closeThread();
  const place = channel ? placeName(channel) : '';
  // On a phone the channel is not to be seen: then the thread's name is the page's heading.
  return html`<section class="s-thread" aria-label="Thread">
    <header class="channel-head">
      <h2 class="s-beside">Thread</h2>
      <h1 class="s-alone">Thread</h1>
      <span class="s-thread-place">${place}</span>
      <span class="spread"></span>
      <button type="button" class="tool" aria-label="Close the thread" @click=${close}>${icon('close')}</button>
    </header>
    <div class="chat-body">
      ${logView({
        scrollerId: threadScrollerId,
        contentId: threadContentId,
        label: 'Messages in the thread',
        messages: threadList(thread.messages, ui),
        away,
        toNewest,
      })}
    </div>
    ${composer('thread', ui)}
  </section>`;
}
