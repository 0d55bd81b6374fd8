/** Above the messages: the channel, or the app with its tabs, and the ways to the pins and to the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../view/avatar.ts';
import { icon } from '../../view/icons.ts';
import { menuButton } from '../../view/menu-button.ts';
import { wireButton } from '../../view/wire-button.ts';
import { HOME } from '../places.ts';
import { channelOf } from '../state.ts';
import type { Ui } from './ui.ts';

export function header(ui: Ui): TemplateResult {
  const { channelId, workspace, pins } = ui.state;
  const channel = channelOf(ui.state);
  const app = workspace?.members.find(({ bot }) => bot);
  const ofApp = channelId === HOME || channel?.kind === 'im';
  return html`<header class="channel-head">
      ${menuButton(ui.page)}
      ${ofApp ? (app ? avatar(app, 'small') : nothing) : icon(channel?.kind === 'private' ? 'lock' : 'hash')}
      <h1>${ofApp ? app?.name : channel?.name}</h1>
      ${channel?.topic ? html`<p class="topic">${channel.topic}</p>` : nothing}
      <span class="spread"></span>
      ${
        channel
          ? html`<button
              type="button"
              class="tool"
              aria-label="Pinned messages"
              title="Pinned messages"
              aria-expanded=${pins ? 'true' : 'false'}
              @click=${() => ui.actions.openPins()}
            >
              ${icon('pin')}
            </button>`
          : nothing
      }
      ${wireButton(ui.page)}
    </header>
    ${ofApp ? appTabs(ui) : nothing}`;
}

function appTabs({ state, page, presence }: Ui) {
  const home = state.channelId === HOME;
  return html`<nav class="s-tabs" aria-label="App">
    <button type="button" aria-current=${home ? 'page' : nothing} @click=${() => presence.openHome()}>Home</button>
    <button type="button" aria-current=${home ? nothing : 'page'} @click=${() => void page.actions.attempt(presence.openDm())}>Messages</button>
  </nav>`;
}
