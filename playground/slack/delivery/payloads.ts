/** What the app is told of a gesture. https://docs.slack.dev/reference/interaction-payloads */
import type { JsonObject } from '../validate/walk.ts';
import { renderView } from '../world/render.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Channel, Message, StateValues, View } from '../world/types.ts';
import { repliesTo, type World } from '../world/world.ts';

/** Where something was pressed or chosen. */
export type Place = { message: Message; channel: Channel } | { view: View };

export function commonPayload(world: World, userId: string): JsonObject {
  const { team, app } = world.seed;
  return {
    team: { id: team.id, domain: team.domain },
    user: userOf(world, userId),
    api_app_id: app.id,
    token: app.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function userOf(world: World, userId: string): JsonObject {
  const name = world.users.get(userId)?.name ?? '';
  return { id: userId, username: name, name, team_id: world.seed.team.id };
}

export function commandPayload(
  world: World,
  given: {
    userId: string;
    channel: Channel;
    command: string;
    text: string;
    triggerId: string;
    responseUrl: string;
  },
): JsonObject {
  const { team, app } = world.seed;
  return {
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: given.channel.id,
    channel_name: channelName(given.channel),
    user_id: given.userId,
    user_name: world.users.get(given.userId)?.name ?? '',
    command: given.command,
    text: given.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  };
}

export const channelName = (channel: Channel) =>
  channel.kind === 'im'
    ? 'directmessage'
    : channel.kind === 'private' && channel.name === ''
      ? 'privategroup'
      : channel.name;

/** The place part of `block_actions` and `block_suggestion`. The message itself is left out when it is private. */
export function placePayload(world: World, place: Place, state?: StateValues): JsonObject {
  if ('view' in place) {
    return {
      container: { type: 'view', view_id: place.view.id },
      view: renderView(world, place.view),
    };
  }
  const { message, channel } = place;
  const isPrivate = message.ephemeralFor !== undefined;
  const threadTs = message.threadTs ?? (repliesTo(world, message).length > 0 ? message.ts : undefined);
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isPrivate,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    ...(isPrivate ? {} : { message: renderMessage(world, message, { metadata: true }) }),
    ...(state ? { state: { values: state } } : {}),
  };
}
