/**
 * Everything a browser test plays on: the Discord stand-in, a bot on the real discord.js, the page, and Chromium.
 * Found at CHROMIUM_PATH, or where Debian puts it.
 */
import { PermissionFlagsBits } from 'discord.js';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import { type DiscordServer, startDiscord } from '../../../playground/discord/server.ts';
import { type Bundle, bundlePage } from '../../../playground/page/bundle.ts';
import { startPage } from '../../../playground/page/server.ts';
import { createWireLog, type WireLog } from '../../../playground/wire.ts';
import { startBot, type TestBot } from './bot.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

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

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** One browser and one bundle for a test file; `set` puts up a fresh stage for a test. */
export function useStage(): { set(): Promise<Stage> } {
  let browser: Browser;
  let bundle: Bundle;
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
    [browser, bundle] = await Promise.all([chromium.launch({ executablePath, args: QUIET }), bundlePage()]);
  });
  afterAll(() => browser.close());

  return {
    async set() {
      const world = defaultWorld();
      const instructor = world.roles.find(({ name }) => name === 'Instructor');
      if (instructor) instructor.permissions |= PermissionFlagsBits.PinMessages;
      const wire = createWireLog();
      const discord = await startDiscord({ world, wire, limits: { timing: { answerMs: 1500 } } });
      const members = world.members.filter(({ bot }) => !bot).map(({ id }) => discord.member(id));
      const about = { comfyui: { kind: 'stand-in' as const } };
      const put = (port?: number) =>
        startPage({
          discord: { apiUrl: discord.apiUrl, members },
          wire,
          about,
          bundle,
          ...(port && { port }),
        });
      let page = await put();
      const bot = await startBot(discord);
      const wrong: string[] = [];
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
        async open(options = {}) {
          const context = await browser.newContext({
            viewport: { width: 1280, height: 800 },
            colorScheme: 'dark',
            ...options,
          });
          const window = await context.newPage();
          window.setDefaultTimeout(8000);
          window.on('pageerror', (error) => wrong.push(String(error)));
          window.on('console', (message) => {
            if (message.type() === 'error' && !/WebSocket connection/.test(message.text()))
              wrong.push(message.text());
          });
          onTestFinished(async () => {
            await context.close();
            expect(wrong).toEqual([]);
          });
          await window.goto(page.url);
          await window
            .getByRole('button', { name: /Make your first picture/ })
            .or(window.getByRole('article').first())
            .waitFor();
          return window;
        },
      };
    },
  };
}

/** The newest message on the page. */
export const newest = (page: Page) => page.getByRole('article').last();

export async function render(page: Page, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message #general' }).fill(`/render ${prompt}`);
  await page.keyboard.press('Enter');
  await newest(page).getByText('Rendezvous is thinking…').waitFor();
}

export async function actAs(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check({ force: true });
}
