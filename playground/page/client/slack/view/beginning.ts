/** The top of a channel; on a first visit, something to begin with. */
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../view/avatar.ts';
import { channelOf } from '../state.ts';
import type { Ui } from './ui.ts';

const FIRST_WORDS = 'a lighthouse at dusk';

export function channelBeginning(ui: Ui, empty: boolean): TemplateResult | typeof nothing {
  const channel = channelOf(ui.state);
  if (!channel) return nothing;
  const { kind, name, topic } = channel;
  const app = ui.state.workspace?.members.find(({ bot }) => bot);
  if (kind === 'im') {
    return html`<div class="s-beginning">
      ${app ? avatar(app) : nothing}
      <h2>${name}</h2>
      <p>This is the very beginning of your messages with ${name}. Only the two of you can see them.</p>
    </div>`;
  }
  if (kind === 'mpim') {
    return html`<div class="s-beginning">
      <h2>${name}</h2>
      <p>This is the very beginning of your group message with ${name}. Only those who are in it can see it.</p>
      ${empty && channel.hasBot ? invitation(name, ui) : nothing}
    </div>`;
  }
  return html`<div class="s-beginning">
    <h2>#${name}</h2>
    <p>This is the very beginning of the #${name} channel. ${topic}</p>
    ${channel.hasBot || channel.archived ? nothing : html`<button type="button" class="button secondary" @click=${() => ui.actions.inviteBot(channel.id)}>Add ${app?.name ?? 'the app'} to this channel</button>`}
    ${empty && channel.hasBot ? invitation(name, ui) : nothing}
  </div>`;
}

function invitation(channelName: string, ui: Ui) {
  if (channelName === 'gallery') {
    return html`<p class="hint">Nothing here yet. React to a picture you like with ⭐ and, if its maker agrees, it is shown here.</p>`;
  }
  const command = ui.state.commands.find(({ command: name }) => name === '/render')?.command;
  if (!command) return nothing;
  return html`<button type="button" class="invitation" @click=${() => ui.composing.fill(`${command} ${FIRST_WORDS}`)}>
    <span class="invitation-lead">Make your first picture</span>
    <span class="invitation-command">Type <kbd>${command} ${FIRST_WORDS}</kbd></span>
    <span class="invitation-tail">Click to put it into the message box, then press Enter. ${command} alone opens a form.</span>
  </button>`;
}
