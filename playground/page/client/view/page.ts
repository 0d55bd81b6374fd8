/** The whole page: what is said of it, the chats to choose from, the one in front, and the wire. */
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Chat } from '../chat.ts';
import type { PageUi } from '../ui.ts';
import { banner } from './banner.ts';
import { lightboxView } from './lightbox.ts';
import { rail } from './rail.ts';
import { wireView } from './wire.ts';
import { worldView } from './world/panel.ts';

export function page(chats: readonly Chat[], ui: PageUi): TemplateResult {
  const { wireOpen, sidebarOpen, front } = ui.state;
  const chat = chats.find(({ name }) => name === front);
  return html`
    ${banner(
      ui,
      chats.map(({ name }) => name),
    )}
    <div class="columns ${wireOpen ? 'with-wire' : ''}">
      <div class="scrim" ?hidden=${!sidebarOpen} @click=${() => ui.change({ sidebarOpen: false })}></div>
      <aside aria-label="Where one is, and who" class="sides ${sidebarOpen ? 'open' : ''}" id="sidebar">
        ${rail(chats, ui)}${keyed(front, chat?.sidebar())}
      </aside>
      ${keyed(front, chat?.main())} ${wireView(ui)}
    </div>
    ${chat?.overlays()} ${worldView(ui)} ${lightboxView(ui)}
  `;
}
