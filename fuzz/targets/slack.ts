/** What Slack sends: commands, buttons, shortcuts, forms, lists that are typed into, and events. */

import { readEvent } from '../../bots/slack/events.ts';
import { readSubmission, readSuggestion } from '../../bots/slack/form-gestures.ts';
import { formErrors, formOptions } from '../../bots/slack/form-state.ts';
import { readAction, readCommand, readShortcut } from '../../bots/slack/gestures.ts';
import type { Heard } from '../../bots/slack/heard.ts';
import { commands } from '../../commands/registry.ts';
import { english } from '../../core/say.ts';
import { mutateJson } from '../mutate.ts';
import { insist, type Json, type Target } from '../target.ts';

const us = 'U0PLAYGRND1';
const user = { id: 'U0PLAYGMAI1', username: 'mai', name: 'mai', team_id: 'T0PLAYGRND1' };
const team = { id: 'T0PLAYGRND1', domain: 'studio' };
const job = 'job-01m7yahjhysmnpn8wkhwx7pcrt';
const event = (inner: Json): Json => ({
  type: 'event_callback',
  team_id: team.id,
  event_id: 'Ev1',
  event_time: 1_795_240_000,
  event: inner,
});

export const slackCommands: Json[] = [
  {
    team_id: team.id,
    channel_id: 'C0PLAYGEN01',
    user_id: user.id,
    user_name: 'mai',
    command: '/render',
    text: 'a fox &amp; a hare --seed 42',
    response_url: 'https://hooks.slack.com/commands/1',
    trigger_id: '1.2.3',
  },
];
export const slackActions: Json[] = [
  {
    type: 'block_actions',
    user,
    team,
    channel: { id: 'C0PLAYGEN01', name: 'general' },
    container: { type: 'message', message_ts: '17.1', channel_id: 'C0PLAYGEN01', is_ephemeral: false },
    message: { ts: '17.1', text: 'x', thread_ts: '16.1' },
    response_url: 'https://hooks.slack.com/actions/1',
    trigger_id: '1.2.3',
    actions: [{ type: 'button', action_id: `cancel:${job}`, block_id: 'b', value: 'v' }],
  },
];
export const slackEvents: Json[] = [
  event({ type: 'app_mention', user: user.id, text: `<@${us}> a fox`, ts: '17.2', channel: 'C0PLAYGEN01' }),
  event({
    type: 'message',
    channel_type: 'im',
    user: user.id,
    text: 'help',
    ts: '17.2',
    channel: 'D0PLAYGMAI1',
    thread_ts: '16.0',
  }),
  event({
    type: 'reaction_added',
    user: user.id,
    reaction: 'star',
    item_user: us,
    item: { type: 'message', channel: 'C0PLAYGEN01', ts: '17.1' },
    event_ts: '18.1',
  }),
  event({ type: 'app_home_opened', user: user.id, channel: 'D0PLAYGMAI1', tab: 'home', event_ts: '18.1' }),
  event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [us] } }),
];
const view = {
  id: 'V1',
  type: 'modal',
  callback_id: 'form:render',
  private_metadata: '{"channel":"C1","thread":"5.5"}',
  state: {
    values: {
      prompt: { prompt: { type: 'plain_text_input', value: 'a fox' } },
      size: { size: { type: 'static_select', selected_option: { value: 'wide' } } },
      seed: { seed: { type: 'number_input', value: '42' } },
    },
  },
};
const forms: Json[] = [
  { type: 'view_submission', user, team, view },
  { type: 'block_suggestion', user, team, action_id: 'workflow', block_id: 'workflow', value: 'sd', view },
  {
    type: 'message_action',
    callback_id: 'form:render',
    user,
    team,
    channel: { id: 'C1', name: 'general' },
    message: { ts: '17.1', text: 'a fox', user: user.id },
    message_ts: '17.1',
    response_url: 'https://hooks.slack.com/1',
    trigger_id: '1.2.3',
  },
];
const samples = [...slackCommands, ...slackActions, ...slackEvents, ...forms];

const readers: ((payload: unknown) => Heard)[] = [
  readCommand,
  readAction,
  readShortcut,
  readSubmission,
  (payload) => readEvent(payload, us),
];

export const slack: Target = {
  name: 'slack',
  share: 240,
  open: () => ({
    make: (random) => mutateJson(random, random.pick(samples)),
    check(input) {
      for (const read of readers) {
        const heard = read(input);
        insist(typeof heard.kind === 'string', 'heard something of no kind');
        const command = heard.kind === 'form' && commands.find(({ name }) => name === heard.command);
        if (heard.kind === 'form' && command)
          formErrors(formOptions(heard.state, command), command, heard.state, english);
      }
      readSuggestion(input);
    },
  }),
};
