/** Connects to Slack: check the token, listen, by Socket Mode or HTTP. Only composes. */
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Command } from '../../commands/command.ts';
import type { Languages } from '../../commands/languages.ts';
import type { Log } from '../../core/log.ts';
import type { MediaStore } from '../../core/media.ts';
import type { Chat, Handlers } from '../chat.ts';
import { createFetchFile } from '../fetch-file.ts';
import { createAct } from './act.ts';
import { createAnswers } from './answers.ts';
import { createBoltLog } from './bolt-log.ts';
import { createChannels } from './channels.ts';
import { createChat } from './chat.ts';
import { createFiles } from './files.ts';
import { createForms } from './forms.ts';
import { createHome } from './home.ts';
import { createSayLeft } from './left.ts';
import { listen } from './listen.ts';
import { connectionTrouble, listeningTrouble, logIn } from './log-in.ts';
import { createPeople } from './people.ts';
import { createPublish } from './publish.ts';
import { createShownFile, readShown } from './shown.ts';
import { createSocket } from './socket.ts';
import { createWire } from './wire.ts';

export type SlackMode =
  | { kind: 'socket'; appToken: string }
  /** Slack calls `http://<host>:<port>/slack/events`. */
  | { kind: 'http'; signingSecret: string; port: number; host: string };

export interface SlackOptions {
  botToken: string;
  mode: SlackMode;
  /** Base of the Web API. */
  apiUrl: string;
  /** Id or handle of the user group whose members may act for others. @default "instructors" */
  instructors?: string;
  commands: readonly Command[];
  /** What is said in, besides English. */
  languages?: Languages;
  handlers: Handlers;
  media: MediaStore;
  log: Log;
  /** @default Date.now */
  now?: () => number;
}

/** How long gestures that are being answered may hold up the end. */
const settleMs = 800;

/** What brings Slack's requests to us. */
interface Ear {
  receiver: Receiver;
  start(): Promise<void>;
  /** Whether Slack's requests reach us. */
  hears(): boolean;
  close(): Promise<void>;
}

/**
 * Resolves when Slack's requests reach us.
 * @throws SettingsError when a token, a scope, the address or the port is wrong.
 * @throws PassingError when Slack is out of reach.
 */
export async function connectSlack(options: SlackOptions): Promise<Chat> {
  const { botToken, mode, apiUrl, commands, languages, handlers, media, log, now = Date.now } = options;
  const { instructors = 'instructors' } = options;
  const logger = createBoltLog(log);
  const wire = createWire({ token: botToken, apiUrl, logger });
  const identity = await logIn(wire.results, apiUrl);
  const { team_id: team, user_id: ourUser, bot_id: botId } = identity;

  const files = createFiles({ wire, media, log });
  const publish = createPublish({ log, pause: wire.pause });
  const fetchFile = createFetchFile({ platform: 'Slack', ...fileHosts(apiUrl, botToken) });
  const channels = createChannels({ wire, now });
  const people = createPeople({ wire, team, instructors, languages, log, now });
  const teamUrl = identity.url;
  const chat = createChat({
    ...{ wire, publish, files, channels, teamUrl, ourUser, log, now },
    ...{ trouble, stopHearing, close },
  });
  const answersTo = createAnswers({ wire, publish, files, chat, log, now });
  const shownFile = createShownFile({ wire, fetchFile });
  const fileOf = (kept: unknown) => {
    const shown = readShown(kept);
    return shown && shownFile(shown);
  };
  const forms = createForms({
    ...{ wire, handlers, commands, chat, people, channels },
    ...{ answersTo, fetchFile, fileOf, log },
  });
  const home = createHome({ wire, files });
  const act = createAct({
    ...{ handlers, commands, chat, people, channels },
    ...{ answersTo, forms, home, fetchFile, team, log },
    ...{ shownFile, fileOf },
  });

  const ear = mode.kind === 'socket' ? socketEar(mode) : httpEar(mode);
  const app = new App({
    receiver: ear.receiver,
    logger,
    // Who we are is known already; Bolt need not ask again for every request.
    authorize: async () => ({ botToken, botUserId: ourUser, ...(botId && { botId }) }),
    clientOptions: { slackApiUrl: apiUrl },
    convoStore: false,
  });
  const listening = listen({ app, act, forms, handlers, ourUser, log, now });

  function socketEar({ appToken }: Extract<SlackMode, { kind: 'socket' }>): Ear {
    const socket = createSocket({ appToken, apiUrl, logger, log });
    const start = async () => {
      await socket.start().catch((thrown: unknown) => {
        throw connectionTrouble(thrown, apiUrl);
      });
    };
    return { ...socket, start };
  }

  function httpEar({ signingSecret, port, host }: Extract<SlackMode, { kind: 'http' }>): Ear {
    const receiver = new HTTPReceiver({ signingSecret, logger });
    return {
      receiver,
      async start() {
        await receiver.start({ port, host }).catch((thrown: unknown) => {
          throw listeningTrouble(thrown, host, port);
        });
      },
      // Slack calls us, and nothing tells us when it cannot.
      hears: () => true,
      close: () => receiver.stop(),
    };
  }

  let deaf: Promise<void> | null = null;
  function trouble(): string | null {
    return ear.hears() ? null : 'The connection to Slack is lost; nothing people do there is heard.';
  }

  function stopHearing(): Promise<void> {
    deaf ??= ear.close().then(() => Promise.race([listening.settled(), wire.pause(settleMs)]));
    return deaf;
  }

  async function close(): Promise<void> {
    await stopHearing();
    wire.close();
    await fetchFile.close();
  }

  try {
    await ear.start();
    return { ...chat, sayLeft: createSayLeft(answersTo) };
  } catch (error) {
    await ear.close().catch(() => {});
    wire.close();
    await fetchFile.close();
    throw error;
  }
}

/** Where Slack keeps files, and who else is told the token: nobody. A stand-in keeps them where its API is. */
function fileHosts(apiUrl: string, botToken: string) {
  const { hostname, origin } = new URL(apiUrl);
  const own = /(^|\.)slack(-gov)?\.com$/.test(hostname);
  return {
    hosts: ['files.slack.com', 'files.slack-gov.com'],
    origin: own ? null : origin,
    headers: { authorization: `Bearer ${botToken}` },
  };
}
