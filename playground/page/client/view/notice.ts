/** What was refused, in words, until it is closed or times out. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function noticeView({ state: { notice }, change }: PageUi): TemplateResult | typeof nothing {
  if (!notice) return nothing;
  return html`<p class="notice" role="alert">
    ${icon('warning')} <span>${notice}</span>
    <button type="button" class="tool" aria-label="Close the notice" @click=${() => change({ notice: undefined })}>${icon('close')}</button>
  </p>`;
}
