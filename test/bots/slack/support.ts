/** A workspace to act in: the stand-in, our app in it by the real SDK, and the people. */

import type { Chat, Gone, Handlers, Incoming } from '../../../bots/chat.ts';
import { createHandlers } from '../../../bots/handle.ts';
import { connectSlack } from '../../../bots/slack/connect.ts';
import { slackManifest } from '../../../bots/slack/manifest.ts';
import type { Command, Tools } from '../../../commands/command.ts';
import { openLanguages } from '../../../commands/languages.ts';
import { commands as allCommands } from '../../../commands/registry.ts';
import { createLog, type Log } from '../../../core/log.ts';
import type { MediaStore } from '../../../core/media.ts';
import { freePort } from '../../../core/ports.ts';
import type { LimitOverrides } from '../../../playground/slack/limits.ts';
import type { MemberEvent, SeenMessage } from '../../../playground/slack/member.ts';
import { defaultWorld, type WorldSeed } from '../../../playground/slack/seed.ts';
import { type SlackServer, startSlack } from '../../../playground/slack/server.ts';
import type { WireLog } from '../../../playground/wire.ts';
import { until } from '../../support/until.ts';

export type Mode = 'socket' | 'http';

/** A media store in memory. */
export function memoryMedia(files: Record<string, Buffer> = {}): MediaStore & { files: Map<string, Buffer> } {
  const kept = new Map(Object.entries(files));
  return {
    files: kept,
    async put(folder, name, bytes) {
      kept.set(`${folder}/${name}`, Buffer.from(bytes));
      return `${folder}/${name}`;
    },
    get: async (key) => kept.get(key) ?? null,
    async removeFolder(folder) {
      for (const key of kept.keys()) if (key.startsWith(`${folder}/`)) kept.delete(key);
    },
  };
}

/** Fast enough for tests; the tests about limits bring their own. */
const quick: LimitOverrides = {
  timing: { fileProcessingMs: 60, retryMs: [0, 50, 100] },
  rates: {
    2: { limit: 1000, perMs: 1000 },
    3: { limit: 1000, perMs: 1000 },
    4: { limit: 1000, perMs: 1000 },
    post: { limit: 1000, perMs: 1000 },
  },
};

export interface TeamOptions {
  mode?: Mode;
  commands?: readonly Command[];
  /** What the commands work with; parts that are missing must not be needed. */
  tools?: Partial<Tools>;
  handlers?: Handlers;
  media?: MediaStore;
  limits?: LimitOverrides;
  world?: WorldSeed;
  now?: () => number;
  log?: Log;
  wire?: WireLog;
}

export interface Team {
  slack: SlackServer;
  /** Where the app listens in HTTP mode. */
  eventsUrl: string;
  chat: Chat;
  /** Everything the handlers were called with, in order. */
  heard: Incoming[];
  /** What the handlers were told is gone. */
  gone: Gone[];
  /** Channels. */
  pinsChanged: string[];
  events: { of: string; event: MemberEvent }[];
  as(name: string): ReturnType<SlackServer['member']>;
  close(): Promise<void>;
}

export async function startTeam(options: TeamOptions = {}): Promise<Team> {
  const { mode = 'socket', commands = allCommands, media = memoryMedia(), world = defaultWorld() } = options;
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startSlack({
    world,
    manifest: slackManifest(commands),
    ...(options.wire && { wire: options.wire }),
    limits: {
      timing: { ...quick.timing, ...options.limits?.timing },
      rates: { ...quick.rates, ...options.limits?.rates },
    },
    ...(mode === 'http' && {
      http: { eventsUrl, signingSecret: world.app.signingSecret },
    }),
  });
  const heard: Incoming[] = [];
  const gone: Gone[] = [];
  const pinsChanged: string[] = [];
  const log = options.log ?? createLog('test', 'silent');
  let chat: Chat | null = null;
  const handlers =
    options.handlers ??
    createHandlers({
      commands,
      tools: {
        log,
        now: Date.now,
        random: () => 0.5,
        languages: openLanguages(),
        galleryChannel: async () => null,
        ageRestricted: async () => false,
        give: async () => 'refused',
        postLink: () => null,
        ...options.tools,
      } as Tools,
      chat: () => chat as Chat,
    });
  try {
    chat = await connectSlack({
      botToken: slack.botToken,
      mode:
        mode === 'socket'
          ? { kind: 'socket', appToken: slack.appToken }
          : { kind: 'http', signingSecret: slack.signingSecret, port, host: '127.0.0.1' },
      apiUrl: slack.apiUrl,
      commands,
      handlers: {
        handle(incoming) {
          heard.push(incoming);
          return handlers.handle(incoming);
        },
        suggest: handlers.suggest,
        gone: async (one) => void gone.push(one),
        pinsChanged: async ({ channel }) => void pinsChanged.push(channel),
      },
      media,
      log,
      ...(options.now && { now: options.now }),
    });
  } catch (error) {
    await slack.close();
    throw error;
  }
  const connected = chat;
  const events: Team['events'] = [];
  const as = (name: string) => slack.member(slack.members[name] ?? name);
  for (const [name, id] of Object.entries(slack.members))
    slack.member(id).listen((event) => void events.push({ of: name, event }));
  return {
    slack,
    eventsUrl,
    chat: connected,
    heard,
    gone,
    pinsChanged,
    events,
    as,
    async close() {
      await connected.close();
      await slack.close();
    },
  };
}

/** The channel of that name. */
export const channelOf = ({ slack }: Team, name: string) => slack.channels[name] ?? `no channel ${name}`;

/** What a person sees in a channel, the latest last, that the bot wrote. */
export function botMessages(team: Team, person: string, channel: string): SeenMessage[] {
  return team
    .as(person)
    .messages(channel)
    .filter(({ user }) => user === team.slack.botUserId);
}

/** Everything a message says in its blocks and its text, as one text. */
export function wordsOf(message: unknown): string {
  return JSON.stringify(message ?? '');
}

/** Waits until a person sees a message of the bot with these words. */
export function sees(
  team: Team,
  person: string,
  channel: string,
  words: string | RegExp,
): Promise<SeenMessage> {
  return until(
    () =>
      botMessages(team, person, channel).findLast((message) =>
        typeof words === 'string' ? wordsOf(message).includes(words) : words.test(wordsOf(message)),
      ),
    { what: `a message with ${words}`, within: 30_000 },
  );
}

export const blocksOf = (message: SeenMessage | undefined) =>
  (message?.blocks ?? []) as ({ type: string } & Record<string, unknown>)[];
