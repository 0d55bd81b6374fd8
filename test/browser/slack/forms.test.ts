/** Slack's forms and the app's own page. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { box, useStage } from '../support/slack-stage.ts';
import { newest } from '../support/window.ts';

const stage = useStage();

async function openForm(page: Page) {
  await box(page).fill('/render');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Render' });
  await form.waitFor();
  return form;
}

describe('a form', () => {
  it('is filled in by keyboard, says what is wrong where it is wrong, and goes to the app', async () => {
    const { open, app } = await stage.set();
    const page = await open();
    const form = await openForm(page);
    const prompt = form.getByRole('textbox', { name: 'Prompt' });
    expect(await prompt.evaluate((element) => element === document.activeElement)).toBe(true);
    await form.getByRole('button', { name: 'Render' }).click();
    await form.getByRole('alert').getByText('Please complete this required field.').waitFor();
    expect(await prompt.getAttribute('aria-invalid')).toBe('true');

    await prompt.fill('nothing');
    await form.getByRole('textbox', { name: /Steps/ }).fill('400');
    await form.getByRole('button', { name: 'Render' }).click();
    await form.getByRole('alert').getByText('Enter a number that is at most 150.').waitFor();
    await form.getByRole('textbox', { name: /Steps/ }).fill('20');
    await form.getByRole('button', { name: 'Render' }).click();
    await form.getByRole('alert').getByText('Nothing cannot be drawn.').waitFor();

    await prompt.fill('two foxes');
    const workflow = form.getByRole('combobox', { name: /Workflow/ });
    await workflow.focus();
    await page.keyboard.type('fl');
    await form.getByRole('option', { name: 'flux-schnell ✦' }).waitFor();
    await eventually(async () => expect(await form.getByRole('option').count()).toBe(1));
    await page.keyboard.press('Enter');
    expect(await workflow.inputValue()).toBe('flux-schnell ✦');
    await form.getByRole('combobox', { name: /Size/ }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Render' }).click();
    await form.waitFor({ state: 'detached' });
    await newest(page).getByText('two foxes').waitFor();
    expect(app.heard.at(-1)).toBe('form two foxes 16:9 flux-schnell 20');
  });

  it('may lead to another one, and back, and keeps the focus inside', async () => {
    const { open, slack } = await stage.set();
    const page = await open();
    const form = await openForm(page);
    await form.getByRole('textbox', { name: 'Prompt' }).fill('more');
    await form.getByRole('button', { name: 'Render' }).click();
    const second = page.getByRole('dialog', { name: 'Second step' });
    await second.getByText('One more thing.').waitFor();
    await second.getByRole('button', { name: 'Back' }).click();
    await form.waitFor();
    expect(await form.getByRole('textbox', { name: 'Prompt' }).inputValue()).toBe('more');
    for (let index = 0; index < 12; index += 1) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused !== document.body && !focused?.closest('dialog');
      });
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await eventually(() => expect(slack.mai.views()).toEqual([]));
  });
});

describe('the app’s own page', () => {
  it('shows what the app has published, and leads to its messages', async () => {
    const { open, app, slack } = await stage.set();
    const page = await open();
    await page.getByRole('link', { name: 'Rendezvous' }).click();
    const home = page.getByRole('region', { name: 'Home' });
    await home.getByRole('heading', { name: 'Your renders' }).waitFor();
    await home.getByRole('button', { name: 'Clear' }).click();
    await eventually(() => expect(app.heard).toEqual(['clear']));
    await page.getByRole('button', { name: 'Messages' }).click();
    await page.getByRole('textbox', { name: 'Message Rendezvous' }).fill('Hello');
    await page.keyboard.press('Enter');
    await newest(page).getByText('Hello').waitFor();
    const direct = slack.mai.workspace().channels.find(({ kind }) => kind === 'im');
    expect(new URL(page.url()).hash).toBe(`#/slack/${direct?.id}`);
  });
});

describe('the wire', () => {
  it('shows Slack’s traffic without its secrets, and only what one looks for', async () => {
    const { open, slack } = await stage.set();
    const page = await open();
    await page.getByRole('button', { name: 'Wire', exact: true }).click();
    const drawer = page.getByRole('region', { name: 'Wire' });
    await openForm(page);
    await page.keyboard.press('Escape');
    await drawer.getByRole('button', { name: 'Discord gateway' }).click();
    await drawer
      .getByRole('button', { name: /in|out|\/render/ })
      .filter({ hasText: '/render' })
      .first()
      .click();
    const entry = drawer.locator('pre').first();
    await entry.waitFor();
    const shown = (await entry.textContent()) ?? '';
    expect(shown).toContain('Slack → bot over Slack Socket Mode');
    expect(shown).toMatch(/"trigger_id": "…"/);
    for (const secret of [slack.botToken, slack.appToken])
      expect(await drawer.textContent()).not.toContain(secret);
    await drawer.getByRole('searchbox').fill('views.open');
    await eventually(async () =>
      expect((await drawer.locator('.wire-summary').allTextContents()).join(' ')).toMatch(
        /^(\S*views\.open ?)+$/,
      ),
    );
  });
});
