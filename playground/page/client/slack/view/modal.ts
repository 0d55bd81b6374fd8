/** The form on top of those an app has opened. The browser's own dialog keeps the focus inside and closes on Escape. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../../view/icons.ts';
import { topView } from '../state.ts';
import { blocksView } from './block.ts';
import type { Ui } from './ui.ts';

export function modalView(ui: Ui): TemplateResult | typeof nothing {
  const open = topView(ui.state);
  if (!open) return nothing;
  const { view, refusal, sending } = open;
  const close = () => ui.forms.close(view.id);
  const back = view.previous_view_id;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (view.submit) ui.forms.submit();
  };
  return html`${keyed(
    view.id,
    html`<dialog class="modal s-modal" aria-labelledby="modal-title" @close=${close} aria-busy=${sending ? 'true' : 'false'}>
      <form novalidate @submit=${onSubmit}>
        <div class="panel-head">
          ${back ? html`<button type="button" class="tool" aria-label="Back" @click=${close}>${icon('left')}</button>` : nothing}
          <h2 id="modal-title">${view.title?.text ?? ''}</h2>
          <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
        </div>
        <div class="modal-fields">${blocksView(view.blocks, { where: view.id, state: view.state.values }, ui)}</div>
        ${refusal ? html`<p class="form-error form-refusal" role="alert">${refusal}</p>` : nothing}
        <div class="modal-foot">
          <button type="button" class="button secondary" @click=${close}>${view.close?.text ?? 'Close'}</button>
          ${
            view.submit
              ? html`<button type="submit" class="button primary ${sending ? 'waiting' : ''}">
                  <span>${view.submit.text}</span>${sending ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
                </button>`
              : nothing
          }
        </div>
      </form>
    </dialog>`,
  )}`;
}
