/**
 * The playground as a program: the stand-ins that are wanted, and the page to use them from.
 * Started by `npm start`, which is told by IPC where everything is; by itself it prints the page's address.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { startComfyUi } from './comfyui/server.ts';
import { defaultWorld } from './discord/seed.ts';
import { startDiscord } from './discord/server.ts';
import { startPage } from './page/server.ts';
import { createWireLog } from './wire.ts';

const onOff = z.enum(['on', 'off']).default('on');
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  PLAYGROUND_DIR: z.string().min(1).default(join('data', 'playground')),
  /** `off` when the real one is used. */
  PLAYGROUND_DISCORD: onOff,
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
  if (settings.PLAYGROUND_DISCORD === 'off') return { comfyuiUrl: comfyui?.url };

  const world = defaultWorld();
  const discord = await startDiscord({ dir: join(dir, 'discord'), wire, world });
  undo.push(discord.close);
  const members = world.members.filter(({ bot }) => !bot).map(({ id }) => discord.member(id));
  const page = await startPage({
    port,
    host,
    wire,
    discord: { apiUrl: discord.apiUrl, members },
    about: {
      comfyui: comfyui ? { kind: 'stand-in' } : { kind: 'real', url: shownUrl(settings.COMFYUI_URL) },
    },
  });
  undo.push(page.close);
  return {
    page: page.url,
    discordApiUrl: discord.apiUrl,
    discordToken: discord.token,
    discordGuildId: discord.guildId,
    comfyuiUrl: comfyui?.url,
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
  else console.log(ready.page ?? ready.comfyuiUrl);
} catch (error) {
  // The last words are what a person reads: a sentence, not a stack.
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
