/** The outermost edge: from one chat to the other. A dot says that something is new there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Chat } from '../chat.ts';
import type { PageUi } from '../ui.ts';

/** With one chat there is nowhere to go. */
export function rail(
  chats: readonly Chat[],
  { state: { front }, change }: PageUi,
): TemplateResult | typeof nothing {
  if (chats.length < 2) return nothing;
  return html`<nav class="rail" aria-label="Chats">
    ${chats.map((chat) => {
      const current = chat.name === front;
      const unread = !current && chat.unread();
      return html`<a
        class="rail-chat ${chat.name.toLowerCase()} ${current ? 'current' : ''} ${unread ? 'unread' : ''}"
        href=${chat.href()}
        aria-current=${current ? 'page' : nothing}
        title="${chat.title()} (like ${chat.name})"
        @click=${() => change({ sidebarOpen: false })}
      >
        <span class="rail-sign" aria-hidden="true">${initials(chat.title())}</span>
        <span class="rail-name">${chat.name}</span>
        ${unread ? html`<span class="unseen">(unread)</span>` : nothing}
      </a>`;
    })}
  </nav>`;
}

function initials(title: string): string {
  return title
    .split(/\s+/)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .slice(0, 2)
    .join('');
}
