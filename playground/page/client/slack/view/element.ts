/** Draws what people use: buttons, menus, boxes to tick, fields to type in. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Element, FileInput, Picker, Ticks, Typed } from '../../../slack/element.ts';
import { keyOf } from '../form.ts';
import { buttonView, overflowView } from './button.ts';
import { menuView } from './menu.ts';
import { textView } from './rich-text.ts';
import { keyOfSpot, putAt, type Spot, valueAt } from './spot.ts';
import type { Ui } from './ui.ts';

export function elementView(element: Element, spot: Spot, ui: Ui): TemplateResult {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return buttonView(element, spot, ui);
    case 'overflow':
      return overflowView(element, spot, ui);
    case 'checkboxes':
    case 'radio_buttons':
      return ticksView(element, spot, ui);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return pickerView(element, spot, ui);
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return typedView(element, spot, ui);
    case 'file_input':
      return fileView(element, spot, ui);
    case 'unknown':
      return html`<p class="not-drawn">This page does not draw elements of type ${element.slackType}.</p>`;
    default:
      return menuView(element, spot, ui);
  }
}

function ticksView(element: Ticks, spot: Spot, ui: Ui): TemplateResult {
  const value = valueAt(element, spot, ui);
  const chosen = value === null ? [] : typeof value === 'string' ? [value] : value;
  const one = element.type === 'radio_buttons';
  const toggled = (of: string) =>
    chosen.includes(of) ? chosen.filter((other) => other !== of) : [...chosen, of];
  const name = keyOfSpot(spot, element.action_id);
  return html`<div class="s-ticks" role=${one ? 'radiogroup' : 'group'} aria-label=${spot.field?.label ?? nothing}>
    ${element.options.map((option) => {
      const key = keyOf(option);
      return html`<label class="tick">
        <input
          type=${one ? 'radio' : 'checkbox'}
          name=${name}
          .checked=${live(chosen.includes(key))}
          @change=${() => putAt(element, spot, ui, one ? key : toggled(key))}
        />
        <span>${textView(option.text, ui)}${option.description ? html`<small>${textView(option.description, ui)}</small>` : nothing}</span>
      </label>`;
    })}
  </div>`;
}

function pickerView(element: Picker, spot: Spot, ui: Ui): TemplateResult {
  const { type } = element;
  const value = valueAt(element, spot, ui);
  const shown =
    typeof value === 'string' ? (type === 'datetimepicker' ? localTime(Number(value)) : value) : '';
  const onChange = ({ currentTarget }: Event) => {
    const { value: given } = currentTarget as HTMLInputElement;
    const put =
      type === 'datetimepicker' && given ? String(Math.floor(new Date(given).getTime() / 1000)) : given;
    putAt(element, spot, ui, put || null);
  };
  return html`<input
    id=${keyOfSpot(spot, element.action_id)}
    class="s-picker"
    type=${{ datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' }[type]}
    aria-label=${spot.field?.label ?? element.placeholder?.text ?? 'Choose'}
    .value=${live(shown)}
    @change=${onChange}
  />`;
}

/** What the browser's own picker takes: this zone's time without saying so. */
function localTime(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function typedView(element: Typed, spot: Spot, ui: Ui): TemplateResult {
  const { type, placeholder, multiline, max_length: most } = element;
  const { field } = spot;
  const value = valueAt(element, spot, ui);
  const text = typeof value === 'string' ? value : '';
  const put = ({ currentTarget }: Event) =>
    putAt(element, spot, ui, (currentTarget as HTMLInputElement | HTMLTextAreaElement).value || null);
  // Outside of a form the app may be told of every change, so it is told of whole ones only.
  const onInput = field ? put : nothing;
  const onChange = field ? nothing : put;
  const id = keyOfSpot(spot, element.action_id);
  if (multiline || type === 'rich_text_input') {
    return html`<textarea
      id=${id}
      rows="4"
      placeholder=${placeholder?.text ?? nothing}
      aria-required=${field?.required ? 'true' : 'false'}
      aria-invalid=${field?.invalid ? 'true' : nothing}
      aria-describedby=${field?.described || nothing}
      ?autofocus=${field?.first ?? false}
      .value=${live(text)}
      @input=${onInput}
      @change=${onChange}
    ></textarea>${countView(text, most)}`;
  }
  const mode = {
    number_input: 'decimal',
    email_text_input: 'email',
    url_text_input: 'url',
    plain_text_input: 'text',
  };
  return html`<input
    id=${id}
    type="text"
    inputmode=${mode[type]}
    placeholder=${placeholder?.text ?? nothing}
    aria-required=${field?.required ? 'true' : 'false'}
    aria-invalid=${field?.invalid ? 'true' : nothing}
    aria-describedby=${field?.described || nothing}
    autocomplete="off"
    ?autofocus=${field?.first ?? false}
    .value=${live(text)}
    @input=${onInput}
    @change=${onChange}
  />`;
}

/** How much is left, once it is little. */
function countView(text: string, most = Infinity) {
  const left = most - [...text].length;
  return left < 100 ? html`<span class="s-count" aria-hidden="true">${left}</span>` : nothing;
}

function fileView(
  { action_id, filetypes = [], max_files: most }: FileInput,
  spot: Spot,
  ui: Ui,
): TemplateResult {
  const { field } = spot;
  const ids = Array.isArray(field?.value) ? field.value : [];
  const names = ids.map((id) => ui.state.labels[id] ?? id);
  return html`<input
      id=${keyOfSpot(spot, action_id)}
      type="file"
      ?multiple=${most > 1}
      accept=${filetypes.map((type) => `.${type}`).join(',') || nothing}
      aria-describedby=${field?.described || nothing}
      @change=${({ currentTarget }: Event) => field?.attach([...((currentTarget as HTMLInputElement).files ?? [])])}
    />
    <p class="form-note" role="status">${names.join(', ')}</p>`;
}
