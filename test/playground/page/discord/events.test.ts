import { describe, expect, it } from 'vitest';
import { afterEvent, isUnread } from '../../../../playground/page/client/discord/events.ts';
import { initialState, type State } from '../../../../playground/page/client/discord/state.ts';
import * as payload from '../../../../playground/page/discord/payload.ts';

const message = (id: string, more: object = {}) =>
  payload.message.parse({
    id,
    channel_id: '20',
    author: { id: '31', username: 'ravi' },
    content: id,
    timestamp: '2026-01-01T00:00:00.000Z',
    attachments: [],
    embeds: [],
    ephemeral: false,
    thinking: false,
    ...more,
  });
const start: State = {
  ...initialState(),
  me: { id: '30', name: 'Mai', color: '#fff', roles: [], bot: false },
  channelId: '20',
};
function told(state: State, ...events: Parameters<typeof afterEvent>[1][]): State {
  let now = state;
  for (const event of events) now = { ...now, ...afterEvent(now, event) };
  return now;
}
const ids = (state: State) => state.messages['20']?.map(({ id }) => id);

describe('afterEvent', () => {
  it('puts messages in the order of their ids, whatever order they come in', () => {
    const state = told(
      start,
      { type: 'message', message: message('1000') },
      { type: 'message', message: message('999') },
    );
    expect(ids(state)).toEqual(['999', '1000']);
  });

  it('changes a message in its place, and keeps the others as they are', () => {
    const before = told(
      start,
      { type: 'message', message: message('1') },
      { type: 'message', message: message('2') },
    );
    const state = told(before, { type: 'message', message: message('1', { content: 'new' }) });
    expect(state.messages['20']?.map(({ content }) => content)).toEqual(['new', '2']);
    expect(state.messages['20']?.[1]).toBe(before.messages['20']?.[1]);
  });

  it('takes deleted messages away, also from the pins', () => {
    const pins = [message('1', { pinned: true })];
    const state = told({ ...start, pins }, { type: 'message', message: message('1') });
    expect(state.pins).toEqual([]);
    const gone = told({ ...start, pins }, { type: 'message-deleted', channelId: '20', messageId: '1' });
    expect([ids(gone), gone.pins]).toEqual([[], []]);
  });

  it('follows what was sent off until it is answered or fails', () => {
    const pending = { interactionId: '7', channelId: '20', name: '/render' };
    const waiting = { ...start, pending: [pending] };
    expect(told(waiting, { type: 'interaction-answered', interactionId: '7', afterMs: 5 }).pending).toEqual(
      [],
    );
    const failed = told(waiting, {
      type: 'interaction-failed',
      interactionId: '7',
      channelId: '20',
      reason: 'No answer',
    });
    expect(failed.pending).toEqual([{ ...pending, failure: 'No answer' }]);
  });

  it('opens a form with the values it comes with', () => {
    const modal = payload.modal.parse({
      custom_id: 'm',
      title: 'T',
      components: [{ type: 18, label: 'L', component: { type: 4, custom_id: 'a', style: 1, value: 'x' } }],
    });
    const waiting = { ...start, pending: [{ interactionId: '7', channelId: '20', name: 'Change' }] };
    const state = told(waiting, { type: 'modal', interactionId: '7', modal });
    expect([state.modal?.values, state.pending]).toEqual([{ a: 'x' }, []]);
  });
});

describe('isUnread', () => {
  const elsewhere = message('50', { channel_id: '21' });
  it('is what came to another channel from somebody else after the last look', () => {
    const state = told(start, { type: 'message', message: elsewhere });
    expect(isUnread(state, '21')).toBe(true);
    expect(isUnread({ ...state, read: { '21': '50' } }, '21')).toBe(false);
    expect(isUnread({ ...state, channelId: '21' }, '21')).toBe(false);
    const own = told(start, {
      type: 'message',
      message: { ...elsewhere, author: { id: '30', username: 'mai' } },
    });
    expect(isUnread(own, '21')).toBe(false);
  });
});
