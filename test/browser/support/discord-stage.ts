/** What the tests of the Discord view play on: the stand-in, a bot on the real discord.js, the page, and Chromium. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import { type DiscordServer, startDiscord } from '../../../playground/discord/server.ts';
import { startPage } from '../../../playground/page/server.ts';
import { createWireLog, type WireLog } from '../../../playground/wire.ts';
import { startBot, type TestBot } from './discord-bot.ts';
import { newest, useBrowser } from './window.ts';

export interface Stage {
  url: string;
  discord: DiscordServer;
  bot: TestBot;
  wire: WireLog;
  /** Takes the page away and puts it up again on the same port. */
  restartPage(): Promise<void>;
  /** A window of somebody's own browser, with the page in it. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

/** One browser and one bundle for a test file; `set` puts up a fresh stage for a test. */
export function useStage(): { set(): Promise<Stage> } {
  const browser = useBrowser();
  return {
    async set() {
      const world = defaultWorld();
      const wire = createWireLog();
      const discord = await startDiscord({ world, wire, limits: { timing: { answerMs: 1500 } } });
      const members = world.members.filter(({ bot }) => !bot).map(({ id }) => discord.member(id));
      const about = { comfyui: { kind: 'stand-in' as const } };
      const put = (port?: number) =>
        startPage({
          discord: { apiUrl: discord.apiUrl, members, controls: discord.controls },
          wire,
          about,
          bundle: browser.bundle(),
          ...(port && { port }),
        });
      let page = await put();
      const bot = await startBot(discord);
      onTestFinished(async () => {
        await bot.close();
        await page.close();
        await discord.close();
      });

      return {
        url: page.url,
        discord,
        bot,
        wire,
        async restartPage() {
          await page.close();
          page = await put(Number(new URL(page.url).port));
        },
        open: (options) => browser.open(page.url, options),
      };
    },
  };
}

export async function render(page: Page, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message #general' }).fill(`/render ${prompt}`);
  await page.keyboard.press('Enter');
  await newest(page).getByText('Rendezvous is thinking…').waitFor();
}
