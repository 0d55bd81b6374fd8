/** Files of a message: pictures to look at, films and sounds to play, everything else to save. */
import { html, nothing, type TemplateResult } from 'lit';
import type { File } from '../../../slack/payload.ts';
import { readableSize } from '../../sizes.ts';
import { icon } from '../../view/icons.ts';
import { fileSource } from '../places.ts';
import { pictureView } from './picture.ts';
import type { Ui } from './ui.ts';

export function filesView(files: readonly File[], ui: Ui): TemplateResult | typeof nothing {
  const { me } = ui.state;
  if (files.length === 0 || !me) return nothing;
  const pictures = files.filter(isPicture).map(asImage);
  return html`<div class="s-files">
    ${files.map((file) => {
      if (file.mode === 'tombstone') return html`<p class="s-file gone">This file was deleted.</p>`;
      const source = fileSource(file.id, me.id);
      if (isPicture(file)) {
        return html`<figure class="s-image">
          <figcaption>${file.title}</figcaption>
          ${pictureView(asImage(file), pictures, ui)}
        </figure>`;
      }
      if (file.mimetype.startsWith('video/')) {
        return html`<figure class="s-image">
          <figcaption>${file.title}</figcaption>
          <video class="s-film" src=${source} aria-label=${file.alt_txt || file.title} controls playsinline preload="metadata"></video>
        </figure>`;
      }
      return cardView(file, source);
    })}
  </div>`;
}

const isPicture = ({ mimetype, mode }: File) => mode !== 'tombstone' && mimetype.startsWith('image/');
const asImage = ({ id, alt_txt: words, title }: File) => ({
  type: 'image' as const,
  slack_file: { id },
  alt_text: words || title,
});

function cardView({ name, title, size, mimetype, pretty_type: kind }: File, source: string): TemplateResult {
  const sound = mimetype.startsWith('audio/');
  return html`<div class="s-file">
    ${icon(sound ? 'sound' : 'file')}
    <div class="s-file-words">
      <a class="s-file-name" href=${source} download=${name}>${title || name}</a>
      <small>${[kind, readableSize(size)].filter(Boolean).join(' · ')}</small>
    </div>
    <a class="tool" href=${source} download=${name} aria-label="Save ${name}">${icon('save')}</a>
    ${sound ? html`<audio src=${source} controls preload="metadata" aria-label=${title || name}></audio>` : nothing}
  </div>`;
}
