/** The panel over a channel's messages that lists the pinned ones. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

export function pinsPanel(pins: readonly TemplateResult[], close: () => void): TemplateResult {
  return html`<section
    class="pins"
    aria-label="Pinned messages"
    @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
  >
    <div class="panel-head">
      ${icon('pin')}
      <h2>Pinned messages</h2>
      <button type="button" class="tool" aria-label="Close the pinned messages" @click=${close}>${icon('close')}</button>
    </div>
    ${pins.length === 0 ? html`<p class="panel-empty">This channel has no pinned messages yet.</p>` : nothing}
    ${pins}
  </section>`;
}
