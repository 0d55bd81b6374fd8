/** What events and typing change in the Slack view. */
import { describe, expect, it } from 'vitest';
import { commandIn, suggestionsFor } from '../../../../playground/page/client/slack/composer/suggest.ts';
import { afterEvent, isUnread, opened } from '../../../../playground/page/client/slack/events.ts';
import { checkForm, inputValue } from '../../../../playground/page/client/slack/form.ts';
import { linesOf, type MenuPart } from '../../../../playground/page/client/slack/menus.ts';
import { initialState, type SlackState } from '../../../../playground/page/client/slack/state.ts';
import * as payload from '../../../../playground/page/slack/payload.ts';
import type { SlackEvent } from '../../../../playground/page/slack/protocol.ts';

const message = (ts: string, more: object = {}) =>
  payload.message.parse({ ts, channel: 'C1', user: 'U2', text: ts, ephemeral: false, ...more });
const mai = { id: 'U1', name: 'Mai', color: '#fff', bot: false, admin: false };
const start: SlackState = { ...initialState(), me: mai, channelId: 'C1' };

function told(state: SlackState, ...events: SlackEvent[]): SlackState {
  let now = state;
  for (const event of events) now = { ...now, ...afterEvent(now, event) };
  return now;
}
const arrived = (ts: string, more?: object): SlackEvent => ({ type: 'message', message: message(ts, more) });
const shown = (state: SlackState) => state.messages.C1?.map(({ ts }) => ts);

describe('events', () => {
  it('put messages in their order, and change them in their place', () => {
    const before = told(start, arrived('2.000001'), arrived('1.000001'));
    expect(shown(before)).toEqual(['1.000001', '2.000001']);
    const after = told(before, arrived('1.000001', { text: 'new' }));
    expect(after.messages.C1?.map(({ text }) => text)).toEqual(['new', '2.000001']);
    expect(after.messages.C1?.[1]).toBe(before.messages.C1?.[1]);
  });

  it('put replies into their thread, and into the channel only when they were sent there, too', () => {
    const thread = { ts: '1.000001', channelId: 'C1', messages: [message('1.000001')] };
    const state = told(
      { ...start, thread },
      arrived('1.000001', { reply_count: 2 }),
      arrived('2.000001', { thread_ts: '1.000001' }),
      arrived('3.000001', { thread_ts: '1.000001', subtype: 'thread_broadcast' }),
      arrived('4.000001', { thread_ts: '9.000001' }),
    );
    expect(shown(state)).toEqual(['1.000001', '3.000001']);
    expect(state.thread?.messages.map(({ ts }) => ts)).toEqual(['1.000001', '2.000001', '3.000001']);
    const gone = told(state, { type: 'message-deleted', channelId: 'C1', ts: '1.000001' });
    expect([shown(gone), gone.thread]).toEqual([['3.000001'], undefined]);
  });

  it('follow what was pressed until it is acknowledged or fails', () => {
    const pending = [{ interactionId: 'i', where: '1.000001', actionId: 'a' }];
    const done: SlackEvent = { type: 'interaction-answered', interactionId: 'i', afterMs: 5 };
    expect(told({ ...start, pending }, done).pending).toEqual([]);
    const failed = {
      type: 'interaction-failed' as const,
      interactionId: 'i',
      reason: 'x',
      text: 'No answer',
    };
    expect(told({ ...start, pending }, failed).pending).toEqual([{ ...pending[0], failure: 'No answer' }]);
  });

  it('open, refuse, change and close forms', () => {
    const body = (blocks: object[]) =>
      payload.view.parse({ id: 'V1', type: 'modal', blocks, state: { values: {} } });
    const input = (id: string) => ({
      type: 'input',
      block_id: id,
      label: { type: 'plain_text', text: id },
      element: { type: 'plain_text_input', action_id: id },
    });
    const open = told(start, { type: 'view-opened', view: body([input('a'), input('b')]) });
    const filled = {
      ...open,
      views: open.views.map((one) => ({ ...one, values: { a: 'x', b: 'y' }, sending: 'i' })),
    };
    const refused = told(filled, { type: 'view-refused', viewId: 'V1', errors: { a: 'no' } });
    expect(refused.views[0]).toMatchObject({ errors: { a: 'no' }, sending: undefined, values: { a: 'x' } });
    const changed = told(refused, { type: 'view-changed', view: body([input('a')]) });
    expect(changed.views[0]).toMatchObject({ errors: {}, values: { a: 'x' } });
    expect(changed.views[0]?.values).not.toHaveProperty('b');
    const failed = { type: 'interaction-failed' as const, interactionId: 'i', reason: 'x', text: 'Trouble' };
    expect(told(filled, failed).views[0]).toMatchObject({ refusal: 'Trouble', sending: undefined });
    expect(told(changed, { type: 'view-closed', viewId: 'V1' }).views).toEqual([]);
  });

  it('leave unread what others wrote elsewhere', () => {
    const state = told(start, arrived('1.000001', { channel: 'C2' }), arrived('1.000002'));
    expect(isUnread(state, 'C2')).toBe(true);
    expect(isUnread(state, 'C1')).toBe(false);
    expect(isUnread(state, 'C1', false)).toBe(true);
    expect(isUnread({ ...state, read: { C2: '1.000001' } }, 'C2')).toBe(false);
    expect(isUnread(told(start, arrived('1.000001', { channel: 'C2', user: 'U1' })), 'C2')).toBe(false);
  });
});

describe('forms', () => {
  const field = (element: object, more: object = {}) => {
    const block = {
      type: 'input',
      block_id: 'b',
      label: { type: 'plain_text', text: 'L' },
      element: { action_id: 'a', ...element },
      ...more,
    };
    return payload.view.parse({ id: 'V1', type: 'modal', blocks: [block], state: { values: {} } });
  };
  it.each([
    [{ type: 'plain_text_input' }, null, 'Please complete this required field.'],
    [{ type: 'plain_text_input', min_length: 3 }, 'ab', 'Enter at least 3 characters.'],
    [{ type: 'plain_text_input', max_length: 3 }, 'abcd', 'Enter no more than 3 characters; these are 4.'],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'Enter a whole number.'],
    [{ type: 'number_input', is_decimal_allowed: true }, '1.5', undefined],
    [
      { type: 'number_input', is_decimal_allowed: false, min_value: '2' },
      '1',
      'Enter a number that is at least 2.',
    ],
    [{ type: 'email_text_input' }, 'mai', 'Enter an email address.'],
    [{ type: 'url_text_input' }, 'https://a.b', undefined],
    [{ type: 'checkboxes', options: [] }, [], 'Please complete this required field.'],
    [{ type: 'invented_input' }, null, 'Please complete this required field.'],
  ])('%j with %j: %s', (element, value, error) => {
    const open = opened(field(element));
    if (value !== null) open.values.b = value;
    expect(checkForm(open)).toEqual(error ? { b: error } : {});
  });

  it('may be handed in without what is optional', () => {
    expect(checkForm(opened(field({ type: 'plain_text_input' }, { optional: true })))).toEqual({});
  });

  it.each([
    [{ type: 'plain_text_input', value: 'x' }, 'x'],
    [{ type: 'static_select', selected_option: { text: { text: 'A' }, value: 'a' } }, 'a'],
    [{ type: 'checkboxes', selected_options: [{ value: 'a' }, { value: 'b' }] }, ['a', 'b']],
    [{ type: 'file_input', files: [{ id: 'F1' }] }, ['F1']],
    [{ type: 'users_select', selected_user: 'U1' }, 'U1'],
    [{ type: 'datetimepicker', selected_date_time: 1_700_000_000 }, '1700000000'],
    [{ type: 'number_input', value: null }, null],
    [undefined, null],
  ])('have in %j the value %j', (entry, value) => expect(inputValue(entry)).toEqual(value));
});

describe('blocks the page does not know', () => {
  it('stay as such among the others', () => {
    const { blocks } = message('1.000001', {
      blocks: [
        { type: 'hologram', block_id: 'x' },
        { type: 'divider', block_id: 'y' },
        { type: 'actions', block_id: 'z', elements: [{ type: 'lever', action_id: 'l' }] },
      ],
    });
    expect(blocks).toMatchObject([
      { type: 'unknown', slackType: 'hologram' },
      { type: 'divider' },
      { type: 'actions', elements: [{ type: 'unknown', slackType: 'lever' }] },
    ]);
  });
});

describe('the list above the composer', () => {
  const render = { command: '/render', description: 'Make a picture', usageHint: '[prompt]' };
  const around = {
    commands: [render, { command: '/queue', description: '', usageHint: '' }],
    people: [mai, { ...mai, id: 'U2', name: 'Ravi' }],
    channels: [
      { id: 'C1', name: 'general', topic: '', kind: 'public' as const, archived: false, hasBot: true },
    ],
  };
  const offers = (text: string, caret = text.length) => {
    const { from, to, lines } = suggestionsFor(text, caret, around);
    return lines.map((line) => [line.kind, text.slice(from, to)]);
  };
  it.each([
    ['/re', [['command', '/re']]],
    ['/render a', []],
    ['hello @ra', [['person', '@ra']]],
    ['mail@ra', []],
    ['(#gen', [['channel', '#gen']]],
    [':s', []],
    ['look :hourg', [['emoji', ':hourg']]],
    ['plain', []],
  ])('offers after %j: %j', (text, lines) => expect(offers(text)).toEqual(lines));

  it('looks at the cursor, not at the end', () =>
    expect(offers('@ra and more', 3)).toEqual([['person', '@ra']]));

  it('knows the command that is being written', () => {
    expect(commandIn('/render a fox', around.commands)).toBe(render);
    expect(commandIn('/render', around.commands)).toBeUndefined();
    expect(commandIn('/other x', around.commands)).toBeUndefined();
  });
});

describe('menus', () => {
  const text = (words: string) => ({ type: 'plain_text' as const, text: words, emoji: true });
  const base: Omit<MenuPart, 'menu'> = {
    key: 'k',
    where: 'V1',
    actionId: 'a',
    several: false,
    chosen: [],
    put: () => {},
  };
  const open = (typed: string): SlackState => ({
    ...start,
    menu: { key: 'k', typed, active: 0, upwards: false },
  });

  it('list what fits, under its heading', () => {
    const menu = {
      type: 'static_select' as const,
      action_id: 'a',
      option_groups: [
        { label: text('Shapes'), options: [{ text: text('Square'), value: '1' }, { text: text('Wide') }] },
      ],
    };
    expect(linesOf({ ...base, menu }, open('wi'))).toEqual([
      { label: 'Wide', value: 'Wide', group: 'Shapes' },
    ]);
  });

  it('list what the app offers as it comes', () => {
    const menu = { type: 'external_select' as const, action_id: 'a' };
    const offered = [{ label: 'Flux', value: 'flux' }];
    const state = open('zzz');
    expect(linesOf({ ...base, menu }, state)).toEqual([]);
    expect(
      linesOf(
        { ...base, menu },
        { ...state, menu: { ...state.menu, key: 'k', typed: 'zzz', active: 0, upwards: false, offered } },
      ),
    ).toEqual(offered);
  });
});
