/** Which platforms the settings ask for, and how each is reached. The one place that knows every platform by name. */
import type { Command } from '../commands/command.ts';
import type { Languages } from '../commands/languages.ts';
import type { Settings } from '../core/config.ts';
import { SettingsError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { MediaStore } from '../core/media.ts';
import type { Platform } from '../core/people.ts';
import type { Chat, Handlers } from './chat.ts';
import { connectDiscord } from './discord/connect.ts';
import { connectSlack, type SlackMode } from './slack/connect.ts';

interface Connection {
  platform: Platform;
  /** As people read it. */
  name: string;
  /** For the log. */
  host: string;
  /** The gallery channel by id or name, for spaces that have not chosen one in chat. */
  gallery: string;
  connect(handlers: Handlers): Promise<Chat>;
}

interface Parts {
  commands: readonly Command[];
  languages: Languages;
  media: MediaStore;
  log: Log;
}

function slackMode(settings: Settings): SlackMode {
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = settings;
  if (signingSecret) {
    return { kind: 'http', signingSecret, port: settings.SLACK_HTTP_PORT, host: settings.HOST };
  }
  if (appToken) return { kind: 'socket', appToken };
  throw new SettingsError(
    'SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP mode) is. Set one of them.',
  );
}

/** @throws SettingsError when there is none, or one is set up by half. */
export function connectionsOf(settings: Settings, parts: Parts): Connection[] {
  const { DISCORD_TOKEN: token, DISCORD_GUILD_ID: guildId, SLACK_BOT_TOKEN: botToken } = settings;
  const connections: Connection[] = [];
  if (token) {
    const apiUrl = settings.DISCORD_API_URL;
    connections.push({
      platform: 'discord',
      name: 'Discord',
      host: new URL(apiUrl).host,
      gallery: settings.DISCORD_GALLERY_CHANNEL,
      connect: (handlers) =>
        connectDiscord({
          token,
          apiUrl,
          ...(guildId && { guildId }),
          instructors: settings.DISCORD_INSTRUCTOR_ROLE,
          handlers,
          ...parts,
        }),
    });
  }
  if (botToken) {
    const apiUrl = settings.SLACK_API_URL;
    const mode = slackMode(settings);
    connections.push({
      platform: 'slack',
      name: 'Slack',
      host: new URL(apiUrl).host,
      gallery: settings.SLACK_GALLERY_CHANNEL,
      connect: (handlers) =>
        connectSlack({
          botToken,
          mode,
          apiUrl,
          instructors: settings.SLACK_INSTRUCTOR_GROUP,
          handlers,
          ...parts,
        }),
    });
  }
  if (connections.length === 0) {
    throw new SettingsError(
      'Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set. Put one into .env, or use npm start for the playground.',
    );
  }
  return connections;
}
