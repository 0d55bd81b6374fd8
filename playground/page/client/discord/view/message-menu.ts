/** A message's menu: what one can do with it, and the commands apps have put there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { moveInGrid } from '../../view/grid-keys.ts';
import { at } from '../../view/popover.ts';
import { messageCommands } from '../composer/invocation.ts';
import { mayHere } from '../state.ts';
import { summaryOf } from '../summary.ts';
import type { Ui } from './ui.ts';

const WIDTH = 220;
const LINE = 38;

/** With `all` everything; else the apps' commands alone. */
export function menuView(ui: Ui): TemplateResult | typeof nothing {
  const { menu, messages, channelId, commands } = ui.state;
  const message = messages[channelId]?.find(({ id }) => id === menu?.messageId);
  if (!menu || !message) return nothing;
  const close = () => ui.change({ menu: undefined });
  const own = menu.all ? ownItems(message, menu, ui) : [];
  const apps = message.ephemeral
    ? []
    : messageCommands(commands).map((name): Item => [name, () => ui.actions.runOnMessage(message, name)]);
  const last = menu.all && mayDelete(message, ui) ? [deletion(message, ui)] : [];
  const items = [...own, ...apps, ...last];
  if (items.length === 0) return nothing;
  const size = { width: WIDTH, height: items.length * LINE + 44 };
  return html`<div
    popover="auto"
    class="menu-list"
    role="group"
    aria-label=${menu.all ? 'Message' : 'Apps'}
    .style=${at(menu, size)}
    @toggle=${(event: ToggleEvent) => event.newState === 'closed' && close()}
    @keydown=${moveInGrid(1)}
  >
    ${own.map(([words, act], index) => item(words, act, index === 0))}
    ${menu.all && apps.length > 0 ? html`<p class="menu-heading">Apps</p>` : nothing}
    ${apps.map(([words, act], index) => item(words, act, own.length === 0 && index === 0))}
    ${last.map(([words, act]) => item(words, act, items.length === 1, 'danger'))}
  </div>`;

  function item(words: string, act: () => void, isFirst: boolean, look = '') {
    const run = () => {
      close();
      act();
    };
    return html`<button type="button" class=${look} ?autofocus=${isFirst} @click=${run}>${words}</button>`;
  }
}

type Item = readonly [words: string, act: () => void];

function ownItems(message: Message, corner: { x: number; y: number }, ui: Ui): Item[] {
  // What only one person sees can be neither reacted to, nor pinned, nor linked to.
  if (message.ephemeral) return [];
  const may = (right: Parameters<typeof mayHere>[1]) => mayHere(ui.state, right);
  const name = summaryOf(message).slice(0, 60) || 'New thread';
  const { x, y } = corner;
  return [
    ...(may('react')
      ? [['Add a reaction', () => ui.change({ picker: { messageId: message.id, x, y } })] as const]
      : []),
    ...(may('write') ? [['Reply', () => ui.writing.reply(message)] as const] : []),
    ...(may('start threads') && !message.thread
      ? [['Start a thread', () => ui.change({ threadFor: { messageId: message.id, name } })] as const]
      : []),
    ...(may('pin') ? [[message.pinned ? 'Unpin' : 'Pin', () => ui.actions.togglePin(message)] as const] : []),
    ['Copy a link', () => ui.actions.copyLink(message)],
  ];
}

function deletion(message: Message, ui: Ui): Item {
  return [message.ephemeral ? 'Dismiss message' : 'Delete message', () => ui.actions.remove(message)];
}

/** One's own, and everybody's for those who look after the server. */
export function mayDelete(message: Message, { state }: Ui): boolean {
  return message.ephemeral || message.author.id === state.me?.id || mayHere(state, 'moderate');
}
