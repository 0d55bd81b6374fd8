/** What both platforms' stages are made of: a core of their own on a shared Redis, and the bot as it really runs. */
import { type BotOptions, startBot } from '../../bots/bot.ts';
import type { Command } from '../../commands/command.ts';
import { type Languages, openLanguages } from '../../commands/languages.ts';
import { type Core, openCore } from '../../core/core.ts';
import { createLog, type Log } from '../../core/log.ts';
import type { Person } from '../../core/people.ts';
import type { WireLog } from '../../playground/wire.ts';
import { openTestLibrary } from '../support/added.ts';
import { testDrawing } from '../support/drawing.ts';
import { until } from '../support/until.ts';
import { testWildcards } from '../support/workflows.ts';
import type { Way } from './member.ts';

export interface Ground {
  redisUrl: string;
  mediaUrl: string;
  commands: readonly Command[];
  /** Played in another language than English: the cases are told what it means. */
  abroad?: Abroad;
}

export interface Abroad {
  languages: Languages;
  /** Of everybody there. */
  locale: string;
  wire: WireLog;
  /** What somebody is shown, in English. */
  inEnglish<Shown>(shown: Shown): Shown;
}

export interface Played {
  core: Core;
  log: Log;
  did: Set<string>;
  languages: Languages;
  note(command: string, way: Way): void;
  inEnglish<Shown>(shown: Shown): Shown;
  /** The command that a message's menu calls this. */
  commandIn(menu: string): string;
  start(connect: BotOptions['connect']): Promise<void>;
  /** The bot goes away and comes back, and remembers nothing. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

let stages = 0;

export async function openPlayed({ redisUrl, mediaUrl, commands, abroad }: Ground): Promise<Played> {
  stages += 1;
  const core = await openCore({ redisUrl, mediaUrl, prefix: `contract-${stages}` });
  const log = createLog('test', process.env.TEST_LOG ?? 'silent', false);
  const did = new Set<string>();
  const { library, close: closeLibrary } = await openTestLibrary(core, log);
  const languages = abroad?.languages ?? openLanguages();
  let bot: { close(): Promise<void> } | null = null;
  let connected: BotOptions['connect'] | null = null;

  async function start(connect: BotOptions['connect']): Promise<void> {
    connected = connect;
    const wildcards = testWildcards;
    const tools = {
      core,
      library,
      languages,
      wildcards,
      drawing: testDrawing,
      log,
      now: Date.now,
      random: () => 0.5,
    };
    bot = await startBot({ commands, tools, gallery: 'gallery', connect });
  }

  return {
    core,
    log,
    did,
    languages,
    inEnglish: (shown) => abroad?.inEnglish(shown) ?? shown,
    note: (command, way) => void did.add(`${command} ${way}`),
    commandIn: (label) => commands.find(({ menu }) => menu === label)?.name ?? label,
    start,
    async restart() {
      await bot?.close();
      if (connected) await start(connected);
    },
    async close() {
      await bot?.close();
      await closeLibrary();
      await core.close();
    },
  };
}

export const personOf = (
  platform: Person['platform'],
  members: Readonly<Record<string, string>>,
  name: string,
): Person => ({ platform, id: members[name] ?? name, name });

/** `🔁 Again` is the button Again. */
export const withoutEmoji = (label: string) => label.replace(/^\p{RGI_Emoji}\s/v, '');

/** Which command a button stands for. */
export const commandOf = (buttonId: string) => buttonId.split(':')[0] ?? '';

/** Several stages are played at once, perhaps on a busy machine: how long something takes is no part of the contract. */
export const eventually = <T>(condition: () => T | Promise<T>, what: string) =>
  until(condition, { what, within: 30_000 });
