/** The panel "World": the playground's own controls over the server or the workspace in front. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DiscordSight, SlackSight } from '../../world.ts';
import { ownName } from '../language.ts';
import type { PageUi } from '../ui.ts';
import { avatar } from './avatar.ts';
import { icon } from './icons.ts';

export function worldView(ui: PageUi): TemplateResult | typeof nothing {
  const { world } = ui.state;
  if (!world) return nothing;
  const close = () => ui.change({ world: undefined });
  return html`<dialog class="modal world" aria-labelledby="world-title" @close=${close}>
    <div class="world-box">
      <div class="panel-head">
        <h2 id="world-title">World</h2>
        <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
      </div>
      <div class="world-body">
        <p class="form-note">
          The playground's own controls: what an owner would do elsewhere, and what people set for themselves.
          ${world.of} has no such panel.
        </p>
        ${world.of === 'Discord' ? discordWorld(world.sight, ui) : slackWorld(world.sight, ui)}
      </div>
    </div>
  </dialog>`;
}

/** As each platform writes them. */
const DISCORD_LANGUAGES = ['en-US', 'th', 'de', 'ja'];
const SLACK_LANGUAGES = ['en-US', 'th-TH', 'de-DE', 'ja-JP'];

function discordWorld(sight: DiscordSight, { actions }: PageUi) {
  const change = actions.changeDiscord;
  const { isBotHere, people, roles, channels, missing } = sight;
  return html`
    <section aria-labelledby="world-bot">
      <h3 id="world-bot">The bot</h3>
      <div class="world-row">
        <span class="world-name">${isBotHere ? 'is in ComfyUI Workshop' : 'was removed from ComfyUI Workshop'}</span>
        ${button(isBotHere ? 'Remove it' : 'Invite it again', () => change({ what: 'bot', on: !isBotHere }), isBotHere)}
      </div>
    </section>
    <section aria-labelledby="world-people">
      <h3 id="world-people">People</h3>
      ${people.map(
        (person) => html`<fieldset class="world-person">
          <legend>${avatar(person, 'small')} ${person.name}</legend>
          ${language(person, DISCORD_LANGUAGES, (locale) => change({ what: 'locale', id: person.id, locale }))}
          ${roles.map(({ id, name }) => tick(name, person.roleIds.includes(id), (on) => change({ what: 'role', id: person.id, roleId: id, on })))}
          ${tick('In the server', person.isHere, (on) => change({ what: 'member', id: person.id, on }))}
          ${tick('Takes direct messages', person.takesDms, (on) => change({ what: 'dms', id: person.id, on }))}
          ${tick('Has the app in their own account', person.hasApp, (on) => change({ what: 'user-install', id: person.id, on }))}
        </fieldset>`,
      )}
    </section>
    <section aria-labelledby="world-channels">
      <h3 id="world-channels">Channels</h3>
      ${channels.map(
        ({ id, name, isAgeRestricted, botSees, botWrites }) => html`<fieldset class="world-person">
          <legend>#${name}</legend>
          ${tick('Age-restricted', isAgeRestricted, (on) => change({ what: 'age', id, on }))}
          ${tick('The bot sees it', botSees, (see) => change({ what: 'bot-rights', id, see, write: see }))}
          ${tick('The bot may write', botWrites, (write) => change({ what: 'bot-rights', id, see: botSees || write, write }))}
          ${button('Delete', () => change({ what: 'delete-channel', id }), true, `Delete #${name}`)}
        </fieldset>`,
      )}
      ${missing > 0 ? button('Bring back what was deleted', () => change({ what: 'bring-back' })) : nothing}
    </section>
  `;
}

function slackWorld(sight: SlackSight, { actions }: PageUi) {
  const change = actions.changeSlack;
  const { isInstalled, people, groups, channels, missing } = sight;
  return html`
    <section aria-labelledby="world-bot">
      <h3 id="world-bot">The app</h3>
      <div class="world-row">
        <span class="world-name">${isInstalled ? 'is installed' : 'was removed'}</span>
        ${button(isInstalled ? 'Remove it' : 'Install it again', () => change({ what: 'bot', on: !isInstalled }), isInstalled)}
      </div>
    </section>
    <section aria-labelledby="world-people">
      <h3 id="world-people">People</h3>
      ${people.map(
        (person) => html`<fieldset class="world-person">
          <legend>${avatar(person, 'small')} ${person.name}</legend>
          ${language(person, SLACK_LANGUAGES, (locale) => change({ what: 'locale', id: person.id, locale }))}
          ${groups.map(({ id, name }) => tick(`In the group ${name}`, person.groupIds.includes(id), (on) => change({ what: 'group', id: person.id, groupId: id, on })))}
        </fieldset>`,
      )}
    </section>
    <section aria-labelledby="world-channels">
      <h3 id="world-channels">Channels</h3>
      ${channels.map(
        ({ id, name, isArchived, hasBot }) => html`<fieldset class="world-person">
          <legend>#${name}</legend>
          ${tick('The bot is in it', hasBot, (on) => change({ what: 'bot-in', id, on }))}
          ${tick('Archived', isArchived, (on) => change({ what: 'archive', id, on }))}
          ${button('Delete', () => change({ what: 'delete-channel', id }), true, `Delete #${name}`)}
        </fieldset>`,
      )}
      ${missing > 0 ? button('Bring back what was deleted', () => change({ what: 'bring-back' })) : nothing}
    </section>
  `;
}

function button(words: string, act: () => void, isDanger = false, label = words) {
  return html`<button type="button" class="button ${isDanger ? 'danger' : 'secondary'}" aria-label=${label} @click=${act}>
    ${words}
  </button>`;
}

function tick(words: string, on: boolean, set: (on: boolean) => void) {
  const changed = ({ currentTarget }: Event) => set((currentTarget as HTMLInputElement).checked);
  return html`<label class="tick"><input type="checkbox" .checked=${live(on)} @change=${changed} /><span>${words}</span></label>`;
}

function language(
  { name, locale }: { name: string; locale: string },
  languages: readonly string[],
  set: (locale: string) => void,
) {
  return html`<label class="world-language">
    <span>Language</span>
    <select aria-label="${name}'s language" @change=${({ currentTarget }: Event) => set((currentTarget as HTMLSelectElement).value)}>
      ${languages.map((code) => html`<option value=${code} ?selected=${code === locale}>${ownName(code)}</option>`)}
    </select>
  </label>`;
}
