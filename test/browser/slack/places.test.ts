/** What one brings along, the menu of a message, and what happens to the workspace. */
import { describe, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { overflowing } from '../support/layout.ts';
import { box, render, useStage } from '../support/slack-stage.ts';
import { actAs, newest, PHONE } from '../support/window.ts';

const stage = useStage();

describe('on a phone', () => {
  it('a finger that stays on a message opens its menu', async () => {
    const set = await stage.set();
    const page = await set.open(PHONE);
    await box(page).fill('long press me');
    await box(page).press('Enter');
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

  it('the menus are there in a thread as well', async () => {
    const set = await stage.set();
    const { ts } = set.slack.mai.send(set.general, 'a topic');
    set.slack.ravi.send(set.general, 'an answer', { threadTs: ts });
    const page = await set.open(PHONE);
    await page.getByRole('button', { name: /1 reply/ }).click();
    await page.getByText('an answer').click({ button: 'right' });
    await page
      .getByRole('group', { name: 'More actions' })
      .getByRole('button', { name: 'Copy link' })
      .waitFor();
    expect(await overflowing(page)).toEqual([]);
    expect(await faults(page)).toEqual([]);
  });
});

describe('a channel', () => {
  it('is left by the app, takes it in again, is archived and brought back, by its own menu', async () => {
    const set = await stage.set();
    const page = await set.open();
    const choose = async (name: string) => {
      await page.getByRole('heading', { name: 'general', level: 1 }).getByRole('button').click();
      await page.getByRole('group', { name: 'Channel', exact: true }).getByRole('button', { name }).click();
    };
    await page.getByRole('heading', { name: 'general', level: 1 }).getByRole('button').click();
    const offered = page.getByRole('group', { name: 'Channel', exact: true }).getByRole('button');
    expect(await offered.allInnerTexts()).toEqual(['Leave the channel']);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await actAs(page, 'Noor');
    await page.locator('.person.current').getByText('Admin').waitFor();
    await choose('Remove Rendezvous');
    await newest(page).getByText('has left the channel').waitFor();
    await choose('Add Rendezvous');
    await newest(page).getByText('has joined the channel').waitFor();
    await choose('Archive the channel');
    await page.getByText('an archived channel').waitFor();
    await page.getByRole('button', { name: 'Unarchive' }).click();
    await box(page).waitFor();
  });
});

describe('a group message', () => {
  it('is begun with others and the app, and nobody else sees it', async () => {
    const set = await stage.set();
    const page = await set.open();
    await page.getByRole('button', { name: 'New group message' }).click();
    const form = page.getByRole('dialog', { name: 'New group message' });
    await form.getByRole('checkbox', { name: 'Ravi' }).check();
    expect(await form.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await form.getByRole('checkbox', { name: 'Rendezvous' }).check();
    expect(await faults(page)).toEqual([]);
    await form.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Ravi, Rendezvous', level: 1 }).waitFor();
    const writing = page.getByRole('textbox', { name: 'Message Ravi, Rendezvous' });
    await writing.fill('look at this');
    await writing.press('Enter');
    await newest(page).getByText('look at this').waitFor();
    expect(await faults(page)).toEqual([]);
    await actAs(page, 'Ravi');
    await page.getByRole('link', { name: 'Mai, Rendezvous' }).click();
    await newest(page).getByText('look at this').waitFor();
    await actAs(page, 'Noor');
    await page.locator('.person.current').getByText('Noor').waitFor();
    expect(await page.getByRole('link', { name: /, Rendezvous/ }).count()).toBe(0);
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
