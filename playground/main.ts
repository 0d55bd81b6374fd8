/**
 * The playground as a program: the stand-ins that are wanted, and the page to use them from.
 * Started by `npm start`, which is told by IPC where everything is; by itself it prints the page's address.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { startComfyUi } from './comfyui/server.ts';
import { defaultWorld as discordWorld } from './discord/seed.ts';
import { startDiscord } from './discord/server.ts';
import { startPage } from './page/server.ts';
import { defaultWorld as slackWorld } from './slack/seed.ts';
import { startSlack } from './slack/server.ts';
import { createWireLog, type WireLog } from './wire.ts';

const onOff = z.enum(['on', 'off']).default('on');
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  PLAYGROUND_DIR: z.string().min(1).default(join('data', 'playground')),
  /** `off` when the real one is used. */
  PLAYGROUND_DISCORD: onOff,
  PLAYGROUND_SLACK: onOff,
  PLAYGROUND_COMFYUI: onOff,
  /** How long the ComfyUI stand-in takes for a step. */
  PLAYGROUND_STEP_MS: z.coerce.number().min(0).optional(),
  COMFYUI_URL: z.string().optional(),
});
type Settings = z.infer<typeof environment>;

/** The supervisor waits about as long before it kills. */
const LONGEST_STOP_MS = 2000;

async function start(settings: Settings, undo: (() => Promise<void>)[]) {
  const { PORT: port, HOST: host, PLAYGROUND_DIR: dir, PLAYGROUND_STEP_MS: stepMs } = settings;
  const wire = createWireLog();

  const comfyui =
    settings.PLAYGROUND_COMFYUI === 'on'
      ? await startComfyUi({ dir: join(dir, 'comfyui'), wire, ...(stepMs !== undefined && { stepMs }) })
      : undefined;
  if (comfyui) undo.push(comfyui.close);
  const discord = settings.PLAYGROUND_DISCORD === 'on' ? await openDiscord(dir, wire) : undefined;
  if (discord) undo.push(discord.server.close);
  const slack = settings.PLAYGROUND_SLACK === 'on' ? await openSlack(dir, wire) : undefined;
  if (slack) undo.push(slack.server.close);
  const addresses = {
    ...discord?.addresses,
    ...slack?.addresses,
    ...(comfyui && { comfyuiUrl: comfyui.url }),
  };
  if (!discord && !slack) return addresses;

  const page = await startPage({
    port,
    host,
    wire,
    discord: discord && {
      apiUrl: discord.server.apiUrl,
      members: discord.members,
      controls: discord.server.controls,
    },
    slack: slack && {
      apiUrl: slack.server.apiUrl,
      members: slack.members,
      controls: slack.server.controls,
    },
    about: {
      comfyui: comfyui ? { kind: 'stand-in' } : { kind: 'real', url: shownUrl(settings.COMFYUI_URL) },
    },
  });
  undo.push(page.close);
  return { page: page.url, ...addresses };
}

async function openDiscord(dir: string, wire: WireLog) {
  const world = discordWorld();
  const server = await startDiscord({ dir: join(dir, 'discord'), wire, world });
  return {
    server,
    members: world.members.filter(({ bot }) => !bot).map(({ id }) => server.member(id)),
    addresses: {
      discordApiUrl: server.apiUrl,
      // No server is named: registered everywhere, the commands are also there for those who bring the app along.
      discordToken: server.token,
    },
  };
}

/** The app is made from the manifest that people paste at api.slack.com. */
const MANIFEST = new URL('../slack-manifest.json', import.meta.url);

async function openSlack(dir: string, wire: WireLog) {
  const world = slackWorld();
  const manifest: unknown = JSON.parse(await readFile(MANIFEST, 'utf8'));
  const server = await startSlack({ dir: join(dir, 'slack'), wire, world, manifest });
  return {
    server,
    members: world.users.map(({ id }) => server.member(id)),
    addresses: {
      slackApiUrl: server.apiUrl,
      slackBotToken: server.botToken,
      slackAppToken: server.appToken,
    },
  };
}

/** Hosts only: an address may hold a password. */
function shownUrl(urls: string | undefined): string | undefined {
  const hosts = (urls ?? '')
    .split(',')
    .flatMap((url) => (URL.canParse(url.trim()) ? [new URL(url.trim()).host] : []));
  return hosts.length > 0 ? hosts.join(', ') : undefined;
}

const undo: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code), LONGEST_STOP_MS).unref();
  for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error));
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop(0));

try {
  const settings = environment.safeParse(process.env);
  if (!settings.success) throw new Error(z.prettifyError(settings.error));
  const ready = await start(settings.data, undo);
  if (process.send) process.send({ ready });
  else console.log(Object.values(ready)[0] ?? 'Nothing is wanted of the playground.');
} catch (error) {
  // The last words are what a person reads: a sentence, not a stack.
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
