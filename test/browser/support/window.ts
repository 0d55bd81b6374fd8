/** Chromium, found at CHROMIUM_PATH or where Debian puts it, and windows in which nothing may go wrong unseen. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type Bundle, bundlePage } from '../../../playground/page/bundle.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** One browser and one bundle of the page for a test file. */
export function useBrowser() {
  let browser: Browser;
  let bundle: Bundle;
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
    [browser, bundle] = await Promise.all([chromium.launch({ executablePath, args: QUIET }), bundlePage()]);
  });
  afterAll(() => browser.close());

  return {
    bundle: () => bundle,

    /** A window of somebody's own browser, with the page in it. */
    async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
      const wrong: string[] = [];
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        colorScheme: 'dark',
        ...options,
      });
      const window = await context.newPage();
      window.setDefaultTimeout(15_000);
      window.on('pageerror', (error) => wrong.push(String(error)));
      window.on('console', (message) => {
        if (message.type() === 'error' && !/WebSocket connection/.test(message.text()))
          wrong.push(message.text());
      });
      onTestFinished(async () => {
        await context.close();
        expect(wrong).toEqual([]);
      });
      await window.goto(url);
      await window
        .getByRole('button', { name: /Make your first picture/ })
        .or(window.getByRole('article').first())
        .waitFor();
      return window;
    },
  };
}

/** The newest message in front. */
export const newest = (page: Page) => page.getByRole('article').last();

export async function actAs(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check({ force: true });
}
