/** What happens to messages while one looks at them. */
import { describe, expect, it } from 'vitest';
import { render, useStage } from '../support/discord-stage.ts';
import { eventually } from '../support/eventually.ts';
import { actAs, newest } from '../support/window.ts';

const stage = useStage();

describe('a card', () => {
  it('changes in place from thinking to finished', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.progress(30);
    await newest(page).getByText('30 %').waitFor();
    expect(await newest(page).locator('time.time').textContent()).toMatch(/^in \d+ seconds$/);
    await bot.progress(80);
    await newest(page).getByText('80 %').waitFor();
    await bot.finish(1);
    await newest(page).getByRole('img', { name: 'Picture 1: a fox' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    expect(await newest(page).getByText('used').textContent()).toMatch(/Mai\s+used\s+\/render/);
  });

  it('keeps its pictures as they are when only words change', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(4);
    const picture = newest(page).getByRole('img', { name: 'Picture 3: a fox' });
    await eventually(async () =>
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(640),
    );
    let loads = 0;
    page.on('request', (request) => {
      if (request.resourceType() === 'image') loads += 1;
    });
    const before = await picture.elementHandle();
    await bot.say('Shared');
    await newest(page).getByText('Shared').waitFor();
    const after = await picture.elementHandle();
    expect(await page.evaluate(([a, b]) => a === b, [before, after])).toBe(true);
    expect(loads).toBe(0);
  });

  it('shows one preview after the other in the same place', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.preview(1);
    const first = await newest(page).getByRole('img', { name: 'Step 1' }).elementHandle();
    await bot.preview(2);
    const second = await newest(page).getByRole('img', { name: 'Step 2' }).elementHandle();
    expect(await page.evaluate(([a, b]) => a === b, [first, second])).toBe(true);
    expect(await newest(page).getByRole('img').count()).toBe(1);
  });

  it('counts down by itself', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.progress(10);
    const time = newest(page).locator('time.time');
    const first = await time.textContent();
    await eventually(async () => expect(await time.textContent()).not.toBe(first));
  });
});

describe('a button', () => {
  it('goes to the app, and only who pressed it sees a private answer', async () => {
    const { open, bot } = await stage.set();
    const mai = await open();
    const ravi = await open();
    await actAs(ravi, 'Ravi');
    await render(mai, 'a fox');
    await bot.finish(1);
    await ravi.getByRole('button', { name: 'Again' }).waitFor();
    await mai.getByRole('button', { name: 'Again' }).click();
    await newest(mai).getByText('Only you can see this').waitFor();
    expect(await newest(mai).textContent()).toContain('You pressed again.');
    expect(await ravi.getByText('You pressed').count()).toBe(0);
    await ravi.reload();
    await newest(ravi).getByRole('button', { name: 'Again' }).waitFor();
    expect(await ravi.getByRole('radio', { name: 'Ravi' }).isChecked()).toBe(true);
    expect(await ravi.getByText('You pressed').count()).toBe(0);

    await actAs(mai, 'Noor');
    await eventually(async () => expect(await mai.getByText('You pressed').count()).toBe(0));
    await actAs(mai, 'Mai');
    await mai.getByText('You pressed').waitFor();
    await mai.getByRole('button', { name: 'Dismiss message' }).click();
    await eventually(async () => expect(await mai.getByText('You pressed').count()).toBe(0));
  });

  it('waits, and says so when nothing comes of it', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(1);
    const button = page.getByRole('button', { name: 'Broken' });
    await button.click();
    await eventually(async () => expect(await button.getAttribute('aria-busy')).toBe('true'));
    await newest(page).getByRole('alert').waitFor();
    expect(await newest(page).getByRole('alert').textContent()).toMatch(/fail|respond/i);
    expect(await button.getAttribute('aria-busy')).toBe('false');
  });

  it('of a command that nobody answers leaves a note one can dismiss', async () => {
    const { open } = await stage.set();
    const page = await open();
    await page.getByRole('textbox', { name: 'Message #general' }).fill('/silent ');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/respond/)
      .waitFor();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});

describe('a select', () => {
  it('is opened, moved in and chosen from by keyboard', async () => {
    const { open, bot } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await bot.finish(1);
    const select = page.getByRole('combobox', { name: 'Upscale' });
    await select.focus();
    await page.keyboard.press('ArrowDown');
    expect(await select.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(() => expect(bot.heard.at(-1)).toBe('choose 4'));
    expect(await select.getAttribute('aria-expanded')).toBe('false');
  });
});

describe('reactions', () => {
  it('are added, counted for everyone, and taken back', async () => {
    const { open, bot } = await stage.set();
    const mai = await open();
    const ravi = await open();
    await actAs(ravi, 'Ravi');
    await render(mai, 'a fox');
    await bot.finish(1);
    await newest(mai).hover();
    await newest(mai).getByRole('button', { name: 'Add a reaction' }).first().click();
    await mai.getByRole('button', { name: 'party' }).waitFor();
    await mai.keyboard.press('ArrowLeft');
    await mai.keyboard.press('ArrowRight');
    await mai.keyboard.press('ArrowRight');
    await mai.keyboard.press('Enter');
    const own = newest(mai).getByRole('button', { name: /, 1$/ });
    await own.waitFor();
    expect(await own.getAttribute('aria-pressed')).toBe('true');

    const seen = newest(ravi).getByRole('button', { name: /, 1$/ });
    expect(await seen.getAttribute('aria-pressed')).toBe('false');
    await seen.click();
    await newest(mai).getByRole('button', { name: /, 2$/ }).click();
    await newest(ravi).getByRole('button', { name: /, 1$/ }).waitFor();
    expect(await newest(mai).getByRole('button', { name: /, 1$/ }).getAttribute('aria-pressed')).toBe(
      'false',
    );
  });
});

describe('the list', () => {
  it('follows the newest message, but leaves a reader alone who has scrolled up', async () => {
    const { open, discord } = await stage.set();
    const page = await open();
    const noor = discord.member(String(discord.members.Noor));
    const general = String(discord.channels.general);
    for (let index = 1; index <= 60; index += 1) noor.send(general, `message ${index}`);
    await page.getByText('message 60', { exact: true }).waitFor();
    const distance = () =>
      page
        .locator('#scroller')
        .evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop));
    await eventually(async () => expect(await distance()).toBeLessThan(2));

    await page.locator('#scroller').evaluate((list) => {
      list.scrollTop = 300;
    });
    await page.getByRole('button', { name: 'To the newest' }).waitFor();
    const before = await page.locator('#scroller').evaluate((list) => list.scrollTop);
    noor.send(general, 'one more');
    await page.getByText('one more').waitFor();
    expect(await page.locator('#scroller').evaluate((list) => list.scrollTop)).toBe(before);
    await page.getByRole('button', { name: 'To the newest' }).click();
    await eventually(async () => expect(await distance()).toBeLessThan(2));
  });

  it('loads what is older when one scrolls up to it', async () => {
    const { open, discord } = await stage.set();
    const noor = discord.member(String(discord.members.Noor));
    for (let index = 1; index <= 120; index += 1)
      noor.send(String(discord.channels.general), `message ${index}`);
    const page = await open();
    expect(await page.getByRole('article').count()).toBe(50);
    await eventually(async () => {
      await page.locator('#scroller').evaluate((list) => {
        list.scrollTop = 0;
      });
      await page.getByText('message 1', { exact: true }).waitFor({ timeout: 100 });
    });
    expect(await page.getByRole('article').count()).toBe(120);
    await page.getByRole('heading', { name: 'Welcome to #general' }).waitFor();
  });

  it('marks channels in which something is new, for each person', async () => {
    const { open, discord } = await stage.set();
    const page = await open();
    discord.member(String(discord.members.Noor)).send(String(discord.channels.gallery), 'look');
    await page.getByRole('link', { name: 'gallery (unread)' }).click();
    await newest(page).getByText('look').waitFor();
    expect(new URL(page.url()).hash).toBe(`#/${discord.channels.gallery}`);
    await page.getByRole('link', { name: 'general' }).click();
    await page.getByRole('link', { name: 'gallery', exact: true }).waitFor();
    await actAs(page, 'Ravi');
    await page.getByRole('link', { name: 'gallery (unread)' }).waitFor();
  });

  it('goes to the message a link points at', async () => {
    const { open, discord } = await stage.set();
    const noor = discord.member(String(discord.members.Noor));
    const general = String(discord.channels.general);
    const { id } = noor.send(general, 'the one');
    for (let index = 1; index <= 80; index += 1) noor.send(general, `message ${index}`);
    noor.send(
      String(discord.channels.gallery),
      `https://discord.com/channels/${discord.guildId}/${general}/${id}`,
    );
    const page = await open();
    await page.getByRole('link', { name: /gallery/ }).click();
    await page.getByRole('button', { name: '#general › message' }).click();
    await page.getByText('the one').waitFor();
    await eventually(async () =>
      expect(
        await page.locator(`#message-${id}`).evaluate((message) => {
          const { top, bottom } = message.getBoundingClientRect();
          return top > 0 && bottom < innerHeight;
        }),
      ).toBe(true),
    );
  });

  it('lets people delete what they wrote', async () => {
    const { open } = await stage.set();
    const page = await open();
    await page.getByRole('textbox', { name: 'Message #general' }).fill('oops');
    await page.keyboard.press('Enter');
    await newest(page).hover();
    expect(await newest(page).getByRole('button', { name: 'Pin' }).count()).toBe(0);
    await newest(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('oops').waitFor({ state: 'detached' });
  });

  it('lets an instructor pin, and everybody see the pins', async () => {
    const { open, discord } = await stage.set();
    const page = await open();
    discord.member(String(discord.members.Ravi)).send(String(discord.channels.general), 'the *rules*');
    await actAs(page, 'Noor');
    await newest(page).getByText('rules').waitFor();
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'Pin' }).click();
    await page.getByRole('article', { name: 'Noor pinned a message' }).waitFor();
    await page.getByRole('article', { name: /^Ravi/ }).getByRole('img', { name: 'pinned' }).waitFor();
    await actAs(page, 'Mai');
    await page.getByRole('button', { name: 'Pinned messages' }).click();
    const pins = page.getByRole('region', { name: 'Pinned messages' });
    await pins.getByRole('button', { name: /Ravi[\s\S]*the rules/ }).click();
    await pins.waitFor({ state: 'detached' });
  });

  it('comes back by itself when the playground was away, with what is being written', async () => {
    const { open, discord, restartPage } = await stage.set();
    const page = await open();
    await page.getByRole('textbox', { name: 'Message #general' }).fill('/render a fox');
    await restartPage();
    discord.member(String(discord.members.Ravi)).send(String(discord.channels.general), 'meanwhile');
    await page.getByText('meanwhile').waitFor();
    expect(await page.getByRole('textbox', { name: 'prompt' }).inputValue()).toBe('a fox');
  });
});

describe('what a message says', () => {
  it('is never more than words', async () => {
    const { open, discord } = await stage.set();
    const page = await open();
    const noor = discord.member(String(discord.members.Noor));
    const evil =
      '<img src=x onerror="document.title=1"> [a](javascript:document.title=2) <script>document.title=3</script>';
    noor.send(String(discord.channels.general), evil);
    await newest(page).getByText('<img src=x').waitFor();
    expect(await newest(page).locator('img, script').count()).toBe(0);
    expect(await newest(page).getByRole('link').count()).toBe(0);
    expect(await page.title()).toBe('#general · Playground');
  });
});
