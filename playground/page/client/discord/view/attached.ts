/** Files on their way into a message: the button that takes them from the disk, and what has been taken. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import type { Ui } from './ui.ts';

export function attachButton(ui: Ui): TemplateResult {
  const taken = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    ui.writing.attachFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return html`<label class="attach" title="Attach files">
    ${icon('plus')}<input class="unseen" type="file" multiple aria-label="Attach files" @change=${taken} />
  </label>`;
}

export function attachedFiles(ui: Ui): TemplateResult | typeof nothing {
  const { attached } = ui.state;
  if (attached.length === 0) return nothing;
  return html`<ul class="attached" aria-label="Files to send">
    ${attached.map(
      ({ key, name, id }) => html`<li class="attached-file">
        ${icon('file')}<span class="attached-name">${name}${id === undefined ? ' ↑' : ''}</span>
        <button type="button" class="tool" aria-label="Remove ${name}" @click=${() => ui.writing.detachFile(key)}>${icon('close')}</button>
      </li>`,
    )}
  </ul>`;
}
