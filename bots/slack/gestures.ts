/**
 * What Slack tells us people did, as values of ours. Pure: `unknown` in, a tagged union out. What is not for us is a
 * value too.
 *
 * Payloads name a team, and in shared channels or on Enterprise Grid it need not be the one the app is installed in;
 * nothing here relies on it. People's ids begin with U, or with W where an Enterprise gave them.
 */
import { z } from 'zod';
import { type Pressed, readButtonId } from '../button-id.ts';
import type { FileRef } from '../given-file.ts';
import { refOf, slackFileSchema } from './attached.ts';
import { isStar } from './emoji.ts';
import { typedText } from './escape.ts';
import { commandOfCallback, commandOfMenu, readWhere, stateSchema, type Where } from './form.ts';
import { type Shown, shownBy } from './shown.ts';

/** Who did something. `name` is what the payload calls them, until somebody knows better. */
export interface Doer {
  id: string;
  name: string | null;
}

/** What a gesture can be answered with. */
export interface Ticket {
  /** Opens a form, once and within 3 seconds. */
  trigger: string | null;
  /** Answers privately, a few times within half an hour. */
  responseUrl: string | null;
}

export type Heard =
  | { kind: 'slash'; slash: string; text: string; doer: Doer; where: Where; ticket: Ticket }
  | { kind: 'mention'; text: string; files: FileRef[]; doer: Doer; where: Where; message: string }
  /** `onPrivate`: the button stands on a message that only this person sees. */
  | (Pressed & { kind: 'button'; onPrivate: boolean; doer: Doer; where: Where; ticket: Ticket })
  /** A button of the app's own page. */
  | (Pressed & { kind: 'home-button'; doer: Doer; ticket: Ticket })
  | { kind: 'link' }
  /** A command of a message's menu, and the picture that the message shows. */
  | { kind: 'menu'; command: string; picture: Shown | null; doer: Doer; where: Where; ticket: Ticket }
  /** A message's menu: the command's form, in the thread of that message. */
  | { kind: 'open-form'; command: string; text: string; doer: Doer; where: Where; ticket: Ticket }
  | {
      kind: 'form';
      command: string;
      state: z.infer<typeof stateSchema>;
      doer: Doer;
      where: Where;
      /** Slack's id of the opened form: the same when it is submitted twice. */
      form: string | null;
      ticket: Ticket;
    }
  | {
      kind: 'typing';
      command: string;
      option: string;
      typed: string;
      /** What the form held so far, where Slack says so. */
      state: z.infer<typeof stateSchema>;
      doer: Doer;
      where: Where | null;
    }
  | { kind: 'star' | 'unstar'; doer: Doer; channel: string; message: string; at: number }
  | { kind: 'home'; doer: Doer; channel: string | null }
  /** The app was removed or its token revoked. */
  | { kind: 'revoked' }
  /** Nothing we answer, and why. */
  | { kind: 'unsupported'; reason: string };

const unsupported = (reason: string): Heard => ({ kind: 'unsupported', reason });

const userSchema = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });
const idSchema = z.object({ id: z.string() });

function doerOf({ id, name, username }: z.infer<typeof userSchema>): Doer {
  return { id, name: name ?? username ?? null };
}

const commandSchema = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  user_name: z.string().optional(),
  channel_id: z.string(),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

export function readCommand(body: unknown): Heard {
  const parsed = commandSchema.safeParse(body);
  if (!parsed.success) return unsupported('a command of unknown shape');
  const { command, text, user_id, user_name, channel_id, trigger_id, response_url } = parsed.data;
  return {
    kind: 'slash',
    slash: command,
    text: typedText(text),
    doer: { id: user_id, name: user_name ?? null },
    where: { channel: channel_id },
    ticket: { trigger: trigger_id ?? null, responseUrl: response_url ?? null },
  };
}

const messageSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
});

/** A message with replies names itself as its thread; it stands in the channel all the same. */
function threadOf(ts: string, threadTs: string | undefined): { thread?: string } {
  return threadTs === undefined || threadTs === ts ? {} : { thread: threadTs };
}

const actionsSchema = z.object({
  user: userSchema,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  channel: idSchema.optional(),
  container: z
    .looseObject({
      type: z.string(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      channel_id: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: messageSchema.partial().optional(),
  actions: z.array(z.object({ action_id: z.string(), type: z.string().optional() })).min(1),
});

export function readAction(body: unknown): Heard {
  const parsed = actionsSchema.safeParse(body);
  if (!parsed.success) return unsupported('an action of unknown shape');
  const { user, trigger_id, response_url, channel, container, message, actions } = parsed.data;
  const pressed = readButtonId(actions[0]?.action_id ?? '');
  if (!pressed) return { kind: 'link' };
  const doer = doerOf(user);
  const ticket: Ticket = { trigger: trigger_id ?? null, responseUrl: response_url ?? null };
  if (container?.type === 'view') return { kind: 'home-button', ...pressed, doer, ticket };
  const place = channel?.id ?? container?.channel_id;
  if (place === undefined) return unsupported('an action without a place');
  const ts = container?.message_ts ?? message?.ts ?? '';
  const where = { channel: place, ...threadOf(ts, container?.thread_ts ?? message?.thread_ts) };
  const onPrivate = container?.is_ephemeral ?? false;
  return { kind: 'button', ...pressed, onPrivate, doer, where, ticket };
}

const shortcutSchema = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  user: userSchema,
  channel: idSchema,
  message: messageSchema.extend({ bot_id: z.string().optional() }).loose(),
});

export function readShortcut(body: unknown): Heard {
  const parsed = shortcutSchema.safeParse(body);
  if (!parsed.success) return unsupported('a shortcut of unknown shape');
  const { callback_id, trigger_id, response_url, user, channel, message } = parsed.data;
  const menu = commandOfMenu(callback_id);
  if (menu !== null) {
    const where = { channel: channel.id, ...threadOf(message.ts, message.thread_ts) };
    const ticket: Ticket = { trigger: trigger_id, responseUrl: response_url ?? null };
    return { kind: 'menu', command: menu, picture: shownBy(message), doer: doerOf(user), where, ticket };
  }
  const command = commandOfCallback(callback_id);
  if (command === null) return unsupported('a shortcut that is none of ours');
  return {
    kind: 'open-form',
    command,
    // What a bot wrote is no prompt.
    text: message.bot_id === undefined ? typedText(message.text) : '',
    doer: doerOf(user),
    where: { channel: channel.id, thread: message.thread_ts ?? message.ts },
    ticket: { trigger: trigger_id, responseUrl: response_url ?? null },
  };
}

const submissionSchema = z.object({
  user: userSchema,
  view: z.object({
    id: z.string().optional(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: stateSchema }),
  }),
});

export function readSubmission(body: unknown): Heard {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return unsupported('a form of unknown shape');
  const { user, view } = parsed.data;
  const command = commandOfCallback(view.callback_id);
  const where = readWhere(view.private_metadata);
  if (command === null || where === null) return unsupported('a form that is none of ours');
  return {
    kind: 'form',
    command,
    state: view.state.values,
    doer: doerOf(user),
    where,
    form: view.id ?? null,
    ticket: { trigger: null, responseUrl: null },
  };
}

const suggestionSchema = z.object({
  type: z.literal('block_suggestion'),
  block_id: z.string(),
  value: z.string().default(''),
  user: userSchema,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: stateSchema }).catch({ values: {} }),
  }),
});

export function readSuggestion(body: unknown): Heard {
  const parsed = suggestionSchema.safeParse(body);
  const command = parsed.success ? commandOfCallback(parsed.data.view.callback_id) : null;
  if (!parsed.success || command === null) return unsupported('a list that is none of ours');
  const { block_id: option, value: typed, user, view } = parsed.data;
  const where = readWhere(view.private_metadata);
  return { kind: 'typing', command, option, typed, state: view.state.values, doer: doerOf(user), where };
}

const eventSchema = z.object({ event: z.looseObject({ type: z.string() }) });
const mentionSchema = messageSchema.extend({
  user: z.string(),
  channel: z.string(),
  channel_type: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  files: z.array(slackFileSchema).default([]).catch([]),
});
const reactionSchema = z.object({
  user: z.string(),
  reaction: z.string(),
  item_user: z.string().optional(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  event_ts: z.coerce.number(),
});
const homeSchema = z.object({ user: z.string(), channel: z.string().optional(), tab: z.string().optional() });

/** `ourUser` is the bot's own user id: what it does itself is nothing people did. */
export function readEvent(body: unknown, ourUser: string): Heard {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return unsupported('an event of unknown shape');
  const { event } = parsed.data;
  switch (event.type) {
    case 'app_mention':
      return readMention(event, ourUser);
    case 'message':
      return readDirectMessage(event, ourUser);
    case 'reaction_added':
      return readReaction(event, 'star', ourUser);
    case 'reaction_removed':
      return readReaction(event, 'unstar', ourUser);
    case 'app_home_opened': {
      const opened = homeSchema.safeParse(event);
      if (!opened.success || opened.data.tab !== 'home') return unsupported('another tab of the app');
      const { user, channel } = opened.data;
      return { kind: 'home', doer: { id: user, name: null }, channel: channel ?? null };
    }
    case 'tokens_revoked':
    case 'app_uninstalled':
      return { kind: 'revoked' };
    default:
      return unsupported(`an event of type ${event.type}`);
  }
}

function readMention(event: unknown, ourUser: string): Heard {
  const parsed = mentionSchema.safeParse(event);
  if (!parsed.success || parsed.data.bot_id !== undefined) return unsupported('a mention by a bot');
  return said(parsed.data, ourUser);
}

/** Written to the bot directly: nobody else can be meant. */
function readDirectMessage(event: unknown, ourUser: string): Heard {
  const parsed = mentionSchema.safeParse(event);
  if (!parsed.success) return unsupported('a message of unknown shape');
  const { channel_type, subtype, bot_id, user } = parsed.data;
  if (channel_type !== 'im') return unsupported('a message to others');
  // What comes with files says so.
  const typed = subtype === undefined || subtype === 'file_share';
  if (!typed || bot_id !== undefined || user === ourUser) return unsupported('a message nobody typed');
  return said(parsed.data, ourUser);
}

function said(
  { user, channel, ts, thread_ts, text, files }: z.infer<typeof mentionSchema>,
  ourUser: string,
): Heard {
  // The first mention calls us; what else is mentioned belongs to the text.
  const words = text.replace(new RegExp(`<@${RegExp.escape(ourUser)}(?:\\|[^>]*)?>[:,]?`), ' ');
  return {
    kind: 'mention',
    text: typedText(words).trim(),
    files: files.map(refOf),
    doer: { id: user, name: null },
    where: { channel, ...threadOf(ts, thread_ts) },
    message: ts,
  };
}

/** Only stars, only people's, and only on posts of ours where Slack says whose they are. */
function readReaction(event: unknown, kind: 'star' | 'unstar', ourUser: string): Heard {
  const parsed = reactionSchema.safeParse(event);
  if (!parsed.success) return unsupported('a reaction on something else than a message');
  const { user, reaction, item_user, item, event_ts } = parsed.data;
  if (!isStar(reaction)) return unsupported('another emoji');
  if (user === ourUser) return unsupported('a reaction of our own');
  if (item_user !== undefined && item_user !== ourUser)
    return unsupported("a reaction on somebody else's message");
  return { kind, doer: { id: user, name: null }, channel: item.channel, message: item.ts, at: event_ts };
}
