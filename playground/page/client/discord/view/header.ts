/** Above the messages: the channel, and the ways to its pins and to the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import { menuButton } from '../../view/menu-button.ts';
import { wireButton } from '../../view/wire-button.ts';
import { hashOf } from '../places.ts';
import { signOf } from './sidebar.ts';
import type { Ui } from './ui.ts';

export function header(ui: Ui): TemplateResult {
  const { guild, channelId, pins } = ui.state;
  const channel = guild?.channels.find(({ id }) => id === channelId);
  const parent = guild?.channels.find(({ id }) => id === channel?.parentId);
  return html`<header class="channel-head">
    ${menuButton(ui.page)}
    ${icon(signOf(channel))}
    ${parent ? html`<a class="head-parent" href=${hashOf({ channelId: parent.id })}>${parent.name}</a>${icon('right')}` : nothing}
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
    ${wireButton(ui.page)}
  </header>`;
}
