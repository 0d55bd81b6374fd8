/** What an event changes in the Slack view. Pure, so that every case can be tried without a browser. */
import type { Message, View } from '../../slack/payload.ts';
import type { SlackEvent } from '../../slack/protocol.ts';
import type { OpenView, SlackState } from './state.ts';

export function afterEvent(state: SlackState, event: SlackEvent): Partial<SlackState> {
  switch (event.type) {
    case 'message':
      return withMessage(state, event.message);
    case 'message-deleted':
      return without(state, event.channelId, event.ts);
    case 'view-opened':
      return { views: [...state.views.filter(({ view }) => view.id !== event.view.id), opened(event.view)] };
    case 'view-changed':
      if (event.view.type === 'home') return { home: event.view };
      return {
        views: state.views.map((open) => (open.view.id === event.view.id ? changed(open, event.view) : open)),
      };
    case 'view-closed':
      return { views: state.views.filter(({ view }) => view.id !== event.viewId) };
    case 'view-refused':
      return {
        views: state.views.map((open) =>
          open.view.id === event.viewId ? { ...open, errors: event.errors, sending: undefined } : open,
        ),
      };
    case 'interaction-failed':
      return failed(state, event.interactionId, event.text);
    case 'interaction-answered':
      return { pending: state.pending.filter(({ interactionId }) => interactionId !== event.interactionId) };
    case 'channels-changed':
      // What there is now is asked for by whoever listens.
      return {};
    default:
      return event satisfies never;
  }
}

export function opened(view: View): OpenView {
  return { view, values: {}, errors: {} };
}

/** What was put in stays where its block is still there. */
function changed(open: OpenView, view: View): OpenView {
  const blocks = new Set(view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : [])));
  const values = Object.fromEntries(Object.entries(open.values).filter(([blockId]) => blocks.has(blockId)));
  return { view, values, errors: {} };
}

function failed(state: SlackState, interactionId: string, text: string): Partial<SlackState> {
  return {
    pending: state.pending.map((pending) =>
      pending.interactionId === interactionId ? { ...pending, failure: text } : pending,
    ),
    views: state.views.map((open) =>
      open.sending === interactionId ? { ...open, sending: undefined, refusal: text } : open,
    ),
  };
}

/** Replies stand in their thread, and in the channel only when they were sent there as well. */
export const isReply = ({ ts, thread_ts: parent }: Message) => parent !== undefined && parent !== ts;
const isInChannel = (message: Message) => !isReply(message) || message.subtype === 'thread_broadcast';

function withMessage(state: SlackState, message: Message): Partial<SlackState> {
  const { messages, thread, pins } = state;
  const { channel, ts, thread_ts: parent } = message;
  const concernsThread = thread && (thread.ts === ts || thread.ts === parent);
  return {
    ...(isInChannel(message) && {
      messages: { ...messages, [channel]: placed(messages[channel] ?? [], message) },
    }),
    ...(concernsThread && { thread: { ...thread, messages: placed(thread.messages, message) } }),
    ...(pins && { pins: samePins(pins, message) }),
  };
}

/** A `ts` is a point in time with as many digits as any other, so their order as text is the order in time. */
export function placed(list: Message[], message: Message): Message[] {
  const index = list.findIndex(({ ts }) => ts === message.ts);
  if (index >= 0) return list.with(index, message);
  return [...list, message].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function samePins(pins: Message[], message: Message): Message[] {
  if (message.pinned_to.length === 0) return pins.filter(({ ts }) => ts !== message.ts);
  return pins.map((pin) => (pin.ts === message.ts ? message : pin));
}

function without(state: SlackState, channelId: string, ts: string): Partial<SlackState> {
  const { messages, thread, pins } = state;
  const others = (list: Message[]) => list.filter((message) => message.ts !== ts);
  return {
    messages: { ...messages, [channelId]: others(messages[channelId] ?? []) },
    ...(thread && {
      thread: thread.ts === ts ? undefined : { ...thread, messages: others(thread.messages) },
    }),
    ...(pins && { pins: others(pins) }),
  };
}

/** Whether something new is in a channel for the person the page acts as. */
export function isUnread({ messages, me, read, channelId }: SlackState, id: string, inFront = true): boolean {
  if (inFront && id === channelId) return false;
  const newest = messages[id]
    ?.filter(({ user, subtype }) => user !== me?.id && subtype !== 'channel_join')
    .at(-1);
  const seen = read[id];
  return newest !== undefined && (seen === undefined || newest.ts > seen);
}
