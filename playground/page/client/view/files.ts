/** Files that are not pictures: sounds with a player, everything else with a name, a size and a way to save it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '../../payload.ts';
import { fileSource } from '../places.ts';
import { icon } from './icons.ts';
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

const UNITS = ['B', 'KB', 'MB'];

export function readableSize(bytes: number): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  return `${Math.round((bytes / 1024 ** step) * 100) / 100} ${UNITS[step]}`;
}
