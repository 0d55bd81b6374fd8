/** The channel in front: its head, its messages, and where one writes. */
import { html, nothing, type TemplateResult } from 'lit';
import { logView } from '../../view/log.ts';
import { noticeView } from '../../view/notice.ts';
import { channelOf } from '../state.ts';
import { ageGate, isGated } from './age-gate.ts';
import { forumView } from './forum.ts';
import { header } from './header.ts';
import { menuView } from './message-menu.ts';
import { messageList } from './messages.ts';
import { pinsView } from './pins.ts';
import { pickerView } from './reactions.ts';
import type { Ui } from './ui.ts';
import { writingPlace } from './writing-place.ts';

export const scrollerId = 'scroller';
export const contentId = 'message-list';

export function main(ui: Ui, toNewest: () => void): TemplateResult {
  const { away } = ui.state;
  const channel = channelOf(ui.state);
  const gated = isGated(channel, ui.state);
  const writes = !gated && channel !== undefined && channel.kind !== 'forum';
  const front = () => {
    if (channel && gated) return ageGate(channel, ui);
    if (channel?.kind === 'forum') return forumView(channel, ui);
    const label = `Messages in ${channel?.name ?? ''}`;
    return logView({ scrollerId, contentId, label, messages: messageList(ui), away, toNewest });
  };
  return html`<main class="chat">
    ${header(ui)}
    <div class="chat-body">
      ${front()}
      ${pinsView(ui)}
    </div>
    ${noticeView(ui.page)} ${writes ? writingPlace(ui) : nothing} ${pickerView(ui)} ${menuView(ui)}
  </main>`;
}
