/**
 * What Slack tells us people did, as values of ours. Pure: `unknown` in, a tagged union out. What is not for us is a
 * value too.
 *
 * Payloads name a team, and in shared channels or on Enterprise Grid it need not be the one the app is installed in;
 * nothing here relies on it. People's ids begin with U, or with W where an Enterprise gave them.
 */
import { z } from 'zod';
import { readButtonId } from '../button-id.ts';
import { referencesIn, typedText } from './escape.ts';
import { commandOfCallback, commandOfMenu } from './form.ts';
import {
  doerOf,
  type Heard,
  idSchema,
  messageSchema,
  type Ticket,
  threadOf,
  unsupported,
  userSchema,
} from './heard.ts';
import { shownBy } from './shown.ts';

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
    references: referencesIn(text),
    doer: { id: user_id, name: user_name ?? null },
    where: { channel: channel_id },
    ticket: { trigger: trigger_id ?? null, responseUrl: response_url ?? null },
  };
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
    const doer = doerOf(user);
    return {
      ...{ kind: 'menu', command: menu, picture: shownBy(message), message: message.ts },
      ...{ doer, where, ticket },
    };
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
