/** Asks for the name of a thread that is to grow from a message. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../../view/icons.ts';
import type { Ui } from './ui.ts';

export function startThreadView(ui: Ui): TemplateResult | typeof nothing {
  const { threadFor } = ui.state;
  if (!threadFor) return nothing;
  const close = () => ui.change({ threadFor: undefined });
  const submit = (event: Event) => {
    event.preventDefault();
    ui.actions.startThread();
  };
  return html`<dialog class="modal" aria-labelledby="thread-title" @close=${close}>
    <form @submit=${submit}>
      <div class="panel-head">
        <h2 id="thread-title">Start a thread</h2>
        <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
      </div>
      <div class="modal-fields">
        <div class="form-field">
          <label for="thread-name">Name</label>
          <input
            id="thread-name"
            type="text"
            maxlength="100"
            required
            autofocus
            autocomplete="off"
            .value=${live(threadFor.name)}
            @input=${({ currentTarget }: Event) => ui.change({ threadFor: { ...threadFor, name: (currentTarget as HTMLInputElement).value } })}
          />
        </div>
      </div>
      <div class="modal-foot">
        <button type="button" class="button quiet" @click=${close}>Cancel</button>
        <button type="submit" class="button primary">Create thread</button>
      </div>
    </form>
  </dialog>`;
}
