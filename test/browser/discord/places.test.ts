/** Where one can go, what one can bring, and what happens to it all: servers, forums, threads, files, the world. */
import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { render, useStage } from '../support/discord-stage.ts';
import { eventually } from '../support/eventually.ts';
import { overflowing } from '../support/layout.ts';
import { actAs, newest, PHONE } from '../support/window.ts';

const stage = useStage();

const PICTURE = {
  name: 'sea.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

describe('a message of one’s own', () => {
  it('carries files from the disk, has a menu for mouse and keyboard, and a thread grows from it', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await page.getByLabel('Attach files').setInputFiles([PICTURE, { ...PICTURE, name: 'sky.png' }]);
    await page.getByRole('button', { name: 'Remove sky.png' }).click();
    const box = page.getByRole('textbox', { name: 'Message #general' });
    await box.fill('my sea');
    await eventually(async () => {
      await box.press('Enter');
      expect(await page.getByRole('article').count()).toBe(1);
    });
    expect(await newest(page).locator('img').count()).toBe(1);

    await newest(page).getByText('my sea').click({ button: 'right' });
    await page
      .getByRole('group', { name: 'Message', exact: true })
      .getByRole('button', { name: 'Describe' })
      .click();
    await newest(page).getByText('A fine picture.').waitFor();
    expect(bot.heard).toContain('Describe mai');

    await page.getByRole('article').first().getByRole('button', { name: 'React with a star' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('button', { name: 'Add a reaction', exact: true }).last().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('Waves');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Waves', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: 'Message Waves' }).fill('higher');
    await page.keyboard.press('Enter');
    await newest(page).getByText('higher').waitFor();
    await page
      .getByRole('banner')
      .getByRole('link', { name: 'general' })
      .or(page.locator('.head-parent'))
      .first()
      .click();
    await page.getByRole('link', { name: /Waves 1 message/ }).waitFor();
  });

  it('brings the newest line into sight, although one had scrolled up', async () => {
    const { open, discord } = await stage.set();
    const noor = discord.member(String(discord.members.Noor));
    for (let line = 0; line < 30; line += 1) noor.send(String(discord.channels.general), `line ${line}\n\n`);
    const page = await open();
    await newest(page).getByText('line 29').waitFor();
    await page.locator('#scroller').hover();
    await page.mouse.wheel(0, -2000);
    await page.getByRole('button', { name: /To the newest/ }).waitFor();
    noor.send(String(discord.channels.general), 'somebody else');
    await render(page, 'a fox').catch(() => {});
    await eventually(async () =>
      expect(
        await page
          .locator('#scroller')
          .evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop),
      ).toBeLessThan(2),
    );
    await page.getByRole('button', { name: /To the newest/ }).waitFor({ state: 'detached' });
  });
});

describe('an answer and a thread', () => {
  it('an answer shows what it answers, also when that is gone', async () => {
    const { open, discord } = await stage.set();
    const ravi = discord.member(String(discord.members.Ravi));
    const { id } = ravi.send(String(discord.channels.general), 'Which one is best?');
    const page = await open();
    const box = page.getByRole('textbox', { name: 'Message #general' });
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'Reply' }).click();
    await page.getByText('Replying to Ravi').waitFor();
    await box.press('Escape');
    await page.getByText('Replying to Ravi').waitFor({ state: 'detached' });
    await newest(page).getByText('Which one').click({ button: 'right' });
    await page
      .getByRole('group', { name: 'Message', exact: true })
      .getByRole('button', { name: 'Reply' })
      .click();
    await box.fill('The second');
    await box.press('Enter');
    await newest(page)
      .getByRole('button', { name: /@Ravi Which one is best/ })
      .waitFor();
    await page.getByText('Replying to Ravi').waitFor({ state: 'detached' });
    ravi.remove(id);
    await newest(page).getByText('The message this answers was deleted').waitFor();
  });

  it('is closed, says so, and is opened by a button or a message; a locked one by neither', async () => {
    const { open, discord } = await stage.set();
    const mai = discord.member(String(discord.members.Mai));
    const from = mai.send(String(discord.channels.general), 'a topic');
    const thread = mai.startThread(from.id, 'Steps');
    const page = await open();
    await page.getByRole('link', { name: /Steps 0 messages/ }).click();
    const closed = page.getByText('This thread is closed. A message opens it again.');
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await closed.waitFor();
    await page.getByRole('button', { name: 'Open it again' }).click();
    await closed.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await closed.waitFor();
    expect(await faults(page)).toEqual([]);
    const box = page.getByRole('textbox', { name: 'Message Steps' });
    await box.fill('one more thing');
    await box.press('Enter');
    await newest(page).getByText('one more thing').waitFor();
    await closed.waitFor({ state: 'detached' });
    discord.controls.setArchived(thread.id, true, true);
    await page.getByText('This thread is locked').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Open the thread again' }).count()).toBe(0);
    await actAs(page, 'Noor');
    await page.getByRole('button', { name: 'Open the thread again' }).click();
    await page.getByRole('button', { name: 'Close the thread' }).waitFor();
  });

  it('nobody is offered what they may not do', async () => {
    const { open, discord } = await stage.set();
    const general = String(discord.channels.general);
    discord.member(String(discord.members.Ravi)).send(general, 'hello');
    discord.controls.setOverwrites(general, [
      { id: discord.guildId, type: 'role', allow: 0n, deny: PermissionFlagsBits.SendMessages },
    ]);
    const page = await open();
    await page.getByText('You do not have permission to send messages here.').waitFor();
    const menu = page.getByRole('group', { name: 'Message', exact: true });
    await newest(page).getByText('hello').click({ button: 'right' });
    expect(await menu.getByRole('button').allInnerTexts()).not.toContain('Delete message');
    await page.keyboard.press('Escape');
    await actAs(page, 'Noor');
    await newest(page).getByText('hello').click({ button: 'right' });
    await menu.getByRole('button', { name: 'Pin' }).waitFor();
    await menu.getByRole('button', { name: 'Delete message' }).click();
    await page.getByText('hello').waitFor({ state: 'detached' });
  });
});

describe('other places', () => {
  it('an age-restricted channel asks first, a forum takes posts, and a second server is there', async () => {
    const { open } = await stage.set();
    const page = await open(PHONE);
    const go = async (name: string | RegExp) => {
      await page.getByRole('button', { name: 'Channels and people' }).click();
      await page.getByRole('link', { name }).click();
    };
    await go(/after-hours/);
    await page.getByRole('heading', { name: 'Age-restricted channel' }).waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('textbox', { name: 'Message #after-hours' }).waitFor();

    await go('show-and-tell');
    await page.getByRole('link', { name: /My first landscape/ }).waitFor();
    await page.getByRole('button', { name: 'New post' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Waves');
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Look');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByRole('heading', { name: 'Waves', level: 1 }).waitFor();
    await newest(page).getByText('Look').waitFor();

    await go(/Book Club/);
    await page.getByText('The bot is not in this server, and you have not brought it along.').waitFor();
    expect(await overflowing(page)).toEqual([]);
  });
});

describe('the panel "World"', () => {
  it('removes the bot and invites it again, changes people, and takes channels away', async () => {
    const { open, discord } = await stage.set();
    const page = await open();
    await page.getByRole('button', { name: 'World' }).click();
    const panel = page.getByRole('dialog', { name: 'World' });
    await panel.getByRole('button', { name: 'Remove it' }).click();
    await panel.getByRole('button', { name: 'Invite it again' }).click();
    await panel.getByRole('button', { name: 'Remove it' }).waitFor();
    await panel.getByRole('combobox', { name: "Mai's language" }).selectOption('th');
    await panel.getByRole('group', { name: 'Ravi' }).getByRole('checkbox', { name: 'Instructor' }).check();
    await panel.getByRole('button', { name: 'Delete #general' }).click();
    await panel.getByRole('button', { name: 'Bring back what was deleted' }).waitFor();
    await page.keyboard.press('Escape');
    // The channel in front was the one that went.
    await page.getByRole('heading', { name: 'gallery', level: 1 }).waitFor();
    expect(discord.member(String(discord.members.Mai)).info.locale).toBe('th');
    await actAs(page, 'Ravi');
    await page.locator('.person.current').getByText('Instructor').waitFor();
  });
});

it('axe finds no fault with any of it', async () => {
  const { open, bot } = await stage.set();
  const page = await open();
  await render(page, 'a fox');
  await bot.finish(2);
  await newest(page).getByRole('button', { name: 'Again' }).waitFor();
  const found = [...(await faults(page))];
  await page.getByRole('link', { name: /after-hours/ }).click();
  await page.getByRole('heading', { name: 'Age-restricted channel' }).waitFor();
  found.push(...(await faults(page)));
  await page.getByRole('link', { name: 'show-and-tell' }).click();
  await page.getByRole('button', { name: 'New post' }).click();
  found.push(...(await faults(page)));
  await page.getByRole('button', { name: 'World' }).click();
  await page.getByRole('dialog', { name: 'World' }).waitFor();
  found.push(...(await faults(page)));
  expect(found).toEqual([]);
});
