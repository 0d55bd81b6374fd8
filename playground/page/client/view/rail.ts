/** The outermost edge: from one server or workspace to the other, and the world's own panel. A dot says that something is new there. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Chat, RailPlace } from '../chat.ts';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

export function rail(chats: readonly Chat[], { state, change, actions }: PageUi): TemplateResult {
  const places = chats.flatMap((chat) =>
    chat.places().map((place) => ({ ...place, chat, isCurrent: place.current && chat.name === state.front })),
  );
  return html`<nav class="rail" aria-label="Chats">
    ${repeat(
      places,
      ({ chat, id }) => `${chat.name}/${id}`,
      ({ chat, isCurrent, ...place }) =>
        railLink(chat, place, isCurrent, () => change({ sidebarOpen: false })),
    )}
    <span class="spread"></span>
    <button
      type="button"
      class="rail-chat rail-world"
      title="The playground's own controls: the bot, the channels, the people"
      aria-haspopup="dialog"
      @click=${() => actions.openWorld()}
    >
      <span class="rail-sign" aria-hidden="true">${icon('world')}</span><span class="rail-name">World</span>
    </button>
  </nav>`;
}

function railLink(chat: Chat, place: RailPlace, current: boolean, close: () => void) {
  const unread = !current && place.unread;
  return html`<a
    class="rail-chat ${chat.name.toLowerCase()} ${place.hasBot ? '' : 'elsewhere'} ${current ? 'current' : ''} ${unread ? 'unread' : ''}"
    href=${place.href}
    aria-current=${current ? 'page' : nothing}
    title="${place.title} (like ${chat.name})"
    @click=${close}
  >
    <span class="rail-sign" aria-hidden="true">${initials(place.title)}</span>
    <span class="rail-name">${place.label}</span>
    ${unread ? html`<span class="unseen">(unread)</span>` : nothing}
  </a>`;
}

function initials(title: string): string {
  return title
    .split(/\s+/)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .slice(0, 2)
    .join('');
}
