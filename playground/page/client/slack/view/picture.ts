/** Pictures in messages and forms: those of the workspace by their file; what lies elsewhere on the web is not loaded. */
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Image } from '../../../slack/block.ts';
import { icon } from '../../view/icons.ts';
import { webUrl } from '../../web-url.ts';
import { fileIdOf, fileSource } from '../places.ts';
import { textView } from './rich-text.ts';
import type { Ui } from './ui.ts';

export function sourceOf({ slack_file: file, image_url: url }: Image, ui: Ui): string | null {
  const { filesOrigin, me } = ui.state;
  const id = file?.id ?? fileIdOf(file?.url ?? url ?? '', filesOrigin);
  return id && me ? fileSource(id, me.id) : null;
}

/** `all` are the pictures of the same message, which can be looked at one after the other. */
export function imageView(image: Image, all: readonly Image[], ui: Ui): TemplateResult {
  return html`<figure class="s-image">
    ${image.title ? html`<figcaption>${textView(image.title, ui)}</figcaption>` : nothing}
    ${pictureView(image, all, ui)}
  </figure>`;
}

export function pictureView(image: Image, all: readonly Image[], ui: Ui): TemplateResult {
  const src = sourceOf(image, ui);
  if (!src) return elsewhere(image);
  const words = image.alt_text;
  return html`<button type="button" class="s-picture" aria-label="Enlarge: ${words || 'picture without description'}" @click=${() => enlarge(src, all, ui)}>
    <img src=${src} alt=${words} decoding="sync" ${ref(keepRoom)} />
  </button>`;
}

/** Remembers how tall the picture was, so that the next one in its place does not make everything jump. */
function keepRoom(element: Element | undefined): void {
  if (!(element instanceof HTMLImageElement) || element.onload) return;
  element.onload = () => {
    element.width = element.naturalWidth;
    element.height = element.naturalHeight;
  };
}

function enlarge(src: string, all: readonly Image[], ui: Ui): void {
  const pictures = all.flatMap((image) => {
    const source = sourceOf(image, ui);
    return source ? [{ src: source, alt: image.alt_text, original: source }] : [];
  });
  const index = Math.max(
    0,
    pictures.findIndex((picture) => picture.src === src),
  );
  ui.page.actions.show({ pictures, index });
}

/** Small ones beside texts are no buttons. */
export function smallPicture(image: Image, ui: Ui): TemplateResult {
  const src = sourceOf(image, ui);
  return src
    ? html`<img class="s-small-picture" src=${src} alt=${image.alt_text} />`
    : html`<span class="s-alt">${image.alt_text}</span>`;
}

function elsewhere({ image_url: address, alt_text: words }: Image): TemplateResult {
  const web = address ? webUrl(address) : null;
  return html`<div class="media-elsewhere">
    ${icon('link')}
    <span>${words || 'A picture'}, not loaded: ${web ? 'it lies elsewhere on the web.' : 'the file is gone.'}</span>
    ${web ? html`<a href=${web.href} target="_blank" rel="noopener noreferrer">${web.host}</a>` : nothing}
  </div>`;
}
