/** "Are you sure?", in the app's words. */
import { html, nothing, type TemplateResult } from 'lit';
import { textView } from './rich-text.ts';
import type { Ui } from './ui.ts';

export function confirmView(ui: Ui): TemplateResult | typeof nothing {
  const { confirming } = ui.state;
  if (!confirming) return nothing;
  const { confirm, then } = confirming;
  const close = () => ui.change({ confirming: undefined });
  const go = () => {
    close();
    then();
  };
  return html`<dialog class="modal s-confirm" aria-labelledby="confirm-title" @close=${close}>
    <div class="panel-head"><h2 id="confirm-title">${confirm.title.text}</h2></div>
    <div class="modal-fields">${textView(confirm.text, ui)}</div>
    <div class="modal-foot">
      <button type="button" class="button secondary" @click=${close}>${confirm.deny.text}</button>
      <button type="button" class="button ${confirm.style ?? 'primary'}" autofocus @click=${go}>${confirm.confirm.text}</button>
    </div>
  </dialog>`;
}
