/** The emoji picker: a search, a grid for each group, and the colour of skin. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Message } from '../../../slack/payload.ts';
import { moveInGrid } from '../../view/grid-keys.ts';
import { at, cornerOf } from '../../view/popover.ts';
import { emojiGroups, emojiLike, emojiSign, skinTones, takesTone } from '../emoji.ts';
import type { SlackState } from '../state.ts';
import { findMessage } from './toolbar.ts';
import type { Ui } from './ui.ts';

export function openPicker(event: Event, message: Message, ui: Ui): void {
  ui.change({ picker: { ts: message.ts, typed: '', ...cornerOf(event) } });
}

const PER_ROW = 8;
const SIZE = { width: 328, height: 340 };

/** A popover: it closes by itself on Escape and when something else is clicked. */
export function pickerView(ui: Ui): TemplateResult | typeof nothing {
  const { picker, tone } = ui.state;
  const message = picker && findMessage(picker.ts, ui);
  if (!picker || !message) return nothing;
  const typed = picker.typed.trim();
  const groups = typed ? [{ name: 'Found', emoji: emojiLike(typed, 64) }] : emojiGroups;
  const choose = (name: string) => ui.actions.toggleReaction(message, toned(name, tone));
  return html`<div
    popover="auto"
    class="s-picker-box"
    role="group"
    aria-label="Choose a reaction"
    .style=${at(picker, SIZE)}
    @toggle=${(event: ToggleEvent) => event.newState === 'closed' && ui.change({ picker: undefined })}
  >
    <div class="s-picker-head">
      <input
        type="search"
        placeholder="Search all emoji"
        aria-label="Search all emoji"
        autofocus
        .value=${live(picker.typed)}
        @input=${({ currentTarget }: Event) => ui.change({ picker: { ...picker, typed: (currentTarget as HTMLInputElement).value } })}
        @keydown=${(event: KeyboardEvent) => {
          const [first] = groups[0]?.emoji[0] ?? [];
          if (event.key === 'Enter' && typed && first) choose(first);
        }}
      />
    </div>
    <div class="s-picker-list" @keydown=${moveInGrid(PER_ROW)}>
      ${groups.map(
        ({ name: heading, emoji }) => html`<h3>${heading}</h3>
          <div class="s-picker-grid">
            ${emoji.map(
              ([
                name,
              ]) => html`<button type="button" aria-label=${name} title=":${name}:" @click=${() => choose(name)}>
                ${emojiSign(toned(name, tone))}
              </button>`,
            )}
          </div>
          ${emoji.length === 0 ? html`<p class="select-empty">Nothing is called that.</p>` : nothing}`,
      )}
    </div>
    ${tonesView(ui)}
  </div>`;
}

function tonesView({ state, change }: Ui) {
  return html`<div class="s-tones" role="radiogroup" aria-label="Skin tone">
    <span aria-hidden="true">Skin tone</span>
    ${[undefined, ...skinTones].map(
      (tone) => html`<button
        type="button"
        role="radio"
        aria-checked=${state.tone === tone ? 'true' : 'false'}
        aria-label=${tone ? `Skin tone ${tone}` : 'No skin tone'}
        @click=${() => change({ tone })}
      >
        ${emojiSign(toned('raised_hand', tone))}
      </button>`,
    )}
  </div>`;
}

function toned(name: string, tone: SlackState['tone']): string {
  return tone && takesTone(name) ? `${name}::skin-tone-${tone}` : name;
}
