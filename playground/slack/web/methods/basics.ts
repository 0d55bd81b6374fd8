/** api.test, auth.test, apps.connections.open, team.info, bots.info */
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { renderBotProfile } from '../../world/render-message.ts';
import { type Methods, method } from '../method.ts';

export const basics: Methods = {
  'api.test': method({
    tier: 4,
    token: 'none',
    args: z.looseObject({ error: z.string().optional() }),
    run(_web, args) {
      if (args.error) throw refuse(args.error, { args });
      return { args };
    },
  }),

  'auth.test': method({
    tier: 'special',
    args: z.object({}),
    run({ world }) {
      const { team, app } = world.seed;
      return {
        url: `${world.origin()}/`,
        team: team.name,
        user: world.manifest.features.bot_user.display_name.toLowerCase(),
        team_id: team.id,
        user_id: app.botUserId,
        bot_id: app.botId,
        is_enterprise_install: false,
      };
    },
  }),

  'apps.connections.open': method({
    tier: 3,
    token: 'app',
    scopes: ['connections:write'],
    args: z.object({}),
    run: ({ newSocketUrl }) => ({ url: newSocketUrl() }),
  }),

  'team.info': method({
    tier: 3,
    scopes: ['team:read'],
    args: z.object({ team: z.string().optional() }),
    run({ world }, { team: asked }) {
      const { team } = world.seed;
      if (asked !== undefined && asked !== team.id) throw refuse('team_not_found');
      return {
        team: {
          id: team.id,
          name: team.name,
          url: `${world.origin()}/`,
          domain: team.domain,
          email_domain: '',
          icon: { image_default: true },
          avatar_base_url: `${world.origin()}/`,
          is_verified: false,
        },
      };
    },
  }),

  'bots.info': method({
    tier: 3,
    scopes: ['users:read'],
    args: z.object({ bot: z.string().optional() }),
    run({ world }, { bot }) {
      if (bot !== world.seed.app.botId) throw refuse('bot_not_found');
      return { bot: renderBotProfile(world) };
    },
  }),
};
