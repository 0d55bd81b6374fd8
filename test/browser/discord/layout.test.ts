/** Whether everybody can use the page: on a phone, with a screen reader, with weak eyes. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lowContrasts } from '../support/contrast.ts';
import { render, type Stage, useStage } from '../support/discord-stage.ts';
import { listOverflow, overflowing, unusable } from '../support/layout.ts';
import { newest, PHONE } from '../support/window.ts';

const stage = useStage();

async function fill({ discord, bot }: Stage, page: Page): Promise<void> {
  const noor = discord.member(String(discord.members.Noor));
  const general = String(discord.channels.general);
  noor.send(
    general,
    `${'unbroken'.repeat(40)}\n\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n> a quote\n- a list\n<t:1700000000:F>`,
  );
  await render(page, 'a lighthouse at dusk, its light already on, waves below');
  await bot.finish(4);
  await newest(page).getByRole('button', { name: 'Again' }).waitFor();
}

describe('on a phone', () => {
  it('nothing overflows, and everything can be reached', async () => {
    const set = await stage.set();
    const page = await set.open(PHONE);
    expect(await overflowing(page)).toEqual([]);
    await fill(set, page);
    expect([await overflowing(page), await listOverflow(page)]).toEqual([[], 0]);

    const box = page.getByRole('textbox', { name: 'Message #general' });
    const place = await box.boundingBox();
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(844);
    await box.fill(
      '/render a very long prompt that goes on and on, over the edge of any phone steps:20 size:',
    );
    await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('Escape');

    expect(await page.getByRole('link', { name: 'gallery' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await page.getByRole('link', { name: 'gallery' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Ravi' }).count()).toBe(1);
    expect(await overflowing(page)).toEqual([]);
    await page.getByRole('link', { name: 'gallery' }).click();
    await page.getByRole('heading', { name: 'gallery', exact: true }).waitFor();
    await page.getByRole('link', { name: 'general' }).waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Wire', exact: true }).click();
    await page.getByRole('region', { name: 'Wire' }).waitFor();
    expect(await overflowing(page)).toEqual([]);
  });
});

describe('for everybody', () => {
  it('every control has a name, every picture words, and the page an outline', async () => {
    const set = await stage.set();
    const page = await set.open();
    await fill(set, page);
    await page.getByRole('button', { name: 'Wire', exact: true }).click();
    await page.getByRole('region', { name: 'Wire' }).waitFor();
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('log "Messages in general"');
    expect(tree).toContain('navigation "Channels"');
    expect(tree).toContain('group "Acting as"');
    expect(await unusable(page)).toEqual([]);
  });

  it.each(['dark', 'light'] as const)(
    'words stand out from their ground in the %s theme',
    async (colorScheme) => {
      const set = await stage.set();
      const page = await set.open({ colorScheme });
      await fill(set, page);
      await page.getByRole('button', { name: 'Again' }).click();
      await newest(page).getByText('Only you can see this').waitFor();
      await page.getByRole('button', { name: 'Wire', exact: true }).click();
      await page.getByRole('textbox', { name: 'Message #general' }).fill('/');
      await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
      expect(await lowContrasts(page)).toEqual([]);
    },
  );

  it('the focus can be seen wherever it goes', async () => {
    const set = await stage.set();
    const page = await set.open();
    await fill(set, page);
    await page
      .locator('body')
      .evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null));
    for (let index = 0; index < 25; index += 1) {
      await page.keyboard.press('Tab');
      const unseen = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body) return null;
        // The radio buttons and the composer show it on the box around them.
        const marked = [focused, focused.closest('.person'), focused.closest('.composer-box')];
        const shows = marked.some((element) => element && getComputedStyle(element).outlineStyle !== 'none');
        return shows ? null : focused.outerHTML.slice(0, 120);
      });
      expect(unseen).toBeNull();
    }
  });
});
