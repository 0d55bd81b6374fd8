/** The reactions under a message, and the small picker that adds one. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../../discord/payload.ts';
import { moveInGrid } from '../../view/grid-keys.ts';
import { icon } from '../../view/icons.ts';
import { at, cornerOf } from '../../view/popover.ts';
import type { Ui } from './ui.ts';

const PICKABLE: [emoji: string, name: string][] = [
  ['⭐', 'star'],
  ['👍', 'thumbs up'],
  ['❤️', 'heart'],
  ['🎉', 'party'],
  ['📌', 'pin'],
  ['🔥', 'fire'],
  ['😂', 'laughing'],
  ['😮', 'astonished'],
  ['👀', 'eyes'],
  ['🙏', 'thanks'],
  ['✅', 'check'],
  ['❌', 'cross'],
];

export function reactionsView(message: Message, ui: Ui): TemplateResult | typeof nothing {
  if (!message.reactions?.length) return nothing;
  return html`<div class="reactions" role="group" aria-label="Reactions">
    ${repeat(
      message.reactions,
      ({ emoji }) => emoji.id ?? emoji.name,
      ({ emoji, count, me }) => html`<button
        type="button"
        class="reaction ${me ? 'mine' : ''}"
        aria-pressed=${me ? 'true' : 'false'}
        aria-label="${emoji.name ?? 'emoji'}, ${count}"
        @click=${() => emoji.name && ui.actions.toggleReaction(message, emoji.name)}
      >
        <span class="emoji" aria-hidden="true">${emoji.name}</span><span class="count">${count}</span>
      </button>`,
    )}
    <button type="button" class="reaction add" aria-label="Add a reaction" @click=${(event: Event) => openPicker(event, message, ui)}>
      ${icon('react')}
    </button>
  </div>`;
}

export function openPicker(event: Event, message: Message, ui: Ui): void {
  ui.change({ picker: { messageId: message.id, ...cornerOf(event) } });
}

const PER_ROW = 4;
const SIZE = { width: 216, height: 132 };

/** A popover: it closes by itself on Escape and when something else is clicked. */
export function pickerView(ui: Ui): TemplateResult | typeof nothing {
  const { picker, messages, channelId } = ui.state;
  const message = messages[channelId]?.find(({ id }) => id === picker?.messageId);
  if (!picker || !message) return nothing;
  return html`<div
    popover="auto"
    class="picker"
    role="group"
    aria-label="Choose a reaction"
    .style=${at(picker, SIZE)}
    @toggle=${(event: ToggleEvent) => event.newState === 'closed' && ui.change({ picker: undefined })}
    @keydown=${moveInGrid(PER_ROW)}
  >
    ${PICKABLE.map(
      ([emoji, name], index) => html`<button
        type="button"
        ?autofocus=${index === 0}
        aria-label=${name}
        @click=${() => ui.actions.toggleReaction(message, emoji)}
      >
        ${emoji}
      </button>`,
    )}
  </div>`;
}
