/** The reactions under a message. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../../slack/payload.ts';
import { icon } from '../../view/icons.ts';
import { personOf } from './person.ts';
import { openPicker } from './picker.ts';
import { emojiView } from './rich-text.ts';
import type { Ui } from './ui.ts';

export function reactionsView(message: Message, ui: Ui): TemplateResult | typeof nothing {
  const { me } = ui.state;
  if (message.reactions.length === 0) return nothing;
  return html`<div class="s-reactions" role="group" aria-label="Reactions">
    ${repeat(
      message.reactions,
      ({ name }) => name,
      ({ name, count, users }) => {
        const mine = users.includes(me?.id ?? '');
        const who = users.map((id) => (id === me?.id ? 'You' : personOf(id, ui.state).name)).join(', ');
        return html`<button
          type="button"
          class="s-reaction ${mine ? 'mine' : ''}"
          aria-pressed=${mine ? 'true' : 'false'}
          aria-label=":${name}:, ${count}"
          title="${who} reacted with :${name}:"
          @click=${() => ui.actions.toggleReaction(message, name)}
        >
          ${emojiView(name)}<span class="count">${count}</span>
        </button>`;
      },
    )}
    <button type="button" class="s-reaction add" aria-label="Add reaction" @click=${(event: Event) => openPicker(event, message, ui)}>
      ${icon('react')}
    </button>
  </div>`;
}
