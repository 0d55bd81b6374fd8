/** An input of a form, with its label, what helps to fill it in, and what is wrong with it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Input } from '../../../slack/block.ts';
import { inputsOf, valueIn } from '../form.ts';
import { elementView } from './element.ts';
import { textView } from './rich-text.ts';
import { keyOfSpot, type Spot, type Surface } from './spot.ts';
import type { Ui } from './ui.ts';

export function fieldView(input: Input, surface: Surface, ui: Ui): TemplateResult {
  const { block_id: blockId, element, label, hint, optional } = input;
  const open = ui.state.views.find(({ view }) => view.id === surface.where);
  const error = open?.errors[blockId];
  const bare: Spot = { ...surface, blockId };
  const id = element.type === 'unknown' ? `s-${blockId}` : keyOfSpot(bare, element.action_id);
  const several = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const spot: Spot = open
    ? {
        ...bare,
        field: {
          label: label.text,
          value: valueIn(open, input),
          put: (value) => ui.forms.put(input, value),
          attach: (files) => ui.forms.attach(input, files),
          described: [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' '),
          invalid: error !== undefined,
          required: !optional,
          first: inputsOf(open.view)[0] === input,
        },
      }
    : bare;
  const words = html`${textView(label, ui)}${optional ? html` <span class="s-optional">(optional)</span>` : nothing}`;
  return html`<div class="form-field s-field">
    ${several ? html`<div class="s-label">${words}</div>` : html`<label class="s-label" for=${id}>${words}</label>`}
    ${elementView(element, spot, ui)}
    ${error ? html`<p class="form-error" id="${id}-error" role="alert">${error}</p>` : nothing}
    ${hint ? html`<p class="form-note" id="${id}-hint">${textView(hint, ui)}</p>` : nothing}
  </div>`;
}
