/** On narrow windows: slides the channels and people in over the chat. */
import { html, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function menuButton({ state: { sidebarOpen }, change }: PageUi): TemplateResult {
  return html`<button
    type="button"
    class="tool menu"
    aria-label="Channels and people"
    aria-expanded=${sidebarOpen ? 'true' : 'false'}
    aria-controls="sidebar"
    @click=${() => change({ sidebarOpen: !sidebarOpen })}
  >
    ${icon('menu')}
  </button>`;
}
