/** People as the workspace lists them, Slackbot among them. */
import type { Person } from '../../../slack/payload.ts';
import type { SlackState } from '../state.ts';

const SLACKBOT = 'USLACKBOT';

export function personOf(id: string, { workspace }: SlackState): Pick<Person, 'name' | 'color' | 'bot'> {
  if (id === SLACKBOT) return { name: 'Slackbot', color: '#7a5a12', bot: false };
  return workspace?.members.find((member) => member.id === id) ?? { name: id, color: '#616061', bot: false };
}
