/** What happens to the Discord server: who is in it, with which roles and rights, and what it has. */
import { html, type TemplateResult } from 'lit';
import type { DiscordSight } from '../../../world.ts';
import type { PageUi } from '../../ui.ts';
import { button, channelsSection, personBox, presence, section, tick } from './parts.ts';

/** As Discord writes them. */
const LANGUAGES = ['en-US', 'th', 'de', 'ja'];

export function discordWorld(sight: DiscordSight, { actions, state: { changing } }: PageUi): TemplateResult {
  const change = actions.changeDiscord;
  const desk = { change, changing };
  const { isBotHere, people, roles, channels, missing } = sight;
  const toggleBot = button(
    isBotHere ? 'Remove it' : 'Invite it again',
    () => change({ what: 'bot', on: !isBotHere }),
    { isDanger: isBotHere },
  );
  return html`
    ${section('The bot', presence(isBotHere ? 'is in ComfyUI Workshop' : 'was removed from ComfyUI Workshop', toggleBot))}
    ${section(
      'People',
      people.map((person) => {
        const { id } = person;
        return personBox(
          person,
          LANGUAGES,
          (locale) => change({ what: 'locale', id, locale }),
          html`${roles.map((role) => tick(desk, role.name, person.roleIds.includes(role.id), (on) => ({ what: 'role', id, roleId: role.id, on })))}
          ${tick(desk, 'In the server', person.isHere, (on) => ({ what: 'member', id, on }))}
          ${tick(desk, 'Takes direct messages', person.takesDms, (on) => ({ what: 'dms', id, on }))}
          ${tick(desk, 'Has the app in their own account', person.hasApp, (on) => ({ what: 'user-install', id, on }))}`,
        );
      }),
    )}
    ${channelsSection(
      channels,
      missing,
      change,
      ({ id, isAgeRestricted, botSees, botWrites }) => html`
        ${tick(desk, 'Age-restricted', isAgeRestricted, (on) => ({ what: 'age', id, on }))}
        ${tick(desk, 'The bot sees it', botSees, (see) => ({ what: 'bot-rights', id, see, write: see }))}
        ${tick(desk, 'The bot may write', botWrites, (write) => ({ what: 'bot-rights', id, see: botSees || write, write }))}
      `,
    )}
  `;
}
