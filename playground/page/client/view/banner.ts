/** What here is real and what is not; nobody should mistake one for the other. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageUi } from '../ui.ts';

export function banner({ state: { about, connected } }: PageUi, standIns: readonly string[]): TemplateResult {
  if (about && !connected) {
    return html`<p class="banner lost" role="status">Not connected to the playground; trying again…</p>`;
  }
  const comfyui =
    about?.comfyui.kind === 'real'
      ? html`So is ComfyUI${about.comfyui.url ? html` at ${about.comfyui.url}` : nothing}.`
      : html`ComfyUI is a stand-in too: pictures are drawn without a model.`;
  const chats =
    standIns.length > 1
      ? `${standIns.join(' and ')} are stand-ins here`
      : `${standIns.join()} is a stand-in here`;
  return html`<header class="banner">
    <strong>Playground</strong> ${about ? html`${chats}; the bot, queue and worker are real. ${comfyui}` : nothing}
  </header>`;
}
