/** What lies over the page: forms and enlarged pictures. */
import { describe, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { render, useStage } from '../support/discord-stage.ts';
import { eventually } from '../support/eventually.ts';
import { overflowing } from '../support/layout.ts';
import { newest, PHONE } from '../support/window.ts';

const stage = useStage();

describe('a form', () => {
  it('is filled in by keyboard, says what is missing, and goes to the app', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(1);
    await page.getByRole('button', { name: 'Change' }).click();
    const form = page.getByRole('dialog', { name: 'Change and render again' });
    await form.waitFor();
    expect(await form.getByLabel('Prompt').inputValue()).toBe('a fox');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.getByRole('alert').getByText('This field is required.').waitFor();

    await form.getByLabel('Prompt').fill('two foxes');
    await form.getByRole('combobox', { name: /Size/ }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'detached' });
    await newest(page).getByText('two foxes').waitFor();
    expect(bot.heard.at(-1)).toBe('form two foxes 1344x768');
  });

  for (const window of [{}, { ...PHONE, colorScheme: 'light' as const }]) {
    it(`asks for people, channels and ticks${'isMobile' in window ? ' on a phone as well' : ''}`, async () => {
      const { open, bot } = await stage.set();
      const page = await open(window);
      await page.getByRole('textbox', { name: 'Message #general' }).fill('/survey');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: 'A few questions' });
      // What the app has filled in is read as a name.
      await form.getByRole('combobox', { name: 'Whose picture: Mai' }).click();
      expect(await faults(page)).toEqual([]);
      await form.getByRole('option', { name: 'Ravi' }).click();
      await form.getByRole('combobox', { name: 'Where to' }).click();
      expect(await form.getByRole('option').allInnerTexts()).toEqual([
        '#general',
        '#gallery',
        '#after-hours',
      ]);
      await form.getByRole('option', { name: '#gallery' }).click();
      // What is not required can be taken back.
      await form.getByRole('combobox', { name: 'Where to: #gallery' }).click();
      await form.getByRole('option', { name: '#gallery' }).click();
      await form.getByRole('button', { name: 'Submit' }).click();
      await form.getByText('This field is required.').waitFor();
      expect(await faults(page)).toEqual([]);
      await form.getByRole('radio', { name: 'At once' }).check();
      await form.getByRole('checkbox', { name: 'Owls' }).check();
      await form.getByRole('checkbox', { name: 'I am sure' }).check();
      expect(await overflowing(page)).toEqual([]);
      await form.getByRole('button', { name: 'Submit' }).click();
      await newest(page).getByText('Thank you.').waitFor();
      expect(bot.heard.at(-1)).toBe('survey [["ravi"],null,"at once",["owls"],true]');
    });
  }

  it('keeps the focus inside, and gives it back', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(1);
    await page.getByRole('button', { name: 'Change' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let index = 0; index < 12; index += 1) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused !== document.body && !focused?.closest('dialog');
      });
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toContain('Change');
  });
});

describe('a picture', () => {
  it('is enlarged, with its words and its neighbours', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(3);
    await page.getByRole('button', { name: 'Enlarge: Picture 2: a fox' }).click();
    const box = page.getByRole('dialog', { name: 'Picture 2: a fox' });
    await box.waitFor();
    expect(await box.locator('figcaption').textContent()).toBe('Picture 2: a fox');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'Picture 3: a fox' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'Picture 1: a fox' }).waitFor();
    await eventually(async () =>
      expect(await page.locator('dialog img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(
        640,
      ),
    );
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('a message’s menu of apps', () => {
  it('runs a command on the message', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(1);
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'Apps' }).click();
    await page.getByRole('button', { name: 'Describe' }).click();
    await newest(page).getByText('A fine picture.').waitFor();
    expect(bot.heard.at(-1)).toBe('Describe Rendezvous');
    expect(await newest(page).getByText('used').textContent()).toMatch(/Mai\s+used\s+Describe/);
  });
});

describe('the wire', () => {
  it('shows what goes over it, as it goes, and only what one looks for', async () => {
    const { open, bot, wire } = await stage.set();
    const page = await open();
    await page.getByRole('button', { name: 'Wire', exact: true }).click();
    const drawer = page.getByRole('region', { name: 'Wire' });
    await drawer.getByText('READY').waitFor();
    await render(page, 'a fox');
    await drawer.getByText('INTERACTION_CREATE').first().waitFor();
    await bot.progress(50);
    wire.write({
      wire: 'comfyui-http',
      direction: 'in',
      summary: 'POST /prompt',
      body: { prompt: { 3: {} } },
    });
    await drawer.getByRole('button', { name: /POST \/prompt/ }).click();
    await drawer.getByText('worker → ComfyUI over ComfyUI HTTP').waitFor();

    await drawer.getByRole('searchbox').fill('a fox');
    await eventually(async () => {
      const lines = await drawer.locator('.wire-summary').allTextContents();
      expect(lines).toContain('INTERACTION_CREATE');
      expect(lines.join()).not.toContain('POST /prompt');
    });
    await drawer.getByRole('searchbox').fill('');
    await drawer.getByRole('button', { name: 'Discord gateway' }).click();
    await eventually(async () => expect(await drawer.getByText('INTERACTION_CREATE').count()).toBe(0));
    await drawer.getByRole('button', { name: 'Close the wire' }).click();
    await drawer.waitFor({ state: 'detached' });
  });
});
