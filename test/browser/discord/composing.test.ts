/** Writing commands by keyboard alone, as one does in Discord. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useStage } from '../support/discord-stage.ts';
import { eventually } from '../support/eventually.ts';
import { newest } from '../support/window.ts';

const stage = useStage();
const suggestions = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' });
const highlighted = (page: Page) => suggestions(page).getByRole('option', { selected: true });
const box = (page: Page) => page.getByRole('textbox', { name: 'Message #general' });

describe('the composer', () => {
  it('lists the commands on a slash and runs the one that is chosen', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/');
    await suggestions(page).waitFor();
    expect(await suggestions(page).getByRole('option').allTextContents()).toEqual([
      expect.stringMatching(/\/render[\s\S]*prompt[\s\S]*Make a picture from words/),
      expect.stringMatching(/\/queue[\s\S]*What is running/),
      expect.stringMatching(/\/gallery allow[\s\S]*Let others share/),
      expect.stringMatching(/\/silent/),
      expect.stringMatching(/\/survey/),
    ]);
    await page.keyboard.press('ArrowDown');
    expect(await box(page).getAttribute('aria-activedescendant')).toBe(
      await highlighted(page).getAttribute('id'),
    );
    expect(await highlighted(page).textContent()).toContain('/queue');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await newest(page).getByText('Nothing waits.').waitFor();
    expect(bot.heard).toEqual(['queue {}']);
  });

  it('runs what is typed straight through', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/render a lighthouse at dusk steps:20 size:wide');
    expect(await page.getByRole('textbox', { name: 'prompt' }).inputValue()).toBe('a lighthouse at dusk');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox', { name: 'size' }).inputValue()).toBe('Wide');
    await page.keyboard.press('Enter');
    await newest(page).getByText('Rendezvous is thinking…').waitFor();
    expect(bot.heard).toEqual(['render {"prompt":"a lighthouse at dusk","steps":20,"size":"1344x768"}']);
    expect(await box(page).inputValue()).toBe('');
    expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('offers the other options behind the fields, and completes values with the app', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/render a fox');
    await page.keyboard.press('Tab');
    await suggestions(page).waitFor();
    expect(await suggestions(page).getByRole('option').count()).toBe(5);
    await page.keyboard.type('work');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'workflow' }).waitFor();
    await page.keyboard.type('fl');
    await suggestions(page).getByText('flux-schnell ✦').waitFor();
    await eventually(async () => expect(await suggestions(page).getByRole('option').count()).toBe(1));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() =>
      expect(bot.heard).toEqual(['render {"prompt":"a fox","workflow":"flux-schnell"}']),
    );
  });

  it('says in red what does not fit, and sends nothing', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/render ');
    await page.keyboard.press('Enter');
    await page.getByText('This option is required. Give it a value.').waitFor();
    await page.keyboard.type('a fox steps:400');
    await page.keyboard.press('Enter');
    await page.getByText('Enter a number: 1 to 150.').waitFor();
    const steps = page.getByRole('combobox', { name: 'steps' });
    expect(await steps.getAttribute('aria-invalid')).toBe('true');
    expect(bot.heard).toEqual([]);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await newest(page).getByText('Rendezvous is thinking…').waitFor();
    expect(bot.heard).toEqual(['render {"prompt":"a fox","steps":40}']);
  });

  it('takes fields and the command back with Backspace, and closes the list with Escape', async () => {
    const { open } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/render a steps:');
    await page.keyboard.press('Backspace');
    expect(await page.getByRole('combobox', { name: 'steps' }).count()).toBe(0);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    expect(await box(page).inputValue()).toBe('/render');
    await suggestions(page).waitFor();
    await page.keyboard.press('Escape');
    await suggestions(page).waitFor({ state: 'hidden' });
    expect(await box(page).inputValue()).toBe('/render');
  });

  it('hands a file to the app', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'playground-upload-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const file = join(dir, 'fox.png');
    await writeFile(file, 'not really a picture');
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/render a fox image:');
    await page.getByLabel('image: choose a file').setInputFiles(file);
    await page.getByText('fox.png', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await eventually(() =>
      expect(bot.heard).toEqual([expect.stringMatching(/^render \{"prompt":"a fox","image":"\d{17,20}"\}$/)]),
    );
  });

  it('is filled in by the invitation on a first visit', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await page.getByRole('button', { name: /Type \/render a lighthouse at dusk/ }).click();
    await page.keyboard.press('Enter');
    await newest(page).getByText('Rendezvous is thinking…').waitFor();
    expect(bot.heard).toEqual(['render {"prompt":"a lighthouse at dusk"}']);
  });

  it('takes letters that are typed anywhere', async () => {
    const { open } = await stage.set();
    const page = await open();
    await page.getByRole('radio', { name: 'Mai' }).focus();
    await page.keyboard.type('hello');
    expect(await box(page).inputValue()).toBe('hello');
  });

  it('gives back what was refused', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await box(page).fill('x'.repeat(2100));
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(/2000/).waitFor();
    expect((await box(page).inputValue()).length).toBe(2100);
    await box(page).fill('/queue ');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await newest(page).getByText('Nothing waits.').waitFor();
    expect(bot.heard).toEqual(['queue {}']);
  });

  it('sends plain words, over several lines', async () => {
    const { open } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('first **line**');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    await newest(page).getByText('second').waitFor();
    expect(await newest(page).locator('strong').textContent()).toBe('line');
  });
});
