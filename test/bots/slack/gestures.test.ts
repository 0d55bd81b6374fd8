/** Slack's payloads, as they come, and what we make of them. */
import { describe, expect, it } from 'vitest';
import { isStar, plainName } from '../../../bots/slack/emoji.ts';
import { readEvent } from '../../../bots/slack/events.ts';
import { readSubmission, readSuggestion } from '../../../bots/slack/form-gestures.ts';
import { readAction, readCommand, readShortcut } from '../../../bots/slack/gestures.ts';
import type { Heard } from '../../../bots/slack/heard.ts';

const us = 'U0BOT';
const event = (inner: object) =>
  readEvent({ type: 'event_callback', team_id: 'T0TEAM', event_id: 'Ev1', event: inner }, us);

describe('a slash command', () => {
  const payload = {
    token: 'x',
    team_id: 'T0TEAM',
    team_domain: 'studio',
    enterprise_id: 'E0ORG',
    enterprise_name: 'Org',
    is_enterprise_install: 'false',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    user_id: 'W0MAI',
    user_name: 'mai',
    command: '/render',
    text: 'a fox &amp; a hare &lt;3',
    api_app_id: 'A0',
    response_url: 'https://hooks.slack.com/commands/1',
    trigger_id: '1.2.3',
  };
  it('is read, on Enterprise Grid as well', () => {
    expect(readCommand(payload)).toEqual({
      kind: 'slash',
      slash: '/render',
      references: new Map(),
      text: 'a fox & a hare <3',
      doer: { id: 'W0MAI', name: 'mai' },
      where: { channel: 'C0GENERAL' },
      ticket: { trigger: '1.2.3', responseUrl: 'https://hooks.slack.com/commands/1' },
    });
  });
  it('of another shape is nothing we answer', () => {
    expect(readCommand({ ...payload, user_id: undefined }).kind).toBe('unsupported');
    expect(readCommand(null).kind).toBe('unsupported');
  });
});

describe('a button', () => {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0MAI', username: 'mai', name: 'mai', team_id: 'T0TEAM' },
    // On Enterprise Grid the team is null, and the installation's place is named elsewhere.
    team: null,
    enterprise: { id: 'E0ORG', name: 'Org' },
    is_enterprise_install: true,
    channel: { id: 'C0GENERAL', name: 'general' },
    container: { type: 'message', message_ts: '17.1', channel_id: 'C0GENERAL', is_ephemeral: false },
    message: { ts: '17.1', text: 'x' },
    response_url: 'https://hooks.slack.com/actions/1',
    trigger_id: '1.2.3',
    actions: [{ type: 'button', action_id: 'delete now:job-1', block_id: 'b' }],
  };
  const press = (changes: object) => readAction({ ...payload, ...changes });

  it('of a post is read', () => {
    expect(press({})).toMatchObject({
      kind: 'button',
      command: 'delete now',
      options: { job: 'job-1' },
      onPrivate: false,
      doer: { id: 'U0MAI', name: 'mai' },
      where: { channel: 'C0GENERAL' },
    });
  });
  it('of a reply knows its thread; of a post with replies it has none', () => {
    const reply = { ...payload.container, thread_ts: '16.0' };
    expect(press({ container: reply })).toMatchObject({ where: { channel: 'C0GENERAL', thread: '16.0' } });
    const parent = press({ container: { ...payload.container, thread_ts: '17.1' } });
    expect(parent).toMatchObject({ where: { channel: 'C0GENERAL' } });
    expect(parent).not.toHaveProperty('where.thread');
  });
  it('on a private message says so', () => {
    const container = { ...payload.container, is_ephemeral: true };
    expect(press({ container, message: undefined })).toMatchObject({ kind: 'button', onPrivate: true });
  });
  it('on the app’s page has no place', () => {
    const pressed = press({
      channel: undefined,
      message: undefined,
      container: { type: 'view', view_id: 'V1' },
    });
    expect(pressed).toMatchObject({ kind: 'home-button', command: 'delete now', options: { job: 'job-1' } });
  });
  it('that is a link only wants to be told that it was received', () => {
    expect(press({ actions: [{ type: 'button', action_id: '>0' }] })).toEqual({ kind: 'link' });
  });
});

describe('forms', () => {
  const user = { id: 'U0MAI', name: 'mai' };
  it('are submitted with what was typed and where it goes', () => {
    const heard = readSubmission({
      type: 'view_submission',
      user,
      team: { id: 'T0TEAM' },
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'form:render',
        private_metadata: '{"channel":"C1","thread":"5.5"}',
        state: { values: { prompt: { prompt: { type: 'plain_text_input', value: 'a fox' } } } },
      },
    });
    expect(heard).toMatchObject({ kind: 'form', command: 'render', where: { channel: 'C1', thread: '5.5' } });
  });
  it('of others are left alone', () => {
    const view = { callback_id: 'theirs', private_metadata: '', state: { values: {} } };
    expect(readSubmission({ user, view }).kind).toBe('unsupported');
    expect(readSuggestion({ type: 'block_suggestion', user, block_id: 'b', value: '', view }).kind).toBe(
      'unsupported',
    );
  });
  it('ask for what fits to what is typed', () => {
    const view = { callback_id: 'form:render', private_metadata: '{"channel":"C1"}' };
    const asked = { type: 'block_suggestion', user, block_id: 'workflow', value: 'pla' };
    const typing = { kind: 'typing', command: 'render', option: 'workflow', typed: 'pla', state: {} };
    expect(readSuggestion({ ...asked, view })).toMatchObject({ ...typing, where: { channel: 'C1' } });
    const values = { prompt: { prompt: { type: 'plain_text_input', value: 'a fox' } } };
    const state = { prompt: { prompt: { value: 'a fox' } } };
    expect(readSuggestion({ ...asked, view: { ...view, state: { values } } })).toMatchObject({ state });
  });
  it('open from a message, for its thread', () => {
    const shortcut = {
      type: 'message_action',
      callback_id: 'form:render',
      trigger_id: '1.2',
      response_url: 'https://hooks.slack.com/app/1',
      user,
      channel: { id: 'C1', name: 'general' },
      message: { type: 'message', ts: '9.9', text: 'a &lt;fox&gt;', user: 'U0RAVI' },
    };
    expect(readShortcut(shortcut)).toMatchObject({
      command: 'render',
      text: 'a <fox>',
      where: { thread: '9.9' },
    });
    const reply = { ...shortcut, message: { ...shortcut.message, thread_ts: '8.8' } };
    expect(readShortcut(reply)).toMatchObject({ where: { channel: 'C1', thread: '8.8' } });
    const ours = { ...shortcut, message: { ...shortcut.message, bot_id: 'B1' } };
    expect(readShortcut(ours)).toMatchObject({ kind: 'open-form', text: '' });
    expect(readShortcut({ ...shortcut, type: 'shortcut' }).kind).toBe('unsupported');
  });
});

describe('a command of a message’s menu', () => {
  const used = (message: object) =>
    readShortcut({
      type: 'message_action',
      callback_id: 'menu:use image',
      trigger_id: '1.2',
      response_url: 'https://hooks.slack.com/app/1',
      user: { id: 'U0MAI', name: 'mai' },
      channel: { id: 'C1', name: 'general' },
      message: { type: 'message', ts: '9.9', text: 'look', user: 'U0RAVI', ...message },
    });
  const file = (name: string, mimetype: string) => ({
    ...{ id: 'F1', name, mimetype, size: 5, url_private_download: `https://files.slack.com/${name}` },
  });
  it('comes with the first picture that the message shows', () => {
    expect(used({ files: [file('a.mp4', 'video/mp4'), file('b.png', 'image/png')] })).toMatchObject({
      kind: 'menu',
      command: 'use image',
      where: { channel: 'C1' },
      picture: { ref: { name: 'b.png', bytes: 5, url: 'https://files.slack.com/b.png' } },
      ticket: { trigger: '1.2', responseUrl: 'https://hooks.slack.com/app/1' },
    });
    const words = { type: 'section', text: { type: 'mrkdwn', text: 'x' } };
    const image = { type: 'image', alt_text: 'a fox', slack_file: { id: 'F7' } };
    expect(used({ bot_id: 'B1', thread_ts: '8.8', blocks: [words, image] })).toMatchObject({
      picture: { file: 'F7' },
      where: { channel: 'C1', thread: '8.8' },
    });
    expect(used({ attachments: [{ image_url: 'https://example.org/cat.jpg?x' }] })).toMatchObject({
      picture: { ref: { name: 'cat.jpg', url: 'https://example.org/cat.jpg?x' } },
    });
  });
  it.each([{}, { files: 'none', blocks: 7 }, { files: [file('a.mp4', 'video/mp4')] }])(
    'comes without where it shows none: %o',
    (message) => expect(used(message)).toMatchObject({ kind: 'menu', picture: null }),
  );
});

describe('what is written', () => {
  const mention = { type: 'app_mention', user: 'U0MAI', channel: 'C1', ts: '5.5' };
  it('to the bot loses the bot’s name and keeps the others', () => {
    const heard = event({ ...mention, text: `<@${us}> paint <@U0RAVI|ravi> &amp; me`, thread_ts: '4.4' });
    expect(heard).toEqual({
      kind: 'mention',
      text: 'paint @ravi & me',
      references: new Map([['@ravi', { id: 'U0RAVI', name: 'ravi' }]]),
      files: [],
      doer: { id: 'U0MAI', name: null },
      where: { channel: 'C1', thread: '4.4' },
      message: '5.5',
    });
    expect(event({ ...mention, text: `hey <@${us}|rendezvous>: a fox` })).toMatchObject({
      text: 'hey   a fox',
    });
  });
  it('directly needs no name', () => {
    const direct = { type: 'message', channel_type: 'im', user: 'U0MAI', channel: 'D1', ts: '5.5' };
    expect(event({ ...direct, text: 'a fox' })).toMatchObject({ kind: 'mention', text: 'a fox' });
    expect(event({ ...direct, text: `<@${us}> a fox` })).toMatchObject({ text: 'a fox' });
    expect(event({ ...direct, subtype: 'message_changed' }).kind).toBe('unsupported');
    expect(event({ ...direct, channel_type: 'channel', text: 'x' }).kind).toBe('unsupported');
  });
  it('by bots, ourselves included, is nothing people did', () => {
    expect(event({ ...mention, text: 'x', bot_id: 'B1' }).kind).toBe('unsupported');
    const own = { type: 'message', channel_type: 'im', user: us, channel: 'D1', ts: '5.5', text: 'x' };
    expect(event(own).kind).toBe('unsupported');
  });
});

describe('a reaction', () => {
  const added = {
    type: 'reaction_added',
    user: 'U0MAI',
    reaction: 'star',
    item_user: us,
    item: { type: 'message', channel: 'C1', ts: '5.5' },
    event_ts: '1700000000.000100',
  };
  const kind = (changes: object): Heard['kind'] => event({ ...added, ...changes }).kind;

  it('with a star is one, taken back as well', () => {
    expect(event(added)).toMatchObject({
      kind: 'star',
      channel: 'C1',
      message: '5.5',
      doer: { id: 'U0MAI' },
    });
    expect(kind({ type: 'reaction_removed' })).toBe('unstar');
    expect(kind({ item_user: undefined })).toBe('star');
    expect(kind({ user: 'W0MAI' })).toBe('star');
    expect(kind({ reaction: 'white_medium_star' })).toBe('star');
    expect(kind({ reaction: 'star::skin-tone-3' })).toBe('star');
  });
  it('is told apart from all others', () => {
    expect(kind({ reaction: 'star2' })).toBe('unsupported');
    expect(kind({ user: us })).toBe('unsupported');
    expect(kind({ item_user: 'U0RAVI' })).toBe('unsupported');
    expect(kind({ item: { type: 'file', file: 'F1' } })).toBe('unsupported');
  });
  it('goes by any of its names', () => {
    expect(['star', 'white_medium_star', ':star:', 'STAR'].every(isStar)).toBe(true);
    expect(['star-struck', 'star_and_crescent', 'dizzy'].some(isStar)).toBe(false);
    expect(plainName('+1::skin-tone-3')).toBe('+1');
    expect(plainName('star::skin-tone-6')).toBe('star');
    expect(plainName(':wave::skin-tone-2:')).toBe('wave');
  });
});

describe('other events', () => {
  it('are the app’s page, the end, or nothing', () => {
    expect(event({ type: 'app_home_opened', user: 'U0MAI', channel: 'D1', tab: 'home' })).toEqual({
      kind: 'home',
      doer: { id: 'U0MAI', name: null },
      channel: 'D1',
    });
    expect(event({ type: 'app_home_opened', user: 'U0MAI', channel: 'D1', tab: 'messages' }).kind).toBe(
      'unsupported',
    );
    expect(event({ type: 'tokens_revoked', tokens: { bot: ['U1'] } })).toEqual({ kind: 'revoked' });
    expect(event({ type: 'app_uninstalled' })).toEqual({ kind: 'revoked' });
    expect(event({ type: 'channel_rename' }).kind).toBe('unsupported');
    expect(readEvent({}, us).kind).toBe('unsupported');
  });
});
