/** conversations.* and users.conversations, without the reading of messages. */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { joinChannel } from '../../world/channels.ts';
import { renderChannel } from '../../world/render.ts';
import type { Channel } from '../../world/types.ts';
import { botScopes, botUserId, dmOf, isBotIn, openDm, type World } from '../../world/world.ts';
import { count, flag } from '../args.ts';
import { visibleChannel } from '../guards.ts';
import { type Methods, method } from '../method.ts';
import { page } from '../paging.ts';

const KINDS = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: undefined } as const;
const READ_SCOPES = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const ANY_READ = [...Object.values(READ_SCOPES), 'mpim:read'];

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
  for (const kind of kinds) if (kind) requireRead(world, kind);
  return [...world.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'public' || isBotIn(world, channel)) &&
      !(args.exclude_archived && channel.archived),
  );
}

/** Each kind of conversation has a scope of its own. */
export function requireRead(world: World, kind: Channel['kind']): void {
  const needed = READ_SCOPES[kind];
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
    if (dm.kind !== 'im') throw refuse('method_not_supported_for_channel_type');
    return { dm, existed: true };
  }
  if (args.users === undefined) throw refuse('users_list_not_supplied');
  const [userId = '', ...others] = args.users.split(',').map((id) => id.trim());
  if (!world.users.has(userId)) throw refuse('user_not_found');
  // Conversations of several people are not part of this workspace.
  if (others.length > 0) throw refuse('invalid_user_combination');
  const known = dmOf(world, userId);
  if (!known && args.prevent_creation) throw refuse('channel_not_found');
  return { dm: known ?? openDm(world, userId), existed: known !== undefined };
}
