/** What can be done with a message, shown when it is pointed at or holds the focus; rarer things behind three dots. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../slack/payload.ts';
import { type Icon, icon } from '../../view/icons.ts';
import { at, cornerOf } from '../../view/popover.ts';
import { emojiSign } from '../emoji.ts';
import { openPicker } from './picker.ts';
import type { Ui } from './ui.ts';

const QUICK = ['star', 'white_check_mark'];
const WORDS: Record<string, string> = {
  star: 'React with a star',
  white_check_mark: 'React with a check mark',
};

export function toolbar(message: Message, list: 'channel' | 'thread', ui: Ui): TemplateResult {
  const { ephemeral, subtype } = message;
  const more = (event: Event) => ui.change({ more: { ts: message.ts, ...cornerOf(event) } });
  // What only one person sees can be neither reacted to, nor pinned, nor answered.
  if (ephemeral || subtype === 'tombstone') {
    return html`<div class="toolbar" role="toolbar" aria-label="Message">
      ${tool('bin', 'Delete message', () => ui.actions.remove(message))}
    </div>`;
  }
  const thread = { channelId: message.channel, threadTs: message.thread_ts ?? message.ts };
  return html`<div class="toolbar" role="toolbar" aria-label="Message">
    ${QUICK.map(
      (
        name,
      ) => html`<button type="button" title=${WORDS[name]} aria-label=${WORDS[name]} @click=${() => ui.actions.toggleReaction(message, name)}>
        <span class="s-emoji" aria-hidden="true">${emojiSign(name)}</span>
      </button>`,
    )}
    ${tool('react', 'Find another reaction', (event) => openPicker(event, message, ui))}
    ${list === 'channel' ? tool('thread', 'Reply in thread', () => ui.presence.visit(thread)) : nothing}
    ${tool('more', 'More actions', more)}
  </div>`;
}

function tool(name: Icon, label: string, action: (event: Event) => void) {
  return html`<button type="button" title=${label} aria-label=${label} @click=${action}>${icon(name)}</button>`;
}

const MENU = { width: 260, height: 260 };

/** "More actions" of a message: the app's shortcuts, and Slack's own. */
export function moreView(ui: Ui): TemplateResult | typeof nothing {
  const { more, me, shortcuts, workspace } = ui.state;
  const message = more && findMessage(more.ts, ui);
  if (!more || !message) return nothing;
  const close = () => ui.change({ more: undefined });
  const own = message.user === me?.id;
  const app = workspace?.members.find(({ bot }) => bot);
  const startEdit = () => {
    ui.change({ more: undefined, editing: { ts: message.ts, text: typedText(message.text, ui) } });
  };
  const remove = () => {
    close();
    ui.actions.remove(message);
  };
  return html`<div
    popover="auto"
    class="menu-list s-more"
    role="group"
    aria-label="More actions"
    .style=${at(more, MENU)}
    @toggle=${(event: ToggleEvent) => event.newState === 'closed' && close()}
  >
    <button type="button" autofocus @click=${() => ui.actions.copyLink(message)}>Copy link</button>
    <button type="button" @click=${() => ui.actions.togglePin(message)}>${message.pinned_to.length > 0 ? 'Un-pin from channel' : 'Pin to channel'}</button>
    ${own && !message.subtype ? html`<button type="button" @click=${startEdit}>Edit message</button>` : nothing}
    ${own || me?.admin ? html`<button type="button" class="danger" @click=${remove}>Delete message</button>` : nothing}
    ${shortcuts
      .filter(({ kind }) => kind === 'message')
      .map(
        ({ callbackId, name }) =>
          html`<button type="button" class="s-shortcut" @click=${() => ui.actions.runShortcut(callbackId, message)}><span>${name}</span> <small>${app?.name}</small></button>`,
      )}
  </div>`;
}

export function findMessage(ts: string, { state }: Ui): Message | undefined {
  const { messages, channelId, thread } = state;
  return messages[channelId]?.find((one) => one.ts === ts) ?? thread?.messages.find((one) => one.ts === ts);
}

/** A message's text as one would type it again. */
function typedText(text: string, { state }: Ui): string {
  const { members = [], channels = [] } = state.workspace ?? {};
  return text
    .replace(/<@([A-Z0-9]+)>/g, (_, id) => `@${members.find((member) => member.id === id)?.name ?? id}`)
    .replace(/<#([A-Z0-9]+)>/g, (_, id) => `#${channels.find((channel) => channel.id === id)?.name ?? id}`)
    .replace(/<(https?:[^<>|]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
