/** users.* and usergroups.list */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { renderBotUser, renderUser } from '../../world/render.ts';
import { botUserId, seconds } from '../../world/world.ts';
import { count, flag } from '../args.ts';
import { type Methods, method } from '../method.ts';
import { page } from '../paging.ts';

export const people: Methods = {
  'users.info': method({
    tier: 4,
    scopes: ['users:read'],
    args: z.object({ user: z.string() }),
    run({ world }, { user: id }) {
      if (id === botUserId(world)) return { user: renderBotUser(world) };
      const user = world.users.get(id);
      if (!user) throw refuse('user_not_found');
      return { user: renderUser(world, user) };
    },
  }),

  'users.list': method({
    tier: 2,
    scopes: ['users:read'],
    args: z.object({ limit: count.optional(), cursor: z.string().optional() }),
    run({ world }, args) {
      const all = [...[...world.users.values()].map((user) => renderUser(world, user)), renderBotUser(world)];
      const { items, metadata } = page(all, { limit: 1000, ...args });
      return { members: items, cache_ts: seconds(world.now()), ...metadata };
    },
  }),

  'usergroups.list': method({
    tier: 2,
    scopes: ['usergroups:read'],
    args: z.object({ include_users: flag.optional(), include_count: flag.optional() }),
    run({ world }, args) {
      return {
        usergroups: world.seed.usergroups.map(({ id, handle, name, userIds }) => ({
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
          ...(args.include_users ? { users: userIds } : {}),
          ...(args.include_count ? { user_count: userIds.length } : {}),
        })),
      };
    },
  }),
};
