/**
 * The app's manifest, as one would paste it at api.slack.com: what the app may do, hears of and offers.
 * https://docs.slack.dev/reference/app-manifest
 */
import { z } from 'zod';

/** Slack's own commands; an app's command of the same name would never be called. From Slack's help pages. */
const RESERVED = new Set(
  (
    'active apps archive away call collapse dm dnd expand feed feedback help huddle invite invite_people join keys kick leave me msg mute ' +
    'open prefs remind remove rename search shortcuts shrug star status topic unarchive who'
  ).split(' '),
);

const slashCommand = z.object({
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'begins with "/", then at most 31 lower-case letters, digits, - or _')
    .refine((command) => !RESERVED.has(command.slice(1)), {
      error: ({ input }) => `${String(input)} is one of Slack's own commands and would never reach the app`,
    }),
  description: z.string().min(1).max(2000),
  usage_hint: z.string().max(1000).optional(),
  should_escape: z.boolean().default(false),
});

const shortcut = z.object({
  name: z.string().min(1).max(24),
  type: z.enum(['message', 'global']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
});

export const manifestSchema = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(true),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    bot_user: z.object({ display_name: z.string().min(1).max(80) }),
    slash_commands: z.array(slashCommand).max(50).default([]),
    shortcuts: z.array(shortcut).max(10).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
    interactivity: z.object({ is_enabled: z.boolean() }).default({ is_enabled: false }),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;
export type Shortcut = Manifest['features']['shortcuts'][number];

/** Slack refuses a manifest that subscribes to events its scopes do not cover. */
const NEEDED_FOR: Record<string, string> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  channel_archive: 'channels:read',
  channel_unarchive: 'channels:read',
  channel_deleted: 'channels:read',
  channel_left: 'channels:read',
  group_archive: 'groups:read',
  group_unarchive: 'groups:read',
  group_deleted: 'groups:read',
  group_left: 'groups:read',
  user_change: 'users:read',
  subteam_updated: 'usergroups:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  pin_added: 'pins:read',
  pin_removed: 'pins:read',
  file_deleted: 'files:read',
  file_shared: 'files:read',
};

export function readManifest(given: unknown): Manifest {
  const manifest = manifestSchema.parse(given);
  const scopes = manifest.oauth_config.scopes.bot;
  for (const event of manifest.settings.event_subscriptions.bot_events) {
    const needed = NEEDED_FOR[event];
    if (needed !== undefined && !scopes.includes(needed)) {
      throw new Error(`the manifest subscribes to ${event}, which needs the bot scope ${needed}`);
    }
  }
  if (manifest.features.slash_commands.length > 0 && !scopes.includes('commands')) {
    throw new Error('the manifest has slash commands, which need the bot scope commands');
  }
  return manifest;
}

/** An app that may do everything the stand-in knows, except to post where it is no member. */
export function defaultManifest(): unknown {
  return {
    display_information: { name: 'Rendezvous' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
      bot_user: { display_name: 'Rendezvous' },
      slash_commands: [
        { command: '/render', description: 'Make a picture', usage_hint: 'a lighthouse at dusk --steps 20' },
        {
          command: '/rendezvous',
          description: 'Everything else',
          usage_hint: 'queue | cancel | gallery allow',
        },
      ],
      shortcuts: [
        { name: 'Make a picture', type: 'global', callback_id: 'render', description: 'Opens a form' },
        { name: 'Render again', type: 'message', callback_id: 'again', description: 'With another seed' },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          'app_mentions:read',
          'channels:history',
          'channels:join',
          'channels:read',
          'chat:write',
          'commands',
          'files:read',
          'files:write',
          'groups:history',
          'groups:read',
          'im:history',
          'im:read',
          'im:write',
          'mpim:history',
          'mpim:read',
          'mpim:write',
          'pins:read',
          'pins:write',
          'reactions:read',
          'reactions:write',
          'team:read',
          'usergroups:read',
          'users:read',
        ],
      },
    },
    settings: {
      event_subscriptions: {
        bot_events: [
          'app_home_opened',
          'app_mention',
          'app_uninstalled',
          'channel_archive',
          'channel_deleted',
          'channel_left',
          'channel_unarchive',
          'member_joined_channel',
          'member_left_channel',
          'message.channels',
          'message.im',
          'message.mpim',
          'reaction_added',
          'reaction_removed',
          'subteam_updated',
          'tokens_revoked',
          'user_change',
        ],
      },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  };
}
