/** A message in Slack's own words, as the Web API, events and clients have it. */
import { renderFile } from './render-file.ts';
import type { Message } from './types.ts';
import { botUserId, repliesTo, type World } from './world.ts';

export type Rendered = Record<string, unknown>;

export interface RenderOptions {
  /** Only the app asks for it, with `include_all_metadata`. */
  metadata?: boolean;
}

export function renderMessage(world: World, message: Message, options: RenderOptions = {}): Rendered {
  const { subtype, clientMsgId, edited, metadata } = message;
  return {
    user: message.userId,
    type: 'message',
    ...(subtype && subtype !== 'slackbot' ? { subtype } : {}),
    ts: message.ts,
    ...(clientMsgId ? { client_msg_id: clientMsgId } : {}),
    ...(message.userId === botUserId(world) && subtype === undefined ? botFields(world) : {}),
    text: message.text,
    team: world.seed.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...filesOf(world, message),
    ...threadOf(world, message),
    ...(message.reactions.length > 0 ? { reactions: renderReactions(message) } : {}),
    ...(edited ? { edited: { user: edited.userId, ts: edited.ts } } : {}),
    ...(isPinned(world, message) ? { pinned_to: [message.channelId] } : {}),
    ...(metadata && options.metadata ? { metadata } : {}),
  };
}

export function renderReactions(message: Message): Rendered[] {
  return message.reactions.map(({ name, userIds }) => ({ name, users: userIds, count: userIds.length }));
}

function botFields(world: World): Rendered {
  return { bot_id: world.seed.app.botId, app_id: world.seed.app.id, bot_profile: renderBotProfile(world) };
}

export function renderBotProfile(world: World): Rendered {
  return {
    id: world.seed.app.botId,
    deleted: world.access === 'uninstalled',
    name: world.manifest.features.bot_user.display_name,
    updated: 0,
    app_id: world.seed.app.id,
    user_id: world.seed.app.botUserId,
    icons: {},
    team_id: world.seed.team.id,
  };
}

function filesOf(world: World, message: Message): Rendered {
  if (message.fileIds.length === 0) return {};
  const files = message.fileIds.flatMap((id) => world.files.get(id) ?? []);
  return {
    files: files.map((file) => (file.deleted ? { id: file.id, mode: 'tombstone' } : renderFile(world, file))),
    upload: true,
    display_as_bot: false,
  };
}

/** Parents count their replies; replies name their parent. */
function threadOf(world: World, message: Message): Rendered {
  const parentTs = message.threadTs;
  if (parentTs !== undefined && parentTs !== message.ts) {
    const parent = world.messages.get(parentTs);
    return {
      thread_ts: parentTs,
      ...(parent ? { parent_user_id: parent.userId } : {}),
      ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    };
  }
  const replies = repliesTo(world, message);
  const last = replies.at(-1);
  if (!last) return {};
  const users = [...new Set(replies.map(({ userId }) => userId))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: last.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
}

function isPinned(world: World, message: Message): boolean {
  return world.channels.get(message.channelId)?.pins.some(({ ts }) => ts === message.ts) ?? false;
}

export function permalink(world: World, message: Message): string {
  const path = `${world.origin()}/archives/${message.channelId}/p${message.ts.replace('.', '')}`;
  const { threadTs } = message;
  return threadTs === undefined || threadTs === message.ts
    ? path
    : `${path}?thread_ts=${threadTs}&cid=${message.channelId}`;
}
