/** The app's own page, as it has published it for this person. */
import { html, nothing, type TemplateResult } from 'lit';
import { blocksView } from './block.ts';
import type { Ui } from './ui.ts';

export function homeView(ui: Ui): TemplateResult {
  const { home } = ui.state;
  return html`<div class="scroller s-home" tabindex="0" role="region" aria-label="Home">
    ${home ? blocksView(home.blocks, { where: home.id, state: home.state.values }, ui) : nothing}
    ${home === null ? html`<p class="panel-empty" role="status"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> This app has nothing here yet.</p>` : nothing}
  </div>`;
}
