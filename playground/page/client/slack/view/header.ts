/** Above the messages: the channel, or the app with its tabs, and the ways to the pins and to the wire. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel } from '../../../slack/payload.ts';
import { avatar } from '../../view/avatar.ts';
import { icon } from '../../view/icons.ts';
import { menuButton } from '../../view/menu-button.ts';
import { wireButton } from '../../view/wire-button.ts';
import { HOME } from '../places.ts';
import { channelOf, isDirect } from '../state.ts';
import { signOf } from './sidebar.ts';
import type { Ui } from './ui.ts';

export function header(ui: Ui): TemplateResult {
  const { channelId, workspace, pins } = ui.state;
  const channel = channelOf(ui.state);
  const app = workspace?.members.find(({ bot }) => bot);
  const direct = channel !== undefined && isDirect(channel);
  const ofApp = channelId === HOME || channel?.kind === 'im';
  return html`<header class="channel-head">
      ${menuButton(ui.page)}
      ${ofApp ? (app ? avatar(app, 'small') : nothing) : icon(signOf(channel))}
      <h1>${ofApp ? app?.name : channel && !direct ? channelName(channel, ui) : channel?.name}</h1>
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

/** Opens what can be done with the channel, as a click on its name does in Slack. */
function channelName({ name }: Channel, ui: Ui) {
  const open = ({ currentTarget }: Event) => {
    const box = (currentTarget as Element).getBoundingClientRect();
    ui.change({ channelMenu: { x: box.left, y: box.bottom + 6, atPointer: true } });
  };
  return html`<button type="button" class="s-channel-name" aria-haspopup="true" aria-expanded=${ui.state.channelMenu ? 'true' : 'false'} @click=${open}>
    ${name}${icon('down')}
  </button>`;
}

function appTabs({ state, page, presence }: Ui) {
  const home = state.channelId === HOME;
  return html`<nav class="s-tabs" aria-label="App">
    <button type="button" aria-current=${home ? 'page' : nothing} @click=${() => presence.openHome()}>Home</button>
    <button type="button" aria-current=${home ? nothing : 'page'} @click=${() => void page.actions.attempt(presence.openDm())}>Messages</button>
  </nav>`;
}
