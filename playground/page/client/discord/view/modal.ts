/** A form an app has opened. The browser's own dialog keeps the focus inside and closes on Escape. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Component, type Field, kind, type TextInput } from '../../../discord/component.ts';
import { icon } from '../../view/icons.ts';
import { acceptOf } from '../uploads.ts';
import { type FormField, fieldsOf } from '../values.ts';
import { markup } from './markup.ts';
import { optionsOf, selectList } from './select.ts';
import type { Ui } from './ui.ts';

const PARAGRAPH = 2;

export function modalView(ui: Ui): TemplateResult | typeof nothing {
  const { modal: open } = ui.state;
  if (!open) return nothing;
  const close = () => ui.change({ modal: undefined });
  const texts = open.modal.components.filter(
    (component): component is Extract<Component, { type: 10 }> => component.type === kind.text,
  );
  return html`<dialog class="modal" aria-labelledby="modal-title" @close=${close}>
    <form
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        ui.actions.submitModal();
      }}
    >
      <div class="panel-head">
        <h2 id="modal-title">${open.modal.title}</h2>
        <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
      </div>
      <div class="modal-fields">
        ${texts.map(({ content }, index) => markup(content, ui, `modal.${index}`))}
        ${fieldsOf(open.modal).map((field, index) => formField(field, `modal-${index}`, ui))}
      </div>
      ${open.refusal ? html`<p class="form-error form-refusal" role="alert">${open.refusal}</p>` : nothing}
      <div class="modal-foot">
        <button type="button" class="button quiet" @click=${close}>Cancel</button>
        <button type="submit" class="button primary">Submit</button>
      </div>
    </form>
  </dialog>`;
}

/** A field as its input needs it. */
interface Input extends FormField {
  id: string;
  value: string | string[];
  required: boolean;
  /** Ids of what describes it. */
  described: string;
  invalid: boolean;
  change: (value: string | string[]) => void;
}

function formField({ label, description, field }: FormField, id: string, ui: Ui) {
  const { modal } = ui.state;
  const error = modal?.errors[field.custom_id];
  const required = field.type !== kind.checkbox && field.required !== false;
  const several = field.type === kind.radio || field.type === kind.checkboxes;
  const drawn = input(
    {
      label,
      field,
      id,
      required,
      value: modal?.values[field.custom_id] ?? '',
      described: [description && `${id}-note`, error && `${id}-error`].filter(Boolean).join(' '),
      invalid: error !== undefined,
      change: (value) => ui.actions.changeField(field.custom_id, value),
    },
    ui,
  );
  return html`<div class="form-field" role=${several ? 'group' : nothing} aria-labelledby=${several ? `${id}-label` : nothing}>
    <label id="${id}-label" for=${several ? nothing : id}>
      ${label}${required ? html` <span class="star" aria-hidden="true">*</span>` : nothing}
    </label>
    ${description ? html`<p class="form-note" id="${id}-note">${description}</p>` : nothing} ${drawn}
    ${error ? html`<p class="form-error" id="${id}-error" role="alert">${error}</p>` : nothing}
  </div>`;
}

function input(given: Input, ui: Ui) {
  const { field, label, id, value, invalid, described, change } = given;
  const chosen = Array.isArray(value) ? value : [value];
  switch (field.type) {
    case kind.textInput:
      return textField(field, given);
    case kind.radio:
    case kind.checkboxes:
      return ticks(field, chosen, change);
    case kind.checkbox:
      return html`<input
        id=${id}
        type="checkbox"
        .checked=${live(value === 'true')}
        @change=${() => change(String(value !== 'true'))}
      />`;
    case kind.upload: {
      const files = ({ currentTarget }: Event) => [...((currentTarget as HTMLInputElement).files ?? [])];
      const names = chosen.map((of) => ui.state.uploads[of]).filter(Boolean);
      return html`<input
          id=${id}
          type="file"
          ?multiple=${(field.max_values ?? 1) > 1}
          accept=${acceptOf(field.file_types) || nothing}
          aria-describedby=${described || nothing}
          @change=${(event: Event) => ui.actions.attachToField(field.custom_id, files(event))}
        />
        <p class="form-note" role="status">${names.join(', ')}</p>`;
    }
    default:
      return selectList(
        {
          key: id,
          label: field.placeholder ?? label,
          options: optionsOf(field, ui.state),
          chosen,
          least: given.required ? (field.min_values ?? 1) : 0,
          most: field.max_values ?? 1,
          disabled: false,
          invalid,
          done: change,
        },
        ui,
      );
  }
}

function ticks({ type, custom_id, options }: Ticks, chosen: string[], change: Input['change']) {
  const one = type === kind.radio;
  const toggled = (of: string) =>
    chosen.includes(of) ? chosen.filter((other) => other !== of) : [...chosen, of];
  return options.map(
    ({ value, label, description }) => html`<label class="tick">
      <input
        type=${one ? 'radio' : 'checkbox'}
        name=${custom_id}
        .checked=${live(chosen.includes(value))}
        @change=${() => change(one ? value : toggled(value))}
      />
      <span>${label}${description ? html`<small>${description}</small>` : nothing}</span>
    </label>`,
  );
}

type Ticks = Extract<Field, { type: typeof kind.radio | typeof kind.checkboxes }>;

function textField(
  { style, placeholder, max_length }: TextInput,
  { id, value, required, described, invalid, change }: Input,
) {
  const onInput = ({ currentTarget }: Event) =>
    change((currentTarget as HTMLInputElement | HTMLTextAreaElement).value);
  if (style === PARAGRAPH) {
    return html`<textarea
      id=${id}
      rows="4"
      placeholder=${placeholder ?? nothing}
      maxlength=${max_length ?? nothing}
      ?required=${required}
      aria-invalid=${invalid ? 'true' : nothing}
      aria-describedby=${described || nothing}
      .value=${live(value)}
      @input=${onInput}
    ></textarea>`;
  }
  return html`<input
    id=${id}
    type="text"
    placeholder=${placeholder ?? nothing}
    maxlength=${max_length ?? nothing}
    ?required=${required}
    aria-invalid=${invalid ? 'true' : nothing}
    aria-describedby=${described || nothing}
    autocomplete="off"
    .value=${live(value)}
    @input=${onInput}
  />`;
}
