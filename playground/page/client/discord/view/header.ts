/** Above the messages: the channel, and the ways to its pins and to the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel } from '../../../discord/payload.ts';
import { icon } from '../../view/icons.ts';
import { menuButton } from '../../view/menu-button.ts';
import { wireButton } from '../../view/wire-button.ts';
import { hashOf } from '../places.ts';
import { channelOf } from '../state.ts';
import { signOf } from './sidebar.ts';
import type { Ui } from './ui.ts';

export function header(ui: Ui): TemplateResult {
  const { guild, pins } = ui.state;
  const channel = channelOf(ui.state);
  const parent = guild?.channels.find(({ id }) => id === channel?.parentId);
  return html`<header class="channel-head">
    ${menuButton(ui.page)}
    ${icon(signOf(channel))}
    ${parent ? html`<a class="head-parent" href=${hashOf({ channelId: parent.id })}>${parent.name}</a>${icon('right')}` : nothing}
    <h1>${channel?.name ?? ''}</h1>
    ${channel?.topic ? html`<p class="topic">${channel.topic}</p>` : nothing}
    <span class="spread"></span>
    ${channel?.may.includes('archive') ? archiving(channel, ui) : nothing}
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

/** Of a thread that one may close, or open again. */
function archiving({ id, archived }: Channel, ui: Ui) {
  const words = archived ? 'Open the thread again' : 'Close the thread';
  const toggle = () => ui.actions.setArchived(id, !archived);
  return html`<button type="button" class="tool" aria-label=${words} title=${words} @click=${toggle}>${icon(archived ? 'unarchive' : 'archive')}</button>`;
}
