/** The bot's Discord side at work against the stand-in, through the real discord.js. Commands are played by the test. */
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import type { Chat, Gone, Incoming, SpokenChoice, Typing } from '../../../bots/chat.ts';
import { connectDiscord, type DiscordOptions } from '../../../bots/discord/connect.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import type { Card } from '../../../core/card.ts';
import type { MediaStore } from '../../../core/media.ts';
import type { Place, PostRef } from '../../../core/people.ts';
import { type DiscordOptions as StandInOptions, startDiscord } from '../../../playground/discord/server.ts';

const job = z.strictObject({ job: z.string() });

function played(name: string, gestures: Command['gestures'], options: z.ZodObject): Command {
  return defineCommand({
    name,
    summary: `What ${name} does`,
    gestures,
    options,
    manner: 'public',
    run: async () => null,
  });
}

export const playedCommands: readonly Command[] = [
  played(
    'render',
    ['slash'],
    z.strictObject({
      prompt: z.string().max(4000),
      workflow: z.string().meta({ suggests: true }).optional(),
      steps: z.int().min(1).max(150).optional(),
    }),
  ),
  played('gallery allow', ['slash'], z.strictObject({})),
  played('again', ['button'], job),
];

export interface SceneOptions {
  standIn?: StandInOptions;
  connect?: Partial<DiscordOptions>;
}

export async function startScene({ standIn = {}, connect = {} }: SceneOptions = {}) {
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const { limits, ...world } = standIn;
  // Bots that come back at once would wait for their turn to identify.
  const timing = { identifyMs: 0, ...limits?.timing };
  const discord = await startDiscord({ now, ...world, limits: { ...limits, timing } });
  onTestFinished(() => discord.close());

  const heard: Incoming[] = [];
  const files = new Map<string, Buffer>();
  const media: MediaStore = {
    put: async () => '',
    get: async (key) => files.get(key) ?? null,
    removeFolder: async () => {},
  };
  const logged: { level: number; msg: string }[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const scene = {
    discord,
    files,
    heard,
    gone: [] as Gone[],
    /** Channels. */
    pinsChanged: [] as string[],
    logged,
    /** What a command does when it is called. */
    play: async (_incoming: Incoming): Promise<void> => {},
    suggest: async (_typing: Typing): Promise<SpokenChoice[]> => [],
  };

  async function connectAgain(): Promise<Chat> {
    const chat = await connectDiscord({
      token: discord.token,
      apiUrl: discord.apiUrl,
      commands: playedCommands,
      handlers: {
        async handle(incoming) {
          heard.push(incoming);
          await scene.play(incoming);
        },
        suggest: (typing) => scene.suggest(typing),
        gone: async (gone) => void scene.gone.push(gone),
        pinsChanged: async ({ channel }) => void scene.pinsChanged.push(channel),
      },
      media,
      log,
      now,
      ...connect,
    });
    onTestFinished(() => chat.close());
    return chat;
  }

  const chat = await connectAgain();
  const general = discord.channels.general ?? '';
  const place: Place = { platform: 'discord', space: discord.guildId, channel: general };
  return Object.assign(scene, {
    chat,
    connectAgain,
    general,
    place,
    mai: discord.member(discord.members.Mai ?? ''),
    ravi: discord.member(discord.members.Ravi ?? ''),
    noor: discord.member(discord.members.Noor ?? ''),
    skip(ms: number): void {
      skipped += ms;
    },
    /** `/render` by Mai, as the test plays it. */
    render(prompt = 'a lighthouse'): void {
      discord.member(discord.members.Mai ?? '').runCommand({
        channelId: general,
        name: 'render',
        options: [{ name: 'prompt', value: prompt }],
      });
    },
    /** The public answer of a `/render` whose command takes its time. */
    async rendered(): Promise<PostRef> {
      const post = new Promise<PostRef | null>((resolve) => {
        scene.play = async ({ reply }) => resolve(await reply.acknowledge('public'));
      });
      this.render();
      const made = await post;
      if (!made) throw new Error('no post was made');
      return made;
    },
    /** Everything said in a message, as one string. */
    said(messageId: string): string {
      return JSON.stringify(discord.state.message(messageId)?.components ?? null);
    },
  });
}

export type Scene = Awaited<ReturnType<typeof startScene>>;

export function say(text: string, more: Card['elements'] = []): Card {
  return { tone: 'plain', summary: text, elements: [{ type: 'text', text }, ...more] };
}

export const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 15 });
