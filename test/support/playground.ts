/** The whole way in one process: a real Redis, the playground's servers, the real worker and the real Discord bot. */

import { type BotOptions, startBot } from '../../bots/bot.ts';
import { connectDiscord } from '../../bots/discord/connect.ts';
import type { Tools } from '../../commands/command.ts';
import { openLanguages } from '../../commands/languages.ts';
import { commands } from '../../commands/registry.ts';
import { noWildcards } from '../../core/dynamic/wildcards.ts';
import { followLibrary } from '../../core/library/follow.ts';
import { offerFolder } from '../../core/library/offer-folder.ts';
import { type Library, openLibrary } from '../../core/library.ts';
import { createLog, type Log } from '../../core/log.ts';
import { watchLibrary } from '../../core/watch-library.ts';
import { type ComfyUiOptions, type ComfyUiServer, startComfyUi } from '../../playground/comfyui/server.ts';
import type { DiscordMember, SeenMessage } from '../../playground/discord/member.ts';
import { type DiscordOptions, type DiscordServer, startDiscord } from '../../playground/discord/server.ts';
import { startTestCore, type TestCore } from './core.ts';
import { testDrawing } from './drawing.ts';
import { startProcess } from './process.ts';
import type { TestRedis } from './redis.ts';
import { until } from './until.ts';

export interface WholeWay {
  test: TestCore;
  discord: DiscordServer;
  comfyui: ComfyUiServer;
  library: Library;
  mai: DiscordMember;
  ravi: DiscordMember;
  noor: DiscordMember;
  /** For bots in a process of their own. */
  botsEnvironment: Record<string, string>;
  startBots(): Promise<{ close(): Promise<void> }>;
  startWorkers(): Promise<{ close(): Promise<void> }>;
  /** Types `/render` in #general and waits for the post. */
  render(
    member: DiscordMember,
    options: Record<string, string | number>,
    channel?: string,
  ): Promise<SeenMessage>;
  /** The post as this person sees it now. */
  seen(member: DiscordMember, id: string, channel?: string): SeenMessage | undefined;
  /** Waits until the post says this. */
  says(member: DiscordMember, id: string, what: string, channel?: string): Promise<SeenMessage>;
  close(): Promise<void>;
}

export interface WholeWayOptions {
  /** Folder of the workflows, followed as the bots do; without it the project's own, read once. */
  workflows?: string;
  comfyui?: ComfyUiOptions;
  discord?: DiscordOptions;
  tools?: Partial<Tools>;
  redis?: TestRedis;
}

export async function startWholeWay(options: WholeWayOptions = {}): Promise<WholeWay> {
  const test = await startTestCore(options.redis);
  const discord = await startDiscord(options.discord);
  const comfyui = await startComfyUi({ stepMs: 2, ...options.comfyui });
  const log = createLog('test', process.env.TEST_LOG ?? 'silent', false);
  const following = options.workflows ? await followed(test, options.workflows, log) : null;
  const library = following?.library ?? (await openLibrary('workflows'));
  const member = (name: string) => discord.member(discord.members[name] ?? name);
  const general = discord.channels.general ?? '';
  const running = new Set<{ close(): Promise<void> }>();

  function remember(close: () => Promise<void>) {
    const part = {
      async close() {
        if (running.delete(part)) await close();
      },
    };
    running.add(part);
    return part;
  }

  const seen: WholeWay['seen'] = (person, id, channel = general) =>
    person.messages(channel, { limit: 100 }).find((message) => message.id === id);

  const connect: BotOptions['connect'] = (handlers) =>
    connectDiscord({
      token: discord.token,
      apiUrl: discord.apiUrl,
      guildId: discord.guildId,
      commands,
      handlers,
      media: test.core.media,
      log,
    });

  return {
    test,
    discord,
    comfyui,
    library,
    mai: member('Mai'),
    ravi: member('Ravi'),
    noor: member('Noor'),
    botsEnvironment: {
      REDIS_URL: test.redis.url,
      MEDIA_URL: test.mediaUrl,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: discord.guildId,
    },
    async startBots() {
      const tools = {
        core: test.core,
        library,
        drawing: testDrawing,
        languages: openLanguages(),
        wildcards: noWildcards,
        log,
        now: Date.now,
        random: Math.random,
        ...options.tools,
      };
      const bot = await startBot({ commands, tools, gallery: 'gallery', connect });
      return remember(bot.close);
    },
    async startWorkers() {
      const child = await startProcess('worker/main.ts', {
        REDIS_URL: test.redis.url,
        MEDIA_URL: test.mediaUrl,
        COMFYUI_URL: comfyui.url,
      });
      return remember(() => child.stop());
    },
    async render(person, given, channel = general) {
      const known = new Set(person.messages(channel, { limit: 100 }).map(({ id }) => id));
      const call = Object.entries(given).map(([name, value]) => ({ name, value }));
      person.runCommand({ channelId: channel, name: 'render', options: call });
      return until(() => person.messages(channel, { limit: 100 }).find(({ id }) => !known.has(id)), {
        what: 'the answer to /render',
      });
    },
    seen,
    says: (person, id, what, channel = general) =>
      until(
        () => {
          const message = seen(person, id, channel);
          return message && JSON.stringify(message.components).includes(what) ? message : undefined;
        },
        {
          what: `"${what}" in the post`,
          within: 40_000,
          instead: () =>
            `ComfyUI ran ${[...comfyui.history.values()].length}; the post: ${JSON.stringify(seen(person, id, channel)?.components)}`,
        },
      ),
    async close() {
      for (const part of [...running].reverse()) await part.close();
      await following?.close();
      await comfyui.close();
      await discord.close();
      await test.close();
    },
  };
}

/** As the bots' own entry point does it. */
async function followed({ core }: TestCore, folder: string, log: Log) {
  const following = await followLibrary({ core, allowed: new Set(), log });
  const library = await openLibrary(folder, following.known, () => void core.libraryChanges.lookAgain());
  const offering = offerFolder({ sources: library.sources, files: core.workflowFiles, log });
  await offering.offer();
  const watching = await watchLibrary({ folder, library, onRead: () => void offering.offer(), log });
  return {
    library,
    async close(): Promise<void> {
      for (const part of [watching, offering, following]) await part.close();
    },
  };
}
