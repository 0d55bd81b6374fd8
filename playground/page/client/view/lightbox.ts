/** A picture enlarged, with its alt text to read and its neighbours a key away. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function lightboxView(ui: PageUi): TemplateResult | typeof nothing {
  const { lightbox } = ui.state;
  const picture = lightbox?.pictures[lightbox.index];
  if (!lightbox || !picture) return nothing;
  const { pictures, index } = lightbox;
  const close = () => ui.change({ lightbox: undefined });
  const go = (step: number) =>
    ui.change({ lightbox: { pictures, index: (index + step + pictures.length) % pictures.length } });
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowLeft') go(-1);
    if (key === 'ArrowRight') go(1);
  };
  const onClick = ({ target }: Event) => {
    if (target instanceof Element && !target.closest('img, button, a, figcaption')) close();
  };
  const several = pictures.length > 1;
  return html`<dialog class="lightbox" aria-label=${picture.alt || 'Picture'} @close=${close} @keydown=${onKey} @click=${onClick}>
    <div class="lightbox-tools">
      <a class="tool" href=${picture.original} target="_blank" rel="noopener" aria-label="Open the picture by itself">${icon('open')}</a>
      <button type="button" class="tool" aria-label="Close" autofocus @click=${close}>${icon('close')}</button>
    </div>
    ${several ? html`<button type="button" class="tool turn back" aria-label="Previous picture" @click=${() => go(-1)}>${icon('left')}</button>` : nothing}
    <figure>
      <img src=${picture.src} alt=${picture.alt} />
      ${picture.alt ? html`<figcaption aria-hidden="true">${picture.alt}</figcaption>` : nothing}
    </figure>
    ${several ? html`<button type="button" class="tool turn on" aria-label="Next picture" @click=${() => go(1)}>${icon('right')}</button>` : nothing}
    ${several ? html`<p class="lightbox-count">${index + 1} / ${pictures.length}</p>` : nothing}
  </dialog>`;
}
