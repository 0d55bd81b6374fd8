/** The list above a composer: commands with how to use them, people, channels, emoji. */
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../view/avatar.ts';
import { icon } from '../../view/icons.ts';
import { commandIn, type Suggestion } from '../composer/suggest.ts';
import { draftOf, offered } from '../composer/writing.ts';
import type { Desk } from '../state.ts';
import type { Ui } from './ui.ts';

export const listId = (desk: Desk) => `slack-offers-${desk}`;

export function suggestionList(desk: Desk, ui: Ui): TemplateResult {
  const { lines } = offered(ui.state, desk);
  const command = desk === 'channel' ? commandIn(draftOf(ui.state, desk).text, ui.state.commands) : undefined;
  const id = listId(desk);
  return html`<div class="s-suggestions" ?hidden=${lines.length === 0 && !command}>
    ${
      command && lines.length === 0
        ? html`<p class="s-usage"><b>${command.command}</b> <span>${command.usageHint || command.description}</span></p>`
        : nothing
    }
    <div role="listbox" id=${id} aria-label="Suggestions" ?hidden=${lines.length === 0}>
      ${lines.map((line, index) => lineView(line, index, desk, ui))}
    </div>
    <div class="unseen" role="status">${lines.length > 0 ? `${lines.length} suggestions` : ''}</div>
  </div>`;
}

function lineView(line: Suggestion, index: number, desk: Desk, ui: Ui) {
  const active = index === ui.state.writing?.active;
  return html`<div
    role="option"
    id="${listId(desk)}-${index}"
    class="s-suggestion ${active ? 'active' : ''}"
    aria-selected=${active ? 'true' : 'false'}
    @mousedown=${(event: Event) => event.preventDefault()}
    @mousemove=${() => active || ui.composing.highlight(index)}
    @click=${() => ui.composing.take(desk, line)}
  >
    ${wordsOf(line, ui)}
  </div>`;
}

function wordsOf(line: Suggestion, ui: Ui): TemplateResult {
  switch (line.kind) {
    case 'command': {
      const app = ui.state.workspace?.members.find(({ bot }) => bot);
      return html`${app ? avatar(app, 'small') : nothing}
        <span class="s-command"><b>${line.command.command}</b> <span class="s-hint">${line.command.usageHint}</span></span>
        <small>${line.command.description}</small>`;
    }
    case 'person':
      return html`${avatar(line.person, 'small')}<b>${line.person.name}</b>${line.person.bot ? html` <span class="app-tag">APP</span>` : nothing}`;
    case 'channel':
      return html`${icon(line.channel.kind === 'private' ? 'lock' : 'hash')}<b>${line.channel.name}</b>`;
    case 'emoji':
      return html`<span class="s-emoji" aria-hidden="true">${line.sign}</span><span>:${line.name}:</span>`;
    default:
      return line satisfies never;
  }
}
