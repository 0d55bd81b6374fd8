/** What is in front: a channel with its thread beside it, or the app's own page. */
import { html, nothing, type TemplateResult } from 'lit';
import { logView } from '../../view/log.ts';
import { noticeView } from '../../view/notice.ts';
import { HOME } from '../places.ts';
import { channelOf } from '../state.ts';
import { channelMenuView } from './channel-menu.ts';
import { composer } from './composer.ts';
import { header } from './header.ts';
import { homeView } from './home.ts';
import { messageList } from './messages.ts';
import { pickerView } from './picker.ts';
import { pinsView } from './pins.ts';
import { threadView } from './thread.ts';
import { moreView } from './toolbar.ts';
import type { Ui } from './ui.ts';

export const scrollerId = 'scroller';
export const contentId = 'message-list';

export function main(ui: Ui, toNewest: { channel: () => void; thread: () => void }): TemplateResult {
  const { channelId, away, thread } = ui.state;
  const home = channelId === HOME;
  const messages = () =>
    logView({
      scrollerId,
      contentId,
      label: `Messages in ${channelOf(ui.state)?.name ?? ''}`,
      messages: messageList(ui),
      away,
      toNewest: toNewest.channel,
    });
  return html`<main class="s-front ${thread ? 'with-thread' : ''}">
    <div class="chat">
      ${header(ui)}
      <div class="chat-body">${home ? homeView(ui) : messages()} ${pinsView(ui)}</div>
      ${noticeView(ui.page)} ${home ? nothing : composer('channel', ui)}
    </div>
    ${threadView(ui, toNewest.thread)} ${pickerView(ui)} ${moreView(ui)} ${channelMenuView(ui)}
  </main>`;
}
