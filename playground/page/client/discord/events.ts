/** What an event changes on the page. Pure, so that every case can be tried without a browser. */
import type { Message } from '../../discord/payload.ts';
import type { SeenEvent } from '../../discord/protocol.ts';
import type { OpenModal, State } from './state.ts';
import { initialValues } from './values.ts';

export function afterEvent(state: State, event: SeenEvent): Partial<State> {
  switch (event.type) {
    case 'message':
      return withMessage(state, event.message);
    case 'message-deleted':
      return without(state, event.channelId, event.messageId);
    case 'modal':
      return {
        modal: opened(event.interactionId, event.modal),
        pending: state.pending.filter(({ interactionId }) => interactionId !== event.interactionId),
      };
    case 'interaction-failed':
      return {
        pending: state.pending.map((pending) =>
          pending.interactionId === event.interactionId ? { ...pending, failure: event.reason } : pending,
        ),
      };
    case 'interaction-answered':
      return { pending: state.pending.filter(({ interactionId }) => interactionId !== event.interactionId) };
    case 'commands-changed':
    case 'surroundings-changed':
      // What there is now is asked for by whoever listens.
      return {};
    default:
      return event satisfies never;
  }
}

/** Puts a message in its place: ids are snowflakes, so their order is the order in time. */
export function withMessage(state: State, message: Message): Partial<State> {
  const list = state.messages[message.channel_id] ?? [];
  const index = list.findIndex(({ id }) => id === message.id);
  const next = index < 0 ? [...list, message].sort((a, b) => byTime(a.id, b.id)) : list.with(index, message);
  return {
    messages: { ...state.messages, [message.channel_id]: next },
    ...(state.pins && { pins: samePins(state.pins, message) }),
  };
}

export function byTime(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function samePins(pins: Message[], message: Message): Message[] {
  const others = pins.filter(({ id }) => id !== message.id);
  if (others.length === pins.length) return pins;
  return message.pinned ? pins.map((pin) => (pin.id === message.id ? message : pin)) : others;
}

function without(state: State, channelId: string, messageId: string): Partial<State> {
  const list = (state.messages[channelId] ?? []).filter(({ id }) => id !== messageId);
  // What answered it answers nothing now.
  const left = list.map((message) =>
    message.referenced_message?.id === messageId ? { ...message, referenced_message: null } : message,
  );
  return {
    messages: { ...state.messages, [channelId]: left },
    ...(state.replyTo?.id === messageId && { replyTo: undefined }),
    ...(state.pins && { pins: state.pins.filter(({ id }) => id !== messageId) }),
  };
}

function opened(interactionId: string, modal: OpenModal['modal']): OpenModal {
  return { interactionId, modal, values: initialValues(modal), errors: {} };
}

/** Whether something new is in a channel for the person the page acts as. */
export function isUnread(state: State, channelId: string, inFront = true): boolean {
  if (inFront && channelId === state.channelId) return false;
  const newest = state.messages[channelId]?.filter(({ author }) => author.id !== state.me?.id).at(-1);
  const seen = state.read[channelId];
  return newest !== undefined && (seen === undefined || byTime(newest.id, seen) > 0);
}
