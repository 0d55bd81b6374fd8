/** The channel in front: its head, its messages, and where one writes. */
import { html, type TemplateResult } from 'lit';
import { logView } from '../../view/log.ts';
import { noticeView } from '../../view/notice.ts';
import { composer } from './composer.ts';
import { header } from './header.ts';
import { messageList } from './messages.ts';
import { pinsView } from './pins.ts';
import type { Ui } from './ui.ts';

export const scrollerId = 'scroller';
export const contentId = 'message-list';

export function main(ui: Ui, toNewest: () => void): TemplateResult {
  const { guild, channelId, away } = ui.state;
  const name = guild?.channels.find(({ id }) => id === channelId)?.name ?? '';
  return html`<main class="chat">
    ${header(ui)}
    <div class="chat-body">
      ${logView({ scrollerId, contentId, label: `Messages in ${name}`, messages: messageList(ui), away, toNewest })}
      ${pinsView(ui)}
    </div>
    ${noticeView(ui.page)} ${composer(ui)}
  </main>`;
}
