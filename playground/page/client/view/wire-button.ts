/** Opens the drawer with what goes over the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function wireButton({ state, actions }: PageUi): TemplateResult {
  return html`<button
    type="button"
    class="tool wide"
    aria-expanded=${state.wireOpen ? 'true' : 'false'}
    aria-controls=${state.wireOpen ? 'wire' : nothing}
    title="What goes over the wire"
    @click=${() => actions.toggleWire()}
  >
    ${icon('wire')}<span>Wire</span>
  </button>`;
}
