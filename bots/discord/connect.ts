/** Connects to Discord: log in, tell it our commands, listen. Only composes. */

import { Client, Events, GatewayIntentBits, Options, Status } from 'discord.js';
import type { Command } from '../../commands/command.ts';
import type { Languages } from '../../commands/languages.ts';
import type { Log } from '../../core/log.ts';
import type { MediaStore } from '../../core/media.ts';
import type { Chat, Handlers } from '../chat.ts';
import { createFetchFile } from '../fetch-file.ts';
import { createAgent } from './agent.ts';
import { createChat } from './chat.ts';
import { createSayLeft } from './left.ts';
import { hearLetIn } from './let-in.ts';
import { listen } from './listen.ts';
import { logIn, registeringTrouble } from './log-in.ts';
import { createPeople } from './people.ts';
import { createPublish } from './publish.ts';
import { registerCommands } from './register.ts';
import { createServers } from './servers.ts';
import { surviveUnreadEvents } from './unread.ts';
import { createWire } from './wire.ts';

export interface DiscordOptions {
  token: string;
  /** Base of the REST API without the version; the gateway is taken from its answer. */
  apiUrl: string;
  /** Register the commands in this server only. */
  guildId?: string;
  /** Id or name of the role whose members may act for others. @default "Instructor" */
  instructors?: string;
  commands: readonly Command[];
  /** What commands are called in, besides English. */
  languages?: Languages;
  handlers: Handlers;
  media: MediaStore;
  log: Log;
  /** @default Date.now */
  now?: () => number;
}

/**
 * Resolves when the gateway is ready and the commands are registered.
 * @throws SettingsError when the token, the address or the server's id is wrong.
 * @throws PassingError when Discord is out of reach.
 */
export async function connectDiscord(options: DiscordOptions): Promise<Chat> {
  const { token, apiUrl, guildId, commands, languages, handlers, media, log, now = Date.now } = options;
  const { instructors = 'Instructor' } = options;
  const client = new Client({
    // None of them is privileged: commands and buttons need no intent at all, stars and posts that are deleted these.
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.DirectMessageReactions,
    ],
    rest: { api: apiUrl.replace(/\/+$/, ''), agent: createAgent() },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      UserManager: { maxSize: 1000, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 1000, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
  surviveUnreadEvents(client, log);
  const wire = createWire({ apiUrl, token });
  const servers = createServers(client, log);
  const fetchFile = createFetchFile({ platform: 'Discord', ...fileHosts(apiUrl) });
  let stopLetIn = () => {};
  async function stopHearing(): Promise<void> {
    stopLetIn();
    client.removeAllListeners();
    await client.destroy();
  }
  async function close(): Promise<void> {
    await stopHearing();
    wire.close();
    await fetchFile.close();
  }

  function trouble(): string | null {
    const connected =
      client.ws.shards.size > 0 && client.ws.shards.every(({ status }) => status === Status.Ready);
    return connected ? null : 'The connection to Discord is lost; nothing people do there is heard.';
  }

  try {
    const applicationId = await logIn({ client, token, apiUrl });
    const registering = registerCommands({
      ...{ rest: wire.bot, applicationId, guildId, commands, languages, log },
    });
    const commandIds = await registering.catch(registeringTrouble(guildId, apiUrl));
    const publish = createPublish(media, commandIds);
    const chat: Chat = {
      ...createChat({ wire, publish, servers, applicationId, now, log, trouble, stopHearing, close }),
      sayLeft: createSayLeft({ wire, publish, now }),
    };
    listen({
      client,
      handlers,
      commands,
      fetchFile,
      chat,
      people: createPeople(client, { instructors, servers }),
      servers,
      publish,
      wire,
      log,
      now,
    });
    stopLetIn = hearLetIn(client, handlers);
    logConnection(client, log);
    return chat;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where Discord keeps what people attach. A stand-in, or a proxy, keeps it where its API is. */
function fileHosts(apiUrl: string) {
  const { hostname, origin } = new URL(apiUrl);
  const own = /(^|\.)discord\.com$/.test(hostname);
  const copies = ['images-ext-1.discordapp.net', 'images-ext-2.discordapp.net'];
  return { hosts: ['cdn.discordapp.com', 'media.discordapp.net', ...copies], origin: own ? null : origin };
}

/** Lost connections are discord.js's business; it resumes where it was. We only say so. */
function logConnection(client: Client, log: Log): void {
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client had an error'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'the connection to Discord had an error'));
  client.on(Events.ShardReconnecting, () => log.warn('the connection to Discord is lost; reconnecting'));
  client.on(Events.ShardResume, (_shard, replayed) =>
    log.info({ replayed }, `connected to Discord again; ${replayed} missed events were replayed`),
  );
  client.on(Events.ShardReady, () => log.info('connected to Discord again, with a new session'));
  client.on(Events.ShardDisconnect, ({ code }) =>
    log.fatal(
      { code },
      `Discord closed the connection for good (${code}); check DISCORD_TOKEN and start again`,
    ),
  );
}
