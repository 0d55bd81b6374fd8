/** Channels, people and views in Slack's own words. */
import type { SeedUser, SeedUsergroup } from '../seed.ts';
import type { Rendered } from './render-message.ts';
import type { Channel, View } from './types.ts';
import { botUserId, dmPartner, isBotIn, type World } from './world.ts';

export function renderChannel(
  world: World,
  channel: Channel,
  options: { numMembers?: boolean } = {},
): Rendered {
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_org_shared: false,
    context_team_id: world.seed.team.id,
    updated: channel.created * 1000,
    ...(options.numMembers ? { num_members: channel.memberIds.length } : {}),
  };
  if (channel.kind === 'im') {
    return {
      ...common,
      is_im: true,
      user: dmPartner(world, channel),
      is_user_deleted: false,
      is_open: true,
      priority: 0,
    };
  }
  const isGroup = channel.kind === 'mpim';
  return {
    ...common,
    name: channel.name,
    is_channel: !isGroup,
    is_group: isGroup,
    is_im: false,
    is_mpim: isGroup,
    is_private: channel.kind !== 'public',
    is_general: channel.name === 'general',
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: false,
    is_pending_ext_shared: false,
    is_ext_shared: false,
    shared_team_ids: [world.seed.team.id],
    pending_shared: [],
    pending_connected_team_ids: [],
    parent_conversation: null,
    creator: world.seed.users[0]?.id ?? botUserId(world),
    is_member: isBotIn(world, channel),
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: {
      value: isGroup ? `Group messaging with: ${names(world, channel)}` : '',
      creator: '',
      last_set: 0,
    },
    previous_names: [],
  };
}

function names(world: World, { memberIds }: Channel): string {
  const bot = world.manifest.features.bot_user.display_name.toLowerCase();
  return memberIds.map((id) => `@${world.users.get(id)?.name ?? bot}`).join(' ');
}

export function renderUser(world: World, user: SeedUser, options: { locale?: boolean } = {}): Rendered {
  return {
    id: user.id,
    team_id: world.seed.team.id,
    name: user.name,
    deleted: false,
    color: user.color.replace('#', ''),
    real_name: user.realName,
    ...EVERYONE,
    profile: profile(world, user.realName, {}),
    is_admin: Boolean(user.admin || user.owner),
    is_owner: Boolean(user.owner),
    is_primary_owner: Boolean(user.owner),
    is_bot: false,
    is_app_user: false,
    // Told only when it is asked for.
    ...(options.locale ? { locale: user.locale ?? 'en-US' } : {}),
  };
}

export function renderUsergroup(world: World, group: SeedUsergroup): Rendered {
  const { id, handle, name, userIds } = group;
  return {
    id,
    team_id: world.seed.team.id,
    is_usergroup: true,
    is_subteam: true,
    name,
    description: '',
    handle,
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
    users: userIds,
    user_count: userIds.length,
  };
}

export function renderBotUser(world: World, options: { locale?: boolean } = {}): Rendered {
  const name = world.manifest.features.bot_user.display_name;
  return {
    id: botUserId(world),
    team_id: world.seed.team.id,
    name: name.toLowerCase(),
    deleted: false,
    color: '4a154b',
    real_name: name,
    ...EVERYONE,
    profile: profile(world, name, {
      api_app_id: world.seed.app.id,
      always_active: true,
      bot_id: world.seed.app.botId,
    }),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_bot: true,
    is_app_user: false,
    ...(options.locale ? { locale: 'en-US' } : {}),
  };
}

const EVERYONE = {
  tz: 'Europe/London',
  tz_label: 'Greenwich Mean Time',
  tz_offset: 0,
  is_restricted: false,
  is_ultra_restricted: false,
  updated: 0,
  is_email_confirmed: true,
  who_can_share_contact_card: 'EVERYONE',
};

function profile(world: World, name: string, more: Rendered): Rendered {
  return {
    title: '',
    phone: '',
    skype: '',
    real_name: name,
    real_name_normalized: name,
    display_name: name,
    display_name_normalized: name,
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    avatar_hash: '',
    first_name: name,
    last_name: '',
    team: world.seed.team.id,
    ...more,
  };
}

export function renderView(world: World, view: View): Rendered {
  return {
    id: view.id,
    team_id: world.seed.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: world.seed.app.id,
    external_id: view.externalId,
    app_installed_team_id: world.seed.team.id,
    bot_id: world.seed.app.botId,
  };
}
