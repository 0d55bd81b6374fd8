/** What the panels of both worlds are made of. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { WorldChange } from '../../../world.ts';
import { ownName } from '../../language.ts';
import { avatar } from '../avatar.ts';

/** How a panel's parts change their world. */
export interface Desk<Change extends WorldChange> {
  change(change: Change): void;
  /** What was asked for and is not done yet. */
  changing: readonly WorldChange[];
}

interface Person {
  id: string;
  name: string;
  color: string;
  locale: string;
}

export function section(title: string, body: unknown): TemplateResult {
  const id = `world-${title.toLowerCase().replaceAll(' ', '-')}`;
  return html`<section aria-labelledby=${id}><h3 id=${id}>${title}</h3>${body}</section>`;
}

/** Whether the bot is there at all. */
export function presence(words: string, remove: TemplateResult): TemplateResult {
  return html`<div class="world-row"><span class="world-name">${words}</span>${remove}</div>`;
}

export function personBox(
  person: Person,
  languages: readonly string[],
  set: (locale: string) => void,
  rest: unknown,
) {
  return html`<fieldset class="world-person">
    <legend>${avatar(person, 'small')} ${person.name}</legend>
    ${language(person, languages, set)} ${rest}
  </fieldset>`;
}

type Away = { what: 'delete-channel'; id: string } | { what: 'bring-back' };

export function channelsSection<Channel extends { id: string; name: string }>(
  channels: readonly Channel[],
  missing: number,
  change: (change: Away) => void,
  ticks: (channel: Channel) => unknown,
): TemplateResult {
  return section(
    'Channels',
    html`${channels.map(
      (channel) => html`<fieldset class="world-person">
        <legend>#${channel.name}</legend>
        ${ticks(channel)}
        ${button('Delete', () => change({ what: 'delete-channel', id: channel.id }), { isDanger: true, label: `Delete #${channel.name}` })}
      </fieldset>`,
    )}
    ${missing > 0 ? button('Bring back what was deleted', () => change({ what: 'bring-back' })) : nothing}`,
  );
}

export function button(
  words: string,
  act: () => void,
  { isDanger = false, label = words }: { isDanger?: boolean; label?: string } = {},
): TemplateResult {
  return html`<button type="button" class="button ${isDanger ? 'danger' : 'secondary'}" aria-label=${label} @click=${act}>
    ${words}
  </button>`;
}

/** What has just been ticked stays so while it is under way, whatever else is drawn meanwhile. */
export function tick<Change extends WorldChange>(
  { change, changing }: Desk<Change>,
  words: string,
  on: boolean,
  to: (on: boolean) => Change,
): TemplateResult {
  const asked = JSON.stringify(to(!on));
  const shown = changing.some((one) => JSON.stringify(one) === asked) ? !on : on;
  const changed = ({ currentTarget }: Event) => change(to((currentTarget as HTMLInputElement).checked));
  return html`<label class="tick"><input type="checkbox" .checked=${live(shown)} @change=${changed} /><span>${words}</span></label>`;
}

function language({ name, locale }: Person, languages: readonly string[], set: (locale: string) => void) {
  return html`<label class="world-language">
    <span>Language</span>
    <select aria-label="${name}'s language" @change=${({ currentTarget }: Event) => set((currentTarget as HTMLSelectElement).value)}>
      ${languages.map((code) => html`<option value=${code} ?selected=${code === locale}>${ownName(code)}</option>`)}
    </select>
  </label>`;
}
