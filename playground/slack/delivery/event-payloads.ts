/** What the app may hear of what happened: nothing from channels its bot is not in, nothing private. */
import type { WorldEvent } from '../world/events.ts';
import { renderUser, renderUsergroup, renderView } from '../world/render.ts';
import { permalink, renderMessage } from '../world/render-message.ts';
import { mentionsOf } from '../world/text.ts';
import type { Channel, Message } from '../world/types.ts';
import { botUserId, isBotIn, seconds, type World } from '../world/world.ts';

export interface AppEvent {
  /** As in the manifest's `bot_events`. */
  name: string;
  payload: Record<string, unknown>;
}

export function appEventsOf(world: World, happened: WorldEvent): AppEvent[] {
  switch (happened.type) {
    case 'message-posted':
      return seen(world, happened.message, (channel) => posted(world, channel, happened.message));
    case 'message-changed':
      return seen(world, happened.message, (channel) => [
        inChannel(world, channel, {
          subtype: 'message_changed',
          message: renderMessage(world, happened.message, { metadata: true }),
          previous_message: renderMessage(world, happened.before, { metadata: true }),
          hidden: true,
        }),
      ]);
    case 'message-deleted':
      return seen(world, happened.message, (channel) => [
        deleted(world, channel, happened.message) ??
          inChannel(world, channel, {
            subtype: 'message_deleted',
            previous_message: renderMessage(world, happened.message),
            hidden: true,
            deleted_ts: happened.message.ts,
          }),
      ]);
    case 'reaction-added':
    case 'reaction-removed': {
      const name = happened.type === 'reaction-added' ? 'reaction_added' : 'reaction_removed';
      const { message, reaction, userId } = happened;
      return seen(world, message, () => [
        event(world, name, {
          user: userId,
          reaction: reaction.name,
          item_user: message.userId,
          item: { type: 'message', channel: message.channelId, ts: message.ts },
        }),
      ]);
    }
    case 'pinned':
    case 'unpinned':
      return seen(world, happened.message, (channel) => [
        pinEvent(world, channel, happened.message, happened.type, happened.userId),
      ]);
    case 'channel-archived':
      return ofChannel(world, happened.channel, 'archive', { user: happened.userId, is_moved: 0 });
    case 'channel-unarchived':
      return ofChannel(world, happened.channel, 'unarchive', { user: happened.userId });
    case 'channel-deleted':
      return ofChannel(world, happened.channel, 'deleted', { actor_id: happened.userId });
    case 'member-joined':
      return isBotIn(world, happened.channel) ? [joined(world, happened)] : [];
    case 'member-left':
      return left(world, happened);
    case 'user-changed': {
      const user = world.users.get(happened.userId);
      if (!user) return [];
      return [
        event(world, 'user_change', {
          user: renderUser(world, user, { locale: true }),
          cache_ts: seconds(world.now()),
        }),
      ];
    }
    case 'usergroup-changed': {
      const group = world.usergroups.get(happened.groupId);
      return group ? [event(world, 'subteam_updated', { subteam: renderUsergroup(world, group) })] : [];
    }
    case 'file-ready':
      return happened.file.shares.map(({ channelId }) =>
        event(world, 'file_shared', {
          channel_id: channelId,
          file_id: happened.file.id,
          user_id: happened.file.userId,
          file: { id: happened.file.id },
        }),
      );
    case 'file-deleted':
      return [event(world, 'file_deleted', { file_id: happened.file.id })];
    case 'home-opened':
      return [
        event(world, 'app_home_opened', {
          user: happened.userId,
          channel: happened.channelId,
          tab: happened.tab,
          ...(happened.view ? { view: renderView(world, happened.view) } : {}),
        }),
      ];
    case 'token-revoked':
      return [event(world, 'tokens_revoked', { tokens: { oauth: [], bot: [botUserId(world)] } })];
    case 'app-uninstalled':
      return [event(world, 'app_uninstalled', {})];
    case 'app-installed':
    case 'channel-changed':
    case 'view-opened':
    case 'view-changed':
    case 'view-closed':
    case 'view-refused':
    case 'interaction-answered':
    case 'interaction-failed':
      return [];
    default:
      return happened satisfies never;
  }
}

function seen(world: World, message: Message, make: (channel: Channel) => AppEvent[]): AppEvent[] {
  const channel = world.channels.get(message.channelId);
  if (!channel || message.ephemeralFor !== undefined || !isBotIn(world, channel)) return [];
  return make(channel);
}

const CHANNEL_KINDS = {
  public: { name: 'message.channels', type: 'channel' },
  private: { name: 'message.groups', type: 'group' },
  im: { name: 'message.im', type: 'im' },
  mpim: { name: 'message.mpim', type: 'mpim' },
} as const satisfies Record<Channel['kind'], { name: string; type: string }>;

function posted(world: World, channel: Channel, message: Message): AppEvent[] {
  const rendered = renderMessage(world, message, { metadata: true });
  const { name, type } = CHANNEL_KINDS[channel.kind];
  const payload = {
    ...rendered,
    ...(message.fileIds.length > 0 ? { subtype: 'file_share' } : {}),
    channel: channel.id,
    event_ts: message.ts,
  };
  const isMention =
    channel.kind !== 'im' &&
    message.userId !== botUserId(world) &&
    message.subtype === undefined &&
    mentionsOf(message.text).includes(botUserId(world));
  return [
    ...(isMention ? [{ name: 'app_mention', payload: { ...payload, type: 'app_mention' } }] : []),
    { name, payload: { ...payload, channel_type: type } },
  ];
}

function inChannel(world: World, channel: Channel, more: Record<string, unknown>): AppEvent {
  const { name, type } = CHANNEL_KINDS[channel.kind];
  const ts = world.stamps.next();
  return {
    name,
    payload: { type: 'message', ...more, channel: channel.id, ts, event_ts: ts, channel_type: type },
  };
}

function pinEvent(
  world: World,
  channel: Channel,
  message: Message,
  type: 'pinned' | 'unpinned',
  userId: string,
): AppEvent {
  const pin = channel.pins.find(({ ts }) => ts === message.ts);
  return event(world, type === 'pinned' ? 'pin_added' : 'pin_removed', {
    user: userId,
    channel_id: channel.id,
    item: {
      type: 'message',
      channel: channel.id,
      created: pin?.at ?? 0,
      created_by: pin?.userId ?? userId,
      message: { ...renderMessage(world, message), permalink: permalink(world, message) },
    },
    item_user: message.userId,
    pin_count: channel.pins.length,
    ...(type === 'unpinned' ? { has_pins: channel.pins.length > 0 } : {}),
  });
}

function joined(world: World, happened: Extract<WorldEvent, { type: 'member-joined' }>): AppEvent {
  const { channel, userId, inviterId } = happened;
  return event(world, 'member_joined_channel', {
    user: userId,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: world.seed.team.id,
    ...(inviterId === undefined ? {} : { inviter: inviterId }),
  });
}

/** The bot, being out, hears only that it is; the others' going it hears while it is in. */
function left(world: World, happened: Extract<WorldEvent, { type: 'member-left' }>): AppEvent[] {
  const { channel, userId, byId } = happened;
  if (userId === botUserId(world)) {
    const name = channel.kind === 'private' ? 'group_left' : 'channel_left';
    return [event(world, name, { channel: channel.id, actor_id: byId ?? userId })];
  }
  if (!isBotIn(world, channel)) return [];
  return [
    event(world, 'member_left_channel', {
      user: userId,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: world.seed.team.id,
    }),
  ];
}

/** Of private channels the app hears only where its bot is in them. */
function ofChannel(
  world: World,
  channel: Channel,
  what: 'archive' | 'unarchive' | 'deleted',
  fields: Record<string, unknown>,
): AppEvent[] {
  if (channel.kind === 'private' && !isBotIn(world, channel)) return [];
  const kind = channel.kind === 'private' ? 'group' : 'channel';
  return [event(world, `${kind}_${what}`, { channel: channel.id, ...fields })];
}

/** What replies hang on is not taken away: Slack tells of it as changed into a tombstone. */
function deleted(world: World, channel: Channel, before: Message): AppEvent | undefined {
  const tombstone = world.messages.get(before.ts);
  return (
    tombstone &&
    inChannel(world, channel, {
      subtype: 'message_changed',
      message: { ...renderMessage(world, tombstone), hidden: true },
      previous_message: renderMessage(world, before),
      hidden: true,
    })
  );
}

function event(world: World, name: string, fields: Record<string, unknown>): AppEvent {
  return { name, payload: { type: name, ...fields, event_ts: world.stamps.next() } };
}
