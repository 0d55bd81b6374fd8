/**
 * The app's manifest: what Slack has to know of us, made from the commands. `slack-manifest.json` is what this gives
 * for Socket Mode; `node bots/slack/print-manifest.ts` writes it. Pure.
 */
import type { Command } from '../../commands/command.ts';
import { type Option, optionsOf, textOption } from '../options.ts';
import { shortened } from '../words.ts';
import { callbackIdOf, menuIdOf } from './form.ts';
import { limits } from './limits.ts';
import { ownName, slashNames, typedCommands } from './register.ts';

/** What the bot token must be allowed, and what for. */
export const scopes = {
  'app_mentions:read': 'hear @Rendezvous',
  'channels:history': 'find a post again whose outcome was unknown, and hear of deleted ones',
  'channels:join': 'go where somebody asked for a render',
  'channels:read': 'find the gallery, and see whether a channel is archived',
  'chat:write': 'post and edit',
  commands: 'slash commands and shortcuts',
  'files:read': 'see when an upload is ready',
  'files:write': 'upload results, and delete them',
  'groups:history': 'as channels:history, in private channels the bot was invited to',
  'groups:read': 'as channels:read, in private channels the bot was invited to',
  'im:history': 'hear what is written to the bot directly',
  'im:write': 'write to somebody directly',
  'mpim:history': 'as channels:history, in group messages with the bot in them',
  'mpim:read': 'see who is in those group messages',
  'pins:read': 'see what was unpinned by hand',
  'pins:write': 'pin what instructors show, and unpin it',
  'reactions:read': 'hear stars',
  'usergroups:read': 'know the members of the group "instructors"',
  'users:read': 'know names and admins',
} as const;

export const events = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_unarchive',
  'member_joined_channel',
  // Of what is said in channels, only deletions are listened to.
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'pin_added',
  'pin_removed',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
] as const;

export type Manifest = ReturnType<typeof slackManifest>;

/** With `url`, the address under which Slack reaches us over HTTP; without, Socket Mode. */
export function slackManifest(commands: readonly Command[], url?: string) {
  const request = url === undefined ? {} : { request_url: url };
  return {
    display_information: {
      name: 'Rendezvous',
      description: 'Pictures, videos and sounds from ComfyUI, made together',
      background_color: '#2b2640',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'Rendezvous', always_online: true },
      shortcuts: shortcuts(commands),
      slash_commands: slashNames(commands).map((name) => ({
        command: `/${name}`,
        ...describe(name, commands),
        // Else off: people and channels in a prompt stay words.
        should_escape: takesMention(name, commands),
        ...(url !== undefined && { url }),
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(scopes) } },
    settings: {
      event_subscriptions: { ...request, bot_events: [...events] },
      interactivity: {
        is_enabled: true,
        ...request,
        ...(url !== undefined && { message_menu_options_url: url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** Whether people or channels are to come with their ids. */
function takesMention(slash: string, commands: readonly Command[]): boolean {
  return typedCommands(commands).some(
    (command) =>
      (slash === ownName || slash === command.name.split(' ')[0]) &&
      optionsOf(command).some(({ type }) => type === 'person' || type === 'channel'),
  );
}

/**
 * Whether a message's menu offers a command: where the message's own words are what it needs. Slash commands do not
 * work in threads; the other commands are had there by a mention.
 */
export function hasShortcut(command: Command): boolean {
  return optionsOf(command).some(({ required, prose }) => required && prose);
}

function shortcuts(commands: readonly Command[]) {
  const forms = typedCommands(commands)
    .filter(hasShortcut)
    .map((command) => {
      const name = `${command.name[0]?.toUpperCase()}${command.name.slice(1)} in thread`;
      return shortcut(command, name, callbackIdOf(command));
    });
  const menus = commands.flatMap((command) =>
    command.menu === undefined ? [] : [shortcut(command, command.menu, menuIdOf(command))],
  );
  return [...forms, ...menus].slice(0, limits.command.shortcuts);
}

function shortcut({ summary }: Command, name: string, callbackId: string) {
  return {
    name: shortened(name, limits.command.shortcutName),
    type: 'message' as const,
    callback_id: callbackId,
    description: shortened(summary, 150),
  };
}

function describe(name: string, commands: readonly Command[]) {
  if (name === ownName) {
    const all = [...new Set(typedCommands(commands).map((command) => command.name))];
    return {
      description: 'Every command, also those whose name Slack keeps for itself',
      usage_hint: hint(all),
    };
  }
  const here = typedCommands(commands).filter((command) => command.name.split(' ')[0] === name);
  const [only] = here;
  if (here.length === 1 && only?.name === name) {
    const usage = usageHint(optionsOf(only));
    return { description: only.summary, ...(usage && { usage_hint: usage }) };
  }
  const subcommands = here.map((command) => command.name.slice(name.length).trim());
  return {
    description: shortened(`${name}: ${subcommands.join(', ')}`, limits.command.description),
    usage_hint: hint(subcommands),
  };
}

function hint(words: readonly string[]): string {
  return shortened(words.join(' | '), limits.command.hint);
}

/** `[prompt] --seed 42 --size wide` */
function usageHint(options: readonly Option[]): string {
  const text = textOption(options);
  const flags = options
    .filter((option) => option !== text && !option.prose && option.type !== 'file')
    .map(({ name, choices }) => `--${name} ${choices ? choices.map(({ value }) => value).join('|') : '…'}`);
  return shortened([text ? `[${text.name}]` : '', ...flags].join(' ').trim(), limits.command.hint);
}

/** The link that opens Slack's page for a new app with everything filled in. */
export function oneClickLink(manifest: Manifest): string {
  return `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`;
}
