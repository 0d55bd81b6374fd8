/** conversations.* and users.conversations, without the reading of messages. */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { GROUP_PEOPLE } from '../../limits.ts';
import { joinChannel } from '../../world/channels.ts';
import { renderChannel } from '../../world/render.ts';
import type { Channel } from '../../world/types.ts';
import {
  botScopes,
  botUserId,
  dmOf,
  groupOf,
  isBotIn,
  isDirect,
  openDm,
  openGroup,
  type World,
} from '../../world/world.ts';
import { count, flag } from '../args.ts';
import { visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { page } from '../paging.ts';

const KINDS = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' } as const;
const READ_SCOPES = {
  public: 'channels:read',
  private: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
} as const;
const ANY_READ = Object.values(READ_SCOPES);

const listArgs = z.object({
  types: z.string().default('public_channel'),
  exclude_archived: flag.optional(),
  limit: count.optional(),
  cursor: z.string().optional(),
});

function listed(world: World, args: z.output<typeof listArgs>): Channel[] {
  const kinds = args.types.split(',').map((type) => {
    const known = z.enum(['public_channel', 'private_channel', 'im', 'mpim']).safeParse(type.trim());
    if (!known.success) throw refuse('invalid_types');
    return KINDS[known.data];
  });
  for (const kind of kinds) requireRead(world, kind);
  return [...world.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'public' || isBotIn(world, channel)) &&
      !(args.exclude_archived && channel.archived),
  );
}

/** Each kind of conversation has a scope of its own. */
export function requireRead(world: World, kind: Channel['kind']): void {
  requireScope(world, READ_SCOPES[kind]);
}

function requireScope(world: World, needed: string): void {
  const provided = botScopes(world);
  if (!provided.includes(needed)) throw refuse('missing_scope', { needed, provided: provided.join(',') });
}

export const conversations: Methods = {
  'conversations.list': method({
    tier: 2,
    scopes: ANY_READ,
    args: listArgs,
    run({ world }, args) {
      const { items, metadata } = page(listed(world, args), args, 999);
      const channels = items.map((channel) => renderChannel(world, channel, { numMembers: true }));
      return { channels, ...metadata };
    },
  }),

  'users.conversations': method({
    tier: 3,
    scopes: ANY_READ,
    args: listArgs,
    run({ world }, args) {
      const own = listed(world, args).filter((channel) => isBotIn(world, channel));
      const { items, metadata } = page(own, args, 999);
      return { channels: items.map((channel) => renderChannel(world, channel)), ...metadata };
    },
  }),

  'conversations.info': method({
    tier: 3,
    scopes: ANY_READ,
    args: z.object({ channel: z.string(), include_num_members: flag.optional() }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      requireRead(world, channel.kind);
      return {
        channel: renderChannel(world, channel, { numMembers: args.include_num_members ?? false }),
      };
    },
  }),

  'conversations.members': method({
    tier: 4,
    scopes: ANY_READ,
    args: z.object({ channel: z.string(), limit: count.optional(), cursor: z.string().optional() }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      requireRead(world, channel.kind);
      const { items, metadata } = page(channel.memberIds, args);
      return { members: items, ...metadata };
    },
  }),

  'conversations.join': method({
    tier: 3,
    scopes: ['channels:join'],
    args: z.object({ channel: z.string() }),
    run({ world }, args) {
      const channel = visibleChannel(world, args.channel);
      if (channel.kind !== 'public') throw refuse('method_not_supported_for_channel_type');
      if (channel.archived) throw refuse('is_archived');
      const wasIn = isBotIn(world, channel);
      joinChannel(world, channel, botUserId(world));
      return {
        channel: renderChannel(world, channel),
        ...(wasIn
          ? {
              warning: 'already_in_channel',
              response_metadata: { warnings: ['already_in_channel'] },
            }
          : {}),
      };
    },
  }),

  'conversations.open': method({
    tier: 3,
    scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
    args: z.object({
      users: z.string().optional(),
      channel: z.string().optional(),
      return_im: flag.optional(),
      prevent_creation: flag.optional(),
    }),
    run({ world }, args) {
      const channel = opened(world, args);
      return {
        ...(channel.existed ? { no_op: true, already_open: true } : {}),
        channel: args.return_im ? renderChannel(world, channel.dm) : { id: channel.dm.id },
      };
    },
  }),
};

function opened(
  world: World,
  args: { users?: string | undefined; channel?: string | undefined; prevent_creation?: boolean | undefined },
) {
  if (args.channel !== undefined) {
    const dm = visibleChannel(world, args.channel);
    if (!isDirect(dm)) throw refuse('method_not_supported_for_channel_type');
    return { dm, existed: true };
  }
  if (args.users === undefined) throw refuse('users_list_not_supplied');
  const userIds = [...new Set(args.users.split(',').map((id) => id.trim()))];
  if (!userIds.every((id) => world.users.has(id))) throw refuse('user_not_found');
  const [userId = '', ...others] = userIds;
  requireScope(world, others.length > 0 ? 'mpim:write' : 'im:write');
  const all = [...userIds, botUserId(world)];
  if (all.length > GROUP_PEOPLE.most) throw refuse('too_many_users');
  const known = others.length > 0 ? groupOf(world, all) : dmOf(world, userId);
  if (!known && args.prevent_creation) throw refuse('channel_not_found');
  const make = () => (others.length > 0 ? openGroup(world, all) : openDm(world, userId));
  return { dm: known ?? make(), existed: known !== undefined };
}
