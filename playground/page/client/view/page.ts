/** The whole page. */
import { html, nothing, type TemplateResult } from 'lit';
import { composer } from './composer.ts';
import { banner, header } from './header.ts';
import { icon } from './icons.ts';
import { lightboxView } from './lightbox.ts';
import { messageList } from './messages.ts';
import { modalView } from './modal.ts';
import { pinsView } from './pins.ts';
import { pickerView } from './reactions.ts';
import { sidebar } from './sidebar.ts';
import { menuView } from './toolbar.ts';
import type { Ui } from './ui.ts';
import { wireView } from './wire.ts';

export function page(ui: Ui, toNewest: () => void): TemplateResult {
  const { guild, channelId, away, notice, wireOpen } = ui.state;
  const name = guild?.channels.find(({ id }) => id === channelId)?.name ?? '';
  return html`
    ${banner(ui)}
    <div class="columns ${wireOpen ? 'with-wire' : ''}">
      ${sidebar(ui)}
      <main class="chat">
        ${header(ui)}
        <div class="chat-body">
          <div class="scroller" id="scroller" tabindex="0" aria-label="Messages in ${name}" role="log" aria-live="polite" aria-relevant="additions">
            <div class="message-list" id="message-list">${messageList(ui)}</div>
          </div>
          ${pinsView(ui)}
          ${away ? html`<button type="button" class="to-newest" @click=${toNewest}>To the newest ${icon('down')}</button>` : nothing}
        </div>
        ${
          notice
            ? html`<p class="notice" role="alert">
                ${icon('warning')} <span>${notice}</span>
                <button type="button" class="tool" aria-label="Close the notice" @click=${() => ui.change({ notice: undefined })}>${icon('close')}</button>
              </p>`
            : nothing
        }
        ${composer(ui)}
      </main>
      ${wireView(ui)}
    </div>
    ${pickerView(ui)} ${menuView(ui)} ${modalView(ui)} ${lightboxView(ui)}
  `;
}
