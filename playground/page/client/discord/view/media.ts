/** Pictures and videos: a grid of one to ten like Discord's, each with its alt text, enlarged by a click. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../../discord/component.ts';
import type { Message } from '../../../discord/payload.ts';
import { icon } from '../../view/icons.ts';
import { webUrl } from '../../web-url.ts';
import { mosaic } from '../mosaic.ts';
import { fileSource } from '../places.ts';
import type { Ui } from './ui.ts';

export interface Picture {
  /** Tells it from the others of its message. */
  key: string;
  url: string;
  width?: number | undefined;
  height?: number | undefined;
  type?: string | undefined;
  alt: string;
  spoiler: boolean;
}

/** A component names its file by URL, or by the name it was uploaded under. */
export function pictureOf(media: Media, message: Message, alt: string, spoiler: boolean): Picture {
  const name = /^attachment:\/\/(.+)$/.exec(media.url)?.[1];
  const path = (url: string) => url.split('?')[0];
  const attachment = message.attachments.find(
    ({ filename, url }) => filename === name || path(url) === path(media.url),
  );
  return {
    key: attachment?.id ?? media.url,
    url: name ? (attachment?.url ?? media.url) : media.url,
    width: media.width ?? attachment?.width ?? undefined,
    height: media.height ?? attachment?.height ?? undefined,
    type: media.content_type ?? attachment?.content_type ?? undefined,
    alt: alt || attachment?.description || '',
    spoiler,
  };
}

/**
 * Pictures keep their places in the page: when an edit brings another one, as a preview does, the browser shows the old one
 * until the new one is there.
 */
export function mediaGrid(pictures: Picture[], ui: Ui): TemplateResult {
  const places = mosaic(pictures.length);
  const [only] = pictures;
  const size =
    pictures.length === 1 && only?.width && only.height
      ? `--width: ${only.width}; --height: ${only.height}`
      : '';
  return html`<div class="media-grid of-${pictures.length} ${size ? 'sized' : ''}" .style=${size}>
    ${pictures.map((picture, index) => html`<div class="media-cell ${places[index] ?? ''}">${tile(picture, pictures, ui)}</div>`)}
  </div>`;
}

export function tile(picture: Picture, all: Picture[], ui: Ui): TemplateResult {
  const src = fileSource(picture.url, ui.state.filesOrigin);
  if (!src) return elsewhere(picture);
  const covered = picture.spoiler && !ui.state.revealed.has(picture.key);
  if (picture.type?.startsWith('video/')) {
    return html`<video class="media" src=${src} aria-label=${picture.alt || 'Video'} controls loop playsinline preload="metadata"></video>`;
  }
  return html`<button
    type="button"
    class="media-button ${covered ? 'covered' : ''}"
    aria-label=${covered ? 'Show the spoiler' : `Enlarge: ${picture.alt || 'picture without description'}`}
    @click=${() => (covered ? ui.actions.reveal(picture.key) : enlarge(picture, all, ui))}
  >
    <img
      class="media"
     
      src=${src}
      alt=${covered ? '' : picture.alt}
      width=${picture.width ?? nothing}
      height=${picture.height ?? nothing}
      decoding="sync"
    />
    ${covered ? html`<span class="cover-word">Spoiler</span>` : nothing}
    ${picture.alt && !covered ? html`<span class="alt-mark" title=${picture.alt} aria-hidden="true"></span>` : nothing}
  </button>`;
}

function enlarge(picture: Picture, all: Picture[], ui: Ui): void {
  const shown = all
    .filter(({ type }) => !type?.startsWith('video/'))
    .flatMap(({ key, url, alt }) => {
      const src = fileSource(url, ui.state.filesOrigin);
      return src ? [{ key, src, alt, original: src }] : [];
    });
  ui.page.actions.show({
    pictures: shown,
    index: Math.max(
      0,
      shown.findIndex(({ key }) => key === picture.key),
    ),
  });
}

function elsewhere({ url, alt }: Picture): TemplateResult {
  const web = webUrl(url);
  return html`<div class="media-elsewhere">
    ${icon('link')}
    <span>${alt || 'A picture'}, not loaded: it lies elsewhere on the web.</span>
    ${web ? html`<a href=${web.href} target="_blank" rel="noopener noreferrer">${web.host}</a>` : nothing}
  </div>`;
}
