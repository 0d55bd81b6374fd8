/** What one brings along, the menu of a message, and what happens to the workspace. */
import { describe, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { render, useStage } from '../support/slack-stage.ts';
import { PHONE } from '../support/window.ts';

const stage = useStage();

describe('on a phone', () => {
  it('a finger that stays on a message opens its menu', async () => {
    const set = await stage.set();
    const page = await set.open(PHONE);
    const box = page.getByRole('textbox', { name: 'Message #general' });
    await box.fill('long press me');
    await box.press('Enter');
    const words = page.getByText('long press me');
    const place = await words.boundingBox();
    const touch = { pointerType: 'touch', clientX: place?.x ?? 0, clientY: place?.y ?? 0, bubbles: true };
    await words.dispatchEvent('pointerdown', touch);
    const menu = page.getByRole('group', { name: 'More actions' });
    await menu.waitFor();
    await words.dispatchEvent('pointerup', touch);
    await menu.getByRole('button', { name: 'Delete message' }).click();
    await words.waitFor({ state: 'detached' });
  });
});

describe('the panel "World"', () => {
  it('changes people, puts the bot out of a channel, and takes channels away', async () => {
    const set = await stage.set();
    const page = await set.open();
    await page.getByRole('button', { name: 'World' }).click();
    const panel = page.getByRole('dialog', { name: 'World' });
    await panel.getByRole('combobox', { name: "Mai's language" }).selectOption('th-TH');
    const mai = panel.getByRole('group', { name: 'Mai' });
    await mai.getByRole('checkbox', { name: 'In the group Instructors' }).check();
    const general = panel.getByRole('group', { name: '#general' });
    await general.getByRole('checkbox', { name: 'The bot is in it' }).uncheck();
    await panel.getByRole('button', { name: 'Delete #general' }).click();
    await panel.getByRole('button', { name: 'Bring back what was deleted' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'gallery', level: 1 }).waitFor();
    await page.locator('.person.current').getByText('Instructors · ไทย').waitFor();
    expect(set.slack.mai.info).toMatchObject({ locale: 'th-TH', groups: ['Instructors'] });
  });
});

it('axe finds no fault with a channel, a thread, the app’s page and the panel', async () => {
  const set = await stage.set();
  const page = await set.open();
  await render(page, 'a fox');
  const { ts } = set.slack.mai.send(set.general, 'a topic');
  set.slack.ravi.send(set.general, 'an answer', { threadTs: ts });
  await page.getByRole('button', { name: /1 reply/ }).click();
  await page.getByRole('region', { name: 'Thread' }).getByText('an answer').waitFor();
  const found = [...(await faults(page))];
  await page.getByRole('link', { name: 'Rendezvous' }).click();
  await page.getByRole('button', { name: 'Messages', exact: true }).waitFor();
  found.push(...(await faults(page)));
  await page.getByRole('button', { name: 'World' }).click();
  await page.getByRole('dialog', { name: 'World' }).waitFor();
  found.push(...(await faults(page)));
  expect(found).toEqual([]);
});
