/** What can be done with the channel in front: let the app in and put it out, leave, archive. */
import { html, nothing, type TemplateResult } from 'lit';
import { moveInGrid } from '../../view/grid-keys.ts';
import { at } from '../../view/popover.ts';
import { channelOf } from '../state.ts';
import type { Ui } from './ui.ts';

const WIDTH = 260;
const LINE = 38;

export function channelMenuView(ui: Ui): TemplateResult | typeof nothing {
  const { channelMenu, me, workspace } = ui.state;
  const channel = channelOf(ui.state);
  if (!channelMenu || !channel) return nothing;
  const { id, archived, hasBot, joined } = channel;
  const app = workspace?.members.find(({ bot }) => bot)?.name ?? 'the app';
  const { actions } = ui;
  const writes = !archived && joined !== false;
  const items = [
    ...(writes && !hasBot ? [[`Add ${app}`, () => actions.inviteBot(id)] as const] : []),
    ...(!archived && hasBot && me?.admin ? [[`Remove ${app}`, () => actions.removeBot(id)] as const] : []),
    ...(writes ? [['Leave the channel', () => actions.leave(id)] as const] : []),
    ...(me?.admin
      ? [
          [
            archived ? 'Unarchive the channel' : 'Archive the channel',
            () => actions.archive(id, !archived),
          ] as const,
        ]
      : []),
  ];
  const close = () => ui.change({ channelMenu: undefined });
  return html`<div
    popover="auto"
    class="menu-list s-more"
    role="group"
    aria-label="Channel"
    .style=${at(channelMenu, { width: WIDTH, height: items.length * LINE + 12 })}
    @toggle=${(event: ToggleEvent) => event.newState === 'closed' && close()}
    @keydown=${moveInGrid(1)}
  >
    ${items.map(
      ([words, act], index) => html`<button
        type="button"
        ?autofocus=${index === 0}
        @click=${() => {
          close();
          act();
        }}
      >
        ${words}
      </button>`,
    )}
    ${items.length === 0 ? html`<p class="menu-heading">Nothing you may do here.</p>` : nothing}
  </div>`;
}
