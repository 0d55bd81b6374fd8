/** Above the messages: the channel, and the ways to its pins and to the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import type { Ui } from './ui.ts';

export function header(ui: Ui): TemplateResult {
  const { guild, channelId, sidebarOpen, wireOpen, pins } = ui.state;
  const channel = guild?.channels.find(({ id }) => id === channelId);
  return html`<header class="channel-head">
    <button
      type="button"
      class="tool menu"
      aria-label="Channels and people"
      aria-expanded=${sidebarOpen ? 'true' : 'false'}
      aria-controls="sidebar"
      @click=${() => ui.change({ sidebarOpen: !sidebarOpen })}
    >
      ${icon('menu')}
    </button>
    ${icon(channel?.kind === 'dm' ? 'at' : 'hash')}
    <h1>${channel?.name ?? ''}</h1>
    ${channel?.topic ? html`<p class="topic">${channel.topic}</p>` : nothing}
    <span class="spread"></span>
    <button
      type="button"
      class="tool"
      aria-label="Pinned messages"
      title="Pinned messages"
      aria-expanded=${pins ? 'true' : 'false'}
      @click=${() => ui.actions.openPins()}
    >
      ${icon('pin')}
    </button>
    <button
      type="button"
      class="tool wide"
      aria-expanded=${wireOpen ? 'true' : 'false'}
      aria-controls="wire"
      title="What goes over the wire"
      @click=${() => ui.actions.toggleWire()}
    >
      ${icon('wire')}<span>Wire</span>
    </button>
  </header>`;
}

/** What here is real and what is not; nobody should mistake one for the other. */
export function banner({ state: { about, connected } }: Ui): TemplateResult {
  if (about && !connected) {
    return html`<p class="banner lost" role="status">Not connected to the playground; trying again…</p>`;
  }
  const comfyui =
    about?.comfyui.kind === 'real'
      ? html`So is ComfyUI${about.comfyui.url ? html` at ${about.comfyui.url}` : nothing}.`
      : html`ComfyUI is a stand-in too: pictures are drawn without a model.`;
  return html`<p class="banner" role="note">
    <strong>Playground</strong> Discord is a stand-in here; the bot, queue and worker are real. ${about ? comfyui : nothing}
  </p>`;
}
