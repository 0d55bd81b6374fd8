/** The top of a channel; on a first visit, a word of welcome and something to begin with. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import { channelOf } from '../state.ts';
import type { Ui } from './ui.ts';

const FIRST_WORDS = 'a lighthouse at dusk';

export function channelBeginning(ui: Ui, empty: boolean): TemplateResult | typeof nothing {
  const channel = channelOf(ui.state);
  if (!channel) return nothing;
  const direct = channel.kind === 'dm';
  if (channel.kind === 'thread') {
    return html`<div class="beginning"><div class="beginning-sign">${icon('thread')}</div><h2>${channel.name}</h2></div>`;
  }
  return html`<div class="beginning">
    <div class="beginning-sign">${icon(direct ? 'at' : 'hash')}</div>
    <h2>${direct ? channel.name : `Welcome to #${channel.name}`}</h2>
    <p>${direct ? `This is the beginning of your conversation with ${channel.name}.` : `This is the beginning of the #${channel.name} channel. ${channel.topic}`}</p>
    ${empty && !direct ? invitation(channel.name, ui) : nothing}
  </div>`;
}

function invitation(channelName: string, ui: Ui) {
  if (channelName === 'gallery') {
    return html`<p class="hint">Nothing here yet. Star a picture you like with ⭐ and, if its maker agrees, it is shown here.</p>`;
  }
  if (ui.state.guild?.hasBot === false && ui.state.commands.length === 0) {
    return html`<p class="hint">The bot is not in this server, and you have not brought it along.</p>`;
  }
  const ready = ui.state.commands.some(({ name }) => name === 'render');
  if (!ready)
    return html`<p class="hint" role="status"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> The bot is on its way…</p>`;
  return html`<button type="button" class="invitation" @click=${() => ui.writing.fill(`/render ${FIRST_WORDS}`)}>
    <span class="invitation-lead">Make your first picture</span>
    <span class="invitation-command">Type <kbd>/render ${FIRST_WORDS}</kbd></span>
    <span class="invitation-tail">Click to put it into the message box, then press Enter.</span>
  </button>`;
}
