/** What happens to the Slack workspace: the app in it, who is in which group, and its channels. */
import { html, type TemplateResult } from 'lit';
import type { SlackSight } from '../../../world.ts';
import type { PageUi } from '../../ui.ts';
import { button, channelsSection, personBox, presence, section, tick } from './parts.ts';

/** As Slack writes them. */
const LANGUAGES = ['en-US', 'th-TH', 'de-DE', 'ja-JP'];

export function slackWorld(sight: SlackSight, { actions, state: { changing } }: PageUi): TemplateResult {
  const change = actions.changeSlack;
  const desk = { change, changing };
  const { isInstalled, people, groups, channels, missing } = sight;
  const toggleApp = button(
    isInstalled ? 'Remove it' : 'Install it again',
    () => change({ what: 'bot', on: !isInstalled }),
    { isDanger: isInstalled },
  );
  return html`
    ${section('The app', presence(isInstalled ? 'is installed' : 'was removed', toggleApp))}
    ${section(
      'People',
      people.map((person) => {
        const { id } = person;
        return personBox(
          person,
          LANGUAGES,
          (locale) => change({ what: 'locale', id, locale }),
          groups.map((group) =>
            tick(desk, `In the group ${group.name}`, person.groupIds.includes(group.id), (on) => ({
              what: 'group',
              id,
              groupId: group.id,
              on,
            })),
          ),
        );
      }),
    )}
    ${channelsSection(
      channels,
      missing,
      change,
      ({ id, isArchived, hasBot }) => html`
        ${tick(desk, 'The bot is in it', hasBot, (on) => ({ what: 'bot-in', id, on }))}
        ${tick(desk, 'Archived', isArchived, (on) => ({ what: 'archive', id, on }))}
      `,
    )}
  `;
}
