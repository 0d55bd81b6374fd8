/** What the tests of the Slack view play on: both stand-ins, an app on the real Bolt, the page, and Chromium. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { defaultWorld as discordWorld } from '../../../playground/discord/seed.ts';
import { type DiscordServer, startDiscord } from '../../../playground/discord/server.ts';
import { startPage } from '../../../playground/page/server.ts';
import { defaultManifest, manifestSchema } from '../../../playground/slack/manifest.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { startTestSlack, type TestSlack } from '../../playground/slack/support.ts';
import { startApp, type TestApp } from './slack-bot.ts';
import { newest, useBrowser } from './window.ts';

export interface Stage {
  slack: TestSlack;
  discord: DiscordServer;
  app: TestApp;
  /** The id of #general. */
  general: string;
  /** Takes the page away and puts it up again on the same port. */
  restartPage(): Promise<void>;
  /** A window of somebody's own browser, with the workspace in front. */
  open(options?: BrowserContextOptions): Promise<Page>;
}

function testManifest() {
  const manifest = manifestSchema.parse(defaultManifest());
  manifest.features.slash_commands = [
    {
      command: '/render',
      description: 'Make a picture',
      usage_hint: '[prompt] --steps …',
      should_escape: false,
    },
    { command: '/silent', description: 'Never answers', should_escape: false },
  ];
  manifest.features.shortcuts = [
    { name: 'Describe', type: 'message', callback_id: 'describe', description: 'Says what is in it' },
  ];
  return manifest;
}

/** One browser for a test file; `set` puts up a fresh stage for a test. */
export function useStage(): { set(options?: { answerMs?: number }): Promise<Stage> } {
  const browser = useBrowser();
  return {
    // Slack's three seconds are not long for a busy machine; only tests in which nobody answers need them to end.
    async set({ answerMs = 15_000 } = {}) {
      const wire = createWireLog();
      const world = discordWorld();
      const [slack, discord] = await Promise.all([
        startTestSlack({ manifest: testManifest(), wire, limits: { timing: { answerMs } } }),
        startDiscord({ world, wire }),
      ]);
      const put = (port?: number) =>
        startPage({
          discord: {
            apiUrl: discord.apiUrl,
            members: world.members.filter(({ bot }) => !bot).map(({ id }) => discord.member(id)),
            controls: discord.controls,
          },
          slack: {
            apiUrl: slack.apiUrl,
            members: [slack.mai, slack.ravi, slack.noor],
            controls: slack.controls,
          },
          wire,
          about: { comfyui: { kind: 'stand-in' } },
          bundle: browser.bundle(),
          ...(port && { port }),
        });
      let page = await put();
      const general = String(slack.channels.general);
      const app = await startApp(slack, general);
      onTestFinished(async () => {
        await app.close();
        await page.close();
        await slack.close();
        await discord.close();
      });
      return {
        slack,
        discord,
        app,
        general,
        async restartPage() {
          await page.close();
          page = await put(Number(new URL(page.url).port));
        },
        open: (options) => browser.open(`${page.url}/#/slack/${general}`, options),
      };
    },
  };
}

export const box = (page: Page) => page.getByRole('textbox', { name: 'Message #general' });

export async function render(page: Page, prompt: string): Promise<void> {
  await box(page).fill(`/render ${prompt}`);
  await page.keyboard.press('Enter');
  await newest(page).getByText('0 %').waitFor();
}
