/** A sample of it all over the real wires: through discord.js, Bolt and our own HTTP client, into the real listeners. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Incoming } from '../../bots/chat.ts';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { connectSlack } from '../../bots/slack/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { commands } from '../../commands/registry.ts';
import { PassingError, UserError } from '../../core/errors.ts';
import { createLog } from '../../core/log.ts';
import type { MediaStore } from '../../core/media.ts';
import { startDiscord } from '../../playground/discord/server.ts';
import { startSlack } from '../../playground/slack/server.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { mutateJson } from '../mutate.ts';
import { insist, type Json, type Target } from '../target.ts';
import { graph } from './comfyui.ts';
import { discordPayloads, discordReactions } from './discord.ts';
import { slackActions, slackCommands, slackEvents } from './slack.ts';

const log = createLog('fuzz', 'silent', false);
const nowhere: MediaStore = {
  put: async () => 'x',
  get: async () => null,
  removeFolder: async () => {},
};
const answerMs = 20_000;

/** Everything before it may be answered or not; after it the app still hears. */
function createEar() {
  const heard: string[] = [];
  return {
    handlers: {
      async handle({ command, reply }: Incoming) {
        heard.push(command);
        await reply.showPrivately({ tone: 'plain' as const, summary: 'x', elements: [] });
      },
      suggest: async () => [{ name: 'a', value: 'b' }],
    },
    async hears(command: string, ask: () => void): Promise<void> {
      const before = heard.filter((one) => one === command).length;
      ask();
      for (const until = Date.now() + answerMs; heard.filter((one) => one === command).length === before; ) {
        insist(Date.now() < until, `${command} is not heard any more`);
        await sleep(2);
      }
    },
  };
}

export const discordWire: Target = {
  name: 'discord-wire',
  share: 0.4,
  async open() {
    const discord = await startDiscord();
    const ear = createEar();
    const chat = await connectDiscord({
      token: discord.token,
      apiUrl: discord.apiUrl,
      guildId: discord.guildId,
      commands,
      handlers: ear.handlers,
      media: nowhere,
      log,
    });
    const mai = discord.member(discord.members.Mai ?? '');
    const channelId = discord.channels.general ?? '';
    return {
      make(random) {
        const event = random.pick(['INTERACTION_CREATE', 'MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE']);
        const samples = event === 'INTERACTION_CREATE' ? discordPayloads : discordReactions;
        return [event, mutateJson(random, random.pick(samples))];
      },
      async check(input) {
        const [event, data] = input as [string, Json];
        discord.faults.dispatch(event, data);
        await ear.hears('help', () => mai.runCommand({ channelId, name: 'help', options: [] }));
      },
      async close() {
        await chat.close();
        await discord.close();
      },
    };
  },
};

const slackSamples = { slash_commands: slackCommands, interactive: slackActions, events_api: slackEvents };
const slackKinds = ['slash_commands', 'interactive', 'events_api'] as const;

export const slackWire: Target = {
  name: 'slack-wire',
  share: 0.4,
  async open() {
    const slack = await startSlack({ manifest: slackManifest(commands) });
    const ear = createEar();
    const chat = await connectSlack({
      botToken: slack.botToken,
      mode: { kind: 'socket', appToken: slack.appToken },
      apiUrl: slack.apiUrl,
      commands,
      handlers: ear.handlers,
      media: nowhere,
      log,
    });
    const mai = slack.member(slack.members.Mai ?? '');
    const channel = slack.channels.general ?? '';
    return {
      make(random) {
        const kind = random.pick(slackKinds);
        return [kind, mutateJson(random, random.pick(slackSamples[kind]))];
      },
      async check(input) {
        const [kind, payload] = input as [keyof typeof slackSamples, Json];
        slack.faults.deliver(kind, payload);
        await ear.hears('queue', () => mai.runCommand(channel, '/queue', ''));
      },
      async close() {
        await chat.close();
        await slack.close();
      },
    };
  },
};

const id = '5a6b7c8d-0000-4000-8000-000000000001';
const answers: Json[] = [
  { system: { comfyui_version: '0.33.0' }, devices: [{ name: 'cuda', vram_total: 1, vram_free: 1 }] },
  {
    [id]: {
      outputs: { '7': { images: [{ filename: 'a.png', subfolder: '', type: 'output' }] } },
      status: null,
    },
  },
  { queue_running: [[0, id, {}, {}, []]], queue_pending: [] },
  { prompt_id: id, number: 0, node_errors: {} },
];

export const comfyuiWire: Target = {
  name: 'comfyui-wire',
  share: 1,
  async open() {
    let status = 200;
    let body = '';
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const backend = openComfyUi({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    return {
      make: (random) => [
        random.pick([200, 200, 200, 400, 404, 413, 500, 503]),
        mutateJson(random, random.pick(answers)),
      ],
      async check(input) {
        const [code, json] = input as [number, Json];
        status = code >= 200 && code < 600 ? code : 200;
        body = JSON.stringify(json);
        const report = await backend.report();
        insist(report.reachable || (report.trouble ?? '') !== '', 'not reachable, without a reason');
        const prompt = backend.open({ id, graph, mark: '0/job-1' }, () => {});
        const { signal } = new AbortController();
        const passing = (thrown: unknown) => {
          if (!(thrown instanceof PassingError) && !(thrown instanceof UserError)) throw thrown;
        };
        await prompt.look(signal).catch(passing);
        await prompt.cancel(signal).catch(passing);
        await prompt.close();
      },
      async close() {
        await backend.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};
