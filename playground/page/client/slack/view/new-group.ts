/** Asks with whom a new group message is to be. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { avatar } from '../../view/avatar.ts';
import { icon } from '../../view/icons.ts';
import type { Ui } from './ui.ts';

/** With whoever begins it, a conversation of three: of two it would be a direct message. */
const FEWEST = 2;

export function newGroupView(ui: Ui): TemplateResult | typeof nothing {
  const { newGroup: chosen, workspace, me } = ui.state;
  if (!chosen) return nothing;
  const close = () => ui.change({ newGroup: undefined });
  const toggle = (id: string) =>
    ui.change({ newGroup: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] });
  const submit = (event: Event) => {
    event.preventDefault();
    if (chosen.length >= FEWEST) void ui.page.actions.attempt(ui.presence.openGroup());
  };
  const others = workspace?.members.filter(({ id }) => id !== me?.id) ?? [];
  return html`<dialog class="modal s-modal" aria-labelledby="group-title" @close=${close}>
    <form @submit=${submit}>
      <div class="panel-head">
        <h2 id="group-title">New group message</h2>
        <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
      </div>
      <fieldset class="modal-fields s-group">
        <legend class="form-note">With two or more:</legend>
        ${others.map(
          (person) => html`<label class="tick">
            <input type="checkbox" .checked=${live(chosen.includes(person.id))} @change=${() => toggle(person.id)} />
            ${avatar(person, 'small')}<span>${person.name}</span>
          </label>`,
        )}
      </fieldset>
      <div class="modal-foot">
        <button type="button" class="button secondary" @click=${close}>Cancel</button>
        <button type="submit" class="button primary" ?disabled=${chosen.length < FEWEST}>Start</button>
      </div>
    </form>
  </dialog>`;
}
