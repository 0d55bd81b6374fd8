/** The left side: the workspace's channels, the app with its own page and messages, and whom one acts as. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Channel, Person } from '../../../slack/payload.ts';
import { languageMark } from '../../language.ts';
import { avatar } from '../../view/avatar.ts';
import { type Icon, icon } from '../../view/icons.ts';
import { peopleView } from '../../view/people.ts';
import { isUnread } from '../events.ts';
import { HOME, hashOf } from '../places.ts';
import { isDirect } from '../state.ts';
import type { Ui } from './ui.ts';

export function sidebar(ui: Ui): TemplateResult {
  const { workspace, people, me } = ui.state;
  const channels = workspace?.channels ?? [];
  return html`<div class="sidebar">
    <div class="server-name">${workspace?.name ?? 'Playground'}</div>
    <nav aria-label="Channels">
      <h2 class="category">Channels</h2>
      <ul class="channels">
        ${repeat(
          channels.filter((channel) => !isDirect(channel)),
          ({ id }) => id,
          (channel) => channelLink(channel, ui),
        )}
      </ul>
      <h2 class="category">Direct messages</h2>
      <ul class="channels">
        ${repeat(
          channels.filter(({ kind }) => kind === 'mpim'),
          ({ id }) => id,
          (channel) => channelLink(channel, ui),
        )}
        <li>
          <button type="button" class="channel" @click=${() => ui.change({ newGroup: [] })}>
            ${icon('plus')}<span class="channel-name">New group message</span>
          </button>
        </li>
      </ul>
      <h2 class="category">Apps</h2>
      ${appLinks(ui)}
    </nav>
    ${peopleView({
      people: people.map((person) => workspace?.members.find(({ id }) => id === person.id) ?? person),
      current: me?.id,
      roleOf,
      choose: (id) => void ui.page.actions.attempt(ui.presence.actAs(id)),
    })}
  </div>`;
}

function channelLink(channel: Channel, ui: Ui) {
  const { id, name, archived } = channel;
  return html`<li>${link(id, archived ? `${name} (archived)` : name, icon(signOf(channel)), ui)}</li>`;
}

export function signOf(channel: Channel | undefined): Icon {
  const signs = { public: 'hash', private: 'lock', im: 'at', mpim: 'people' } as const;
  return channel ? signs[channel.kind] : 'hash';
}

function link(channelId: string, name: string, sign: TemplateResult, ui: Ui) {
  const current = channelId === ui.state.channelId;
  const unread = isUnread(ui.state, channelId);
  return html`<a
    class="channel ${current ? 'current' : ''} ${unread ? 'unread' : ''}"
    href=${hashOf({ channelId })}
    aria-current=${current ? 'page' : nothing}
    @click=${() => ui.page.change({ sidebarOpen: false })}
  >
    ${sign}<span class="channel-name">${name}</span>
    ${unread ? html`<span class="unseen">(unread)</span>` : nothing}
  </a>`;
}

/** The app's page and its messages are two tabs of one place; the list leads to the page, and to messages that are new. */
function appLinks(ui: Ui) {
  const { workspace, channelId } = ui.state;
  const app = workspace?.members.find(({ bot }) => bot);
  if (!app) return nothing;
  const direct = workspace?.channels.find(({ kind }) => kind === 'im');
  const unread = direct !== undefined && isUnread(ui.state, direct.id);
  const place = direct && (unread || direct.id === channelId) ? direct.id : HOME;
  return html`<ul class="channels"><li>${link(place, app.name, avatar(app, 'small'), ui)}</li></ul>`;
}

function roleOf({ admin, groups = [], locale }: Person): string {
  const roles = [...(admin ? ['Admin'] : []), ...groups];
  return `${roles.length > 0 ? roles.join(', ') : 'Member'}${languageMark(locale)}`;
}
