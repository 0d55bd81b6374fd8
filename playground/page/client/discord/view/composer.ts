/** Where one writes: plain text, or a command with a field for each option. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../../view/icons.ts';
import { type CommandDraft, type Field, type Place, placeId, unusedOptions } from '../composer/draft.ts';
import { optionType } from '../composer/invocation.ts';
import { channelOf } from '../state.ts';
import { acceptOf } from '../uploads.ts';
import { attachButton, attachedFiles } from './attached.ts';
import { keys } from './keys.ts';
import { activeId, LIST_ID, lists, suggestionList } from './suggestions.ts';
import type { Ui } from './ui.ts';

export function composer(ui: Ui): TemplateResult {
  const { state, writing } = ui;
  const { draft } = state;
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent) => {
    const stays =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!stays) writing.leave();
  };
  const taken = (event: Event, files: FileList | undefined) => {
    if (!files?.length || draft.kind !== 'text') return;
    event.preventDefault();
    writing.attachFiles([...files]);
  };
  const onPaste = (event: ClipboardEvent) => taken(event, event.clipboardData?.files);
  const onDrop = (event: DragEvent) => taken(event, event.dataTransfer?.files);
  const allowDrop = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    writing.send();
  };
  return html`<div class="composer" @focusout=${onFocusOut} @paste=${onPaste} @dragover=${allowDrop} @drop=${onDrop}>
    ${suggestionList(ui)} ${draft.kind === 'text' ? attachedFiles(ui) : nothing}
    <form class="composer-box" @submit=${onSubmit}>
      ${draft.kind === 'text' ? attachButton(ui) : nothing}
      ${draft.kind === 'text' ? textBox(draft.text, ui) : commandBox(draft, ui)}
      <button type="submit" class="send" aria-label="Send" ?disabled=${draft.kind === 'text' && draft.text.trim() === '' && state.attached.length === 0}>
        ${icon('send')}
      </button>
    </form>
  </div>`;
}

function textBox(text: string, ui: Ui) {
  const { connected } = ui.page.state;
  const channel = channelOf(ui.state);
  const signs = { dm: '@', text: '#', forum: '#', thread: '' } as const;
  const label = channel ? `Message ${signs[channel.kind]}${channel.name}` : 'Message';
  const place: Place = { in: 'text' };
  const on = keys(place, ui);
  return html`<textarea
    id=${placeId(place)}
    class="composer-text"
    rows="1"
    placeholder=${label}
    aria-label=${label}
    aria-autocomplete="list"
    aria-haspopup="listbox"
    aria-controls=${LIST_ID}
    aria-activedescendant=${activeId(place, ui.state) ?? nothing}
    autocomplete="off"
    ?disabled=${!connected}
    .value=${live(text)}
    @input=${on.input}
    @keydown=${on.keydown}
    @focus=${on.focus}
  ></textarea>`;
}

function commandBox(draft: CommandDraft, ui: Ui) {
  const { typed } = draft.invocation;
  const unused = unusedOptions(draft);
  const place: Place = { in: 'tail' };
  const on = keys(place, ui);
  const hint =
    draft.fields.length === 0 && unused.length === 0
      ? 'Press Enter to send'
      : unused.length > 0
        ? `+${unused.length} optional`
        : '';
  return html`<div class="command-line" role="group" aria-label="/${typed}">
    <span class="chip">/${typed}</span>
    ${repeat(
      draft.fields,
      ({ option }) => option.name,
      (field) => fieldView(field, ui),
    )}
    <input
      id=${placeId(place)}
      class="tail ${unused.length === 0 && draft.fields.length > 0 ? 'spent' : ''}"
      type="text"
      role="combobox"
      aria-label=${unused.length > 0 ? 'Add an option' : 'End of the command'}
      aria-autocomplete="list"
      aria-expanded=${lists(place, ui.state) ? 'true' : 'false'}
      aria-controls=${LIST_ID}
      aria-activedescendant=${activeId(place, ui.state) ?? nothing}
      aria-invalid=${draft.error ? 'true' : nothing}
      autocomplete="off"
      placeholder=${hint}
      .value=${live(draft.tail)}
      @input=${on.input}
      @keydown=${on.keydown}
      @focus=${on.focus}
    />
  </div>`;
}

function fieldView(field: Field, ui: Ui) {
  const { option, text, error } = field;
  const id = placeId({ in: 'field', name: option.name });
  return html`<div class="field ${error ? 'invalid' : ''} ${text.length > 24 ? 'long' : ''}">
    <label for=${id}>${option.name}</label>
    ${inputFor(field, id, ui)}
    ${
      option.required
        ? nothing
        : html`<button type="button" class="field-drop" tabindex="-1" aria-label="Remove ${option.name}" @click=${() => ui.writing.drop(option.name)}>
            ${icon('close')}
          </button>`
    }
  </div>`;
}

function inputFor(field: Field, id: string, ui: Ui) {
  if (field.option.type === optionType.attachment) return fileInput(field, id, ui);
  return takesProse(field) ? proseInput(field, id, ui) : valueInput(field, id, ui);
}

/** Words at any length, on as many lines as they need; everything else is one short value. */
function takesProse({ option }: Field): boolean {
  return option.type === optionType.string && option.choices.length === 0 && !option.autocomplete;
}

function proseInput({ option, text, error }: Field, id: string, ui: Ui) {
  const on = keys({ in: 'field', name: option.name }, ui);
  return html`<textarea
    id=${id}
    rows="1"
    aria-required=${option.required ? 'true' : 'false'}
    aria-invalid=${error ? 'true' : nothing}
    aria-describedby="${LIST_ID}-hint"
    autocomplete="off"
    .value=${live(text)}
    @input=${on.input}
    @keydown=${on.keydown}
    @focus=${on.focus}
  ></textarea>`;
}

/** The browser's own file input stays, unseen, for its keyboard and its name; what is seen is the file's. */
function fileInput({ option, text, uploading }: Field, id: string, ui: Ui) {
  const on = keys({ in: 'field', name: option.name }, ui);
  const onChange = ({ currentTarget }: Event) => {
    const [file] = (currentTarget as HTMLInputElement).files ?? [];
    if (file) ui.writing.attach(option.name, file);
  };
  return html`<label class="file-pick" for=${id}>${text || 'Choose a file…'}${uploading ? ' ↑' : ''}</label>
    <input
      id=${id}
      class="unseen"
      type="file"
      accept=${acceptOf(option.file_types) || nothing}
      aria-label="${option.name}: ${text || 'choose a file'}"
      @change=${onChange}
      @keydown=${on.keydown}
      @focus=${on.focus}
    />`;
}

function valueInput({ option, text, error }: Field, id: string, ui: Ui) {
  const place: Place = { in: 'field', name: option.name };
  const on = keys(place, ui);
  const numeric = option.type === optionType.integer || option.type === optionType.number;
  return html`<input
    id=${id}
    type="text"
    role="combobox"
    inputmode=${numeric ? 'decimal' : nothing}
    aria-required=${option.required ? 'true' : 'false'}
    aria-invalid=${error ? 'true' : nothing}
    aria-describedby="${LIST_ID}-hint"
    aria-autocomplete="list"
    aria-expanded=${lists(place, ui.state) ? 'true' : 'false'}
    aria-controls=${LIST_ID}
    aria-activedescendant=${activeId(place, ui.state) ?? nothing}
    autocomplete="off"
    size=${Math.max(2, text.length)}
    .value=${live(text)}
    @input=${on.input}
    @keydown=${on.keydown}
    @focus=${on.focus}
  />`;
}
