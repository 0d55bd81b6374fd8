/** users.* and usergroups.list */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { renderBotUser, renderUser, renderUsergroup } from '../../world/render.ts';
import { botUserId, seconds } from '../../world/world.ts';
import { count, flag } from '../args.ts';
import { type Methods, method } from '../method.ts';
import { page } from '../paging.ts';

export const people: Methods = {
  'users.info': method({
    tier: 4,
    scopes: ['users:read'],
    args: z.object({ user: z.string(), include_locale: flag.optional() }),
    run({ world }, { user: id, include_locale: locale = false }) {
      if (id === botUserId(world)) return { user: renderBotUser(world, { locale }) };
      const user = world.users.get(id);
      if (!user) throw refuse('user_not_found');
      return { user: renderUser(world, user, { locale }) };
    },
  }),

  'users.list': method({
    tier: 2,
    scopes: ['users:read'],
    args: z.object({
      limit: count.optional(),
      cursor: z.string().optional(),
      include_locale: flag.optional(),
    }),
    run({ world }, { include_locale: locale = false, ...args }) {
      const all = [
        ...[...world.users.values()].map((user) => renderUser(world, user, { locale })),
        renderBotUser(world, { locale }),
      ];
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
        usergroups: [...world.usergroups.values()].map((group) => {
          const { users, user_count: userCount, ...rest } = renderUsergroup(world, group);
          return {
            ...rest,
            ...(args.include_users ? { users } : {}),
            ...(args.include_count ? { user_count: userCount } : {}),
          };
        }),
      };
    },
  }),

  'usergroups.users.list': method({
    tier: 2,
    scopes: ['usergroups:read'],
    args: z.object({ usergroup: z.string() }),
    run({ world }, { usergroup }) {
      const group = world.usergroups.get(usergroup);
      if (!group) throw refuse('no_such_subteam');
      return { users: group.userIds };
    },
  }),
};
