/** Where one writes: under a channel, under a thread, or in place of a message that is changed. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../../view/icons.ts';
import { draftOf, fieldId, offered } from '../composer/writing.ts';
import { channelOf, type Desk, isDirect, placeName } from '../state.ts';
import { listId, suggestionList } from './suggestions.ts';
import type { Ui } from './ui.ts';

export function composer(desk: Desk, ui: Ui): TemplateResult {
  const { state, composing } = ui;
  const channel = channelOf(state);
  if (desk === 'channel' && channel?.archived) {
    return html`<p class="s-archived">
      You are viewing <b>#${channel.name}</b>, an archived channel.
      ${state.me?.admin ? html`<button type="button" class="button secondary" @click=${() => ui.actions.archive(channel.id, false)}>Unarchive</button>` : nothing}
    </p>`;
  }
  if (desk === 'channel' && channel && channel.joined === false) {
    return html`<p class="s-archived">
      You are not in <b>#${channel.name}</b>.
      <button type="button" class="button secondary" @click=${() => ui.actions.join(channel.id)}>Join channel</button>
    </p>`;
  }
  const taken = (event: Event, files: FileList | undefined) => {
    if (!files?.length || desk === 'edit') return;
    event.preventDefault();
    composing.attach(desk, [...files]);
  };
  const allowDrop = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const send = () => (desk === 'edit' ? ui.actions.saveEdit() : composing.send(desk));
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send();
  };
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent) => {
    const stays =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!stays) composing.leave();
  };
  return html`<div
    class="s-composer at-${desk}"
    @focusout=${onFocusOut}
    @paste=${(event: ClipboardEvent) => taken(event, event.clipboardData?.files)}
    @dragover=${allowDrop}
    @drop=${(event: DragEvent) => taken(event, event.dataTransfer?.files)}
  >
    ${suggestionList(desk, ui)}
    <form class="s-box" @submit=${onSubmit}>
      ${textField(desk, send, ui)} ${filesOf(desk, ui)}
      <div class="s-box-foot">
        ${desk === 'edit' ? editButtons(ui) : sendButtons(desk, ui)}
      </div>
    </form>
  </div>`;
}

const placeholders = (ui: Ui): Record<Desk, string> => {
  const channel = channelOf(ui.state);
  const name = channel ? placeName(channel) : '';
  return { channel: `Message ${name}`, thread: 'Reply…', edit: 'Edit the message' };
};

function textField(desk: Desk, send: () => void, ui: Ui) {
  const { state, page, composing } = ui;
  const label = placeholders(ui)[desk];
  const { lines } = offered(state, desk);
  const active = state.writing?.active ?? -1;
  const onInput = ({ currentTarget }: Event) => {
    const { value, selectionStart } = currentTarget as HTMLTextAreaElement;
    composing.type(desk, value, selectionStart);
  };
  const onKey = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (!event.isComposing && pressed(event, desk, send, ui)) event.preventDefault();
  };
  return html`<textarea
    id=${fieldId(desk)}
    rows="1"
    placeholder=${label}
    aria-label=${desk === 'thread' ? 'Reply in the thread' : label}
    aria-autocomplete="list"
    aria-haspopup="listbox"
    aria-controls=${listId(desk)}
    aria-activedescendant=${lines.length > 0 && active >= 0 ? `${listId(desk)}-${active}` : nothing}
    autocomplete="off"
    ?disabled=${!page.state.connected}
    .value=${live(draftOf(state, desk).text)}
    @input=${onInput}
    @keydown=${onKey}
  ></textarea>`;
}

/** Whether the key is dealt with, and means nothing else. */
function pressed(
  event: KeyboardEvent,
  desk: Desk,
  send: () => void,
  { state, composing, change }: Ui,
): boolean {
  const { lines } = offered(state, desk);
  const active = state.writing?.active ?? -1;
  const chosen = lines[active];
  switch (event.key) {
    case 'Enter':
      if (event.shiftKey) return false;
      // The whole name of a command is a command, whatever else is offered.
      if (chosen && !isWhole(chosen, draftOf(state, desk).text)) composing.take(desk, chosen);
      else send();
      return true;
    case 'Tab':
      if (event.shiftKey || !chosen) return false;
      composing.take(desk, chosen);
      return true;
    case 'ArrowDown':
    case 'ArrowUp': {
      if (lines.length === 0) return false;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      composing.highlight((active + step + lines.length) % lines.length);
      return true;
    }
    case 'Escape':
      if (lines.length > 0) composing.putAway();
      else if (desk === 'edit') change({ editing: undefined });
      else return false;
      event.stopPropagation();
      return true;
    default:
      return false;
  }
}

function isWhole(chosen: ReturnType<typeof offered>['lines'][number], text: string): boolean {
  return chosen.kind === 'command' && chosen.command.command === text;
}

function filesOf(desk: Desk, ui: Ui) {
  const { files, uploading } = draftOf(ui.state, desk);
  if (files.length + uploading.length === 0) return nothing;
  return html`<div class="s-draft-files">
    ${files.map(
      ({ id, name }) => html`<span class="s-chip">${name}
        <button type="button" aria-label="Remove ${name}" @click=${() => ui.composing.detach(desk, id)}>${icon('close')}</button>
      </span>`,
    )}
    ${uploading.map((name) => html`<span class="s-chip" role="status">${name}, on its way…</span>`)}
  </div>`;
}

function sendButtons(desk: Desk, ui: Ui) {
  const { text, files } = draftOf(ui.state, desk);
  const id = `${fieldId(desk)}-file`;
  const channel = channelOf(ui.state);
  const attach = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    ui.composing.attach(desk, [...(input.files ?? [])]);
    input.value = '';
  };
  return html`<label class="s-attach" for=${id} title="Attach a file">${icon('plus')}</label>
    <input id=${id} class="unseen" type="file" multiple aria-label="Attach a file" @change=${attach} />
    <button type="button" class="s-tool" title="Mention someone" aria-label="Mention someone" @click=${() => ui.composing.insert(desk, '@')}>${icon('at')}</button>
    ${
      desk === 'thread' && channel && !isDirect(channel)
        ? html`<label class="s-broadcast">
            <input type="checkbox" .checked=${live(ui.state.broadcast)} @change=${() => ui.change({ broadcast: !ui.state.broadcast })} />
            <span>Also send to #${channel.name}</span>
          </label>`
        : nothing
    }
    <span class="spread"></span>
    <button type="submit" class="s-send" aria-label=${desk === 'thread' ? 'Send the reply' : 'Send'} ?disabled=${text.trim() === '' && files.length === 0}>
      ${icon('send')}
    </button>`;
}

function editButtons(ui: Ui) {
  return html`<span class="spread"></span>
    <button type="button" class="button secondary" @click=${() => ui.change({ editing: undefined })}>Cancel</button>
    <button type="submit" class="button primary">Save</button>`;
}
