/** The left side: the server's channels, this person's conversations, and whom one acts as. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Channel, Member } from '../../../discord/payload.ts';
import { languageMark } from '../../language.ts';
import { avatar } from '../../view/avatar.ts';
import { type Icon, icon } from '../../view/icons.ts';
import { peopleView } from '../../view/people.ts';
import { isUnread } from '../events.ts';
import { hashOf } from '../places.ts';
import type { Ui } from './ui.ts';

export function sidebar(ui: Ui): TemplateResult {
  const { guild, people, me } = ui.state;
  const channels = guild?.channels ?? [];
  const direct = channels.filter(({ kind }) => kind === 'dm');
  return html`
    <div class="sidebar">
      <div class="server-name">${guild?.name ?? 'Playground'}</div>
      <nav aria-label="Channels">
        <h2 class="category">Text channels</h2>
        ${channelLinks(
          channels.filter((channel) => channel.kind !== 'dm' && isListed(channel, ui)),
          ui,
        )}
        ${direct.length > 0 || guild?.hasBot ? html`<h2 class="category">Direct messages</h2>` : nothing}
        ${direct.length > 0 ? channelLinks(direct, ui) : dmOpener(ui)}
      </nav>
      ${peopleView({
        people: people.map((person) => guild?.members.find(({ id }) => id === person.id) ?? person),
        current: me?.id,
        roleOf,
        choose: (id) => void ui.page.actions.attempt(ui.presence.actAs(id)),
      })}
    </div>
  `;
}

function channelLinks(channels: Channel[], ui: Ui) {
  return html`<ul class="channels">
    ${repeat(
      channels,
      ({ id }) => id,
      (channel) => channelLink(channel, ui),
    )}
  </ul>`;
}

/** Until the two have talked there is no channel, only the bot one could write to. */
function dmOpener(ui: Ui) {
  const bot = ui.state.guild?.members.find((member) => member.bot);
  if (!bot) return nothing;
  return html`<button type="button" class="channel" @click=${() => ui.page.actions.attempt(ui.presence.openDm())}>
    ${avatar(bot, 'small')}<span class="channel-name">${bot.name}</span>
  </button>`;
}

function channelLink(channel: Channel, ui: Ui) {
  const { id, name, kind, ageRestricted } = channel;
  const current = id === ui.state.channelId;
  const unread = isUnread(ui.state, id);
  const bot = ui.state.guild?.members.find((member) => member.name === name);
  return html`<li>
    <a
      class="channel ${kind === 'thread' ? 'thread' : ''} ${current ? 'current' : ''} ${unread ? 'unread' : ''}"
      href=${hashOf({ channelId: id })}
      aria-current=${current ? 'page' : nothing}
      @click=${() => ui.page.change({ sidebarOpen: false })}
    >
      ${kind === 'dm' ? avatar({ name, color: bot?.color ?? 'var(--brand)' }, 'small') : icon(signOf(channel))}
      <span class="channel-name">${name}</span>
      ${ageRestricted && kind !== 'thread' ? html`<span class="age-mark" title="Age-restricted">18+</span>` : nothing}
      ${unread ? html`<span class="unseen">(unread)</span>` : nothing}
    </a>
  </li>`;
}

/** Threads that sleep are found in their channel; of a forum's posts the list shows only the one in front. */
function isListed(channel: Channel, { state: { guild, channelId } }: Ui): boolean {
  if (channel.kind !== 'thread' || channel.id === channelId) return true;
  const parent = guild?.channels.find(({ id }) => id === channel.parentId);
  return !channel.archived && parent?.kind !== 'forum';
}

export function signOf(channel: Channel | undefined): Icon {
  const signs = { dm: 'at', text: 'hash', forum: 'forum', thread: 'thread' } as const;
  return channel ? signs[channel.kind] : 'hash';
}

function roleOf({ roles, locale }: Member): string {
  return `${roles.length > 0 ? roles.join(', ') : 'Member'}${languageMark(locale)}`;
}
