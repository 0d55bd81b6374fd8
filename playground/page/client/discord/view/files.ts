/** Files that are not pictures: sounds with a player, everything else with a name, a size and a way to save it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '../../../discord/payload.ts';
import { readableSize } from '../../sizes.ts';
import { icon } from '../../view/icons.ts';
import { fileSource } from '../places.ts';
import type { Ui } from './ui.ts';

type FileLike = Pick<Attachment, 'filename' | 'size' | 'url' | 'content_type'>;

export function fileView({ filename, size, url, content_type }: FileLike, ui: Ui): TemplateResult {
  const source = fileSource(url, ui.state.filesOrigin);
  const sound = content_type?.startsWith('audio/') ?? false;
  return html`<div class="file">
    ${icon(sound ? 'sound' : 'file')}
    <div>
      ${source ? html`<a class="file-name" href=${source} download=${filename}>${filename}</a>` : html`<span class="file-name">${filename}</span>`}
      <small>${readableSize(size)}</small>
    </div>
    ${source ? html`<a class="tool" href=${source} download=${filename} aria-label="Save ${filename}">${icon('save')}</a>` : nothing}
    ${sound && source ? html`<audio src=${source} controls preload="metadata" aria-label=${filename}></audio>` : nothing}
  </div>`;
}
