/** Whether everybody can use the Slack view: on a phone, with a screen reader, with weak eyes. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lowContrasts } from '../support/contrast.ts';
import { listOverflow, overflowing, unusable } from '../support/layout.ts';
import { box, render, type Stage, useStage } from '../support/slack-stage.ts';
import { newest, PHONE } from '../support/window.ts';

const stage = useStage();

async function fill({ slack, app, general }: Stage, page: Page): Promise<void> {
  slack.noor.send(general, `${'unbroken'.repeat(40)} and words after it`);
  await app.post('markup', [
    { type: 'header', text: { type: 'plain_text', text: 'A heading' } },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '> a quote\n```\ncode '.concat(
          'code '.repeat(60),
          '\n```\n`code` <https://example.org|a link> <!here>',
        ),
      },
    },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*One*\nvalue' },
        { type: 'mrkdwn', text: '*Two*\nvalue' },
      ],
    },
  ]);
  await render(page, 'a lighthouse at dusk, its light already on, waves below');
  await app.finish(2);
  await newest(page).getByRole('button', { name: 'Again' }).waitFor();
}

describe('on a phone', () => {
  it('nothing overflows, and everything can be reached', async () => {
    const set = await stage.set();
    const page = await set.open(PHONE);
    await fill(set, page);
    expect(await overflowing(page)).toEqual([]);
    expect(await listOverflow(page)).toBe(0);
    const place = await box(page).boundingBox();
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(844);
    await box(page).fill('/');
    await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    await box(page).fill('/render');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Render' }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('Escape');

    expect(await page.getByRole('link', { name: 'gallery' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await page.getByRole('link', { name: 'Discord' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Ravi' }).count()).toBe(1);
    expect(await overflowing(page)).toEqual([]);
    await page.getByRole('link', { name: 'gallery' }).click();
    await page.getByRole('heading', { name: '#gallery' }).waitFor();
    await page.getByRole('link', { name: 'general' }).waitFor({ state: 'hidden' });
  });
});

describe('for everybody', () => {
  it('every control has a name, every picture words, and the page an outline', async () => {
    const set = await stage.set();
    const page = await set.open();
    await fill(set, page);
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'Reply in thread' }).click();
    await page.getByRole('region', { name: 'Thread' }).waitFor();
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('log "Messages in general"');
    expect(tree).toContain('navigation "Channels"');
    expect(tree).toContain('navigation "Chats"');
    expect(tree).toContain('group "Acting as"');
    expect(await unusable(page)).toEqual([]);
    await box(page).fill('/render');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Render' }).waitFor();
    expect(await unusable(page)).toEqual([]);
  });

  it.each(['dark', 'light'] as const)(
    'words stand out from their ground in the %s theme',
    async (colorScheme) => {
      const set = await stage.set();
      const page = await set.open({ colorScheme });
      await fill(set, page);
      await newest(page).getByRole('button', { name: 'Again' }).click();
      await newest(page).getByText('Only visible to you').waitFor();
      await page.getByRole('button', { name: 'Wire', exact: true }).click();
      await box(page).fill('/');
      await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
      expect(await lowContrasts(page)).toEqual([]);
      await box(page).fill('/render');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Render' }).getByRole('button', { name: 'Render' }).click();
      await page.getByRole('alert').first().waitFor();
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
    for (let index = 0; index < 30; index += 1) {
      await page.keyboard.press('Tab');
      const unseen = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body) return null;
        // Some show it on the box around them, or on the label beside them.
        const around = [
          focused,
          focused.closest('.person'),
          focused.closest('.s-box'),
          focused.previousElementSibling,
        ];
        const menu = focused.closest('.s-menu-box');
        const shows =
          around.some((element) => element && getComputedStyle(element).outlineStyle !== 'none') ||
          (menu !== null && getComputedStyle(menu).boxShadow !== 'none');
        return shows ? null : focused.outerHTML.slice(0, 120);
      });
      expect(unseen).toBeNull();
    }
  });
});
