/** Opens the drawer with what goes over the wire. */
import { html, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function wireButton({ state, actions }: PageUi): TemplateResult {
  return html`<button
    type="button"
    class="tool wide"
    aria-expanded=${state.wireOpen ? 'true' : 'false'}
    aria-controls="wire"
    title="What goes over the wire"
    @click=${() => actions.toggleWire()}
  >
    ${icon('wire')}<span>Wire</span>
  </button>`;
}
