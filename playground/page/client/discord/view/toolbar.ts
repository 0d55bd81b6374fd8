/** What can be done with a message, shown when it is pointed at or holds the focus. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { type Icon, icon } from '../../view/icons.ts';
import { cornerOf } from '../../view/popover.ts';
import { messageCommands } from '../composer/invocation.ts';
import { mayHere } from '../state.ts';
import { mayDelete } from './message-menu.ts';
import { openPicker } from './reactions.ts';
import type { Ui } from './ui.ts';

const QUICK = '⭐';

export function toolbar(message: Message, ui: Ui): TemplateResult | typeof nothing {
  const { commands } = ui.state;
  // Ephemeral answers exist for one person only: they can be neither reacted to, nor pinned, nor linked to.
  if (message.ephemeral) return nothing;
  return html`<div class="toolbar" role="toolbar" aria-label="Message">
    ${mayHere(ui.state, 'react') ? reacting(message, ui) : nothing}
    ${mayHere(ui.state, 'write') ? tool('reply', 'Reply', () => ui.writing.reply(message)) : nothing}
    ${mayHere(ui.state, 'pin') ? tool('pin', message.pinned ? 'Unpin' : 'Pin', () => ui.actions.togglePin(message)) : nothing}
    ${messageCommands(commands).length > 0 ? tool('apps', 'Apps', (event) => ui.change({ menu: { messageId: message.id, ...cornerOf(event) } })) : nothing}
    ${tool('link', 'Copy a link to this message', () => ui.actions.copyLink(message))}
    ${mayDelete(message, ui) ? tool('bin', 'Delete', () => ui.actions.remove(message), 'danger') : nothing}
    ${tool('more', 'More', (event) => ui.change({ menu: { messageId: message.id, all: true, ...cornerOf(event) } }))}
  </div>`;
}

function reacting(message: Message, ui: Ui) {
  return html`<button type="button" title="React with a star" aria-label="React with a star" @click=${() => ui.actions.toggleReaction(message, QUICK)}>
      <span class="emoji" aria-hidden="true">${QUICK}</span>
    </button>
    ${tool('react', 'Add a reaction', (event) => openPicker(event, message, ui))}`;
}

function tool(name: Icon, label: string, action: (event: Event) => void, look = '') {
  return html`<button type="button" class=${look} title=${label} aria-label=${label} @click=${action}>${icon(name)}</button>`;
}
