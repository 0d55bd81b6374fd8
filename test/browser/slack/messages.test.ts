/** What happens to messages in the Slack view while one looks at them. */
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { box, render, useStage } from '../support/slack-stage.ts';
import { actAs, newest } from '../support/window.ts';

const stage = useStage();

describe('a post', () => {
  it('changes in place from running to finished, for everybody', async () => {
    const { open, app } = await stage.set();
    const mai = await open();
    const ravi = await open();
    await actAs(ravi, 'Ravi');
    await render(mai, 'a fox');
    await app.progress(40);
    await newest(ravi).getByText('40 %').waitFor();
    await app.finish(2);
    const picture = newest(mai).getByRole('img', { name: 'Picture 2: a fox' });
    await eventually(async () =>
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(640),
    );
    expect(await mai.getByRole('article').count()).toBe(1);
    expect(await newest(mai).locator('code').textContent()).toBe('42');

    await mai.getByRole('button', { name: 'Enlarge: Picture 2: a fox' }).click();
    await mai.getByRole('dialog', { name: 'Picture 2: a fox' }).waitFor();
    await mai.keyboard.press('ArrowRight');
    await mai.getByRole('dialog', { name: 'Picture 1: a fox' }).waitFor();
    await mai.keyboard.press('Escape');
    await mai.getByRole('dialog').waitFor({ state: 'detached' });
    expect(app.heard).toEqual(['/render a fox']);
  });

  it('answers its buttons: privately, or after a question', async () => {
    const { open, app } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await app.finish(1);
    await page.getByRole('button', { name: 'Again' }).click();
    await newest(page).getByText('Only visible to you').waitFor();
    expect(await newest(page).locator('strong').textContent()).toBe('again');
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'Delete message' }).click();
    await eventually(async () => expect(await page.getByText('Only visible to you').count()).toBe(0));

    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete it?' });
    await question.getByRole('button', { name: 'Keep' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await eventually(() => expect(app.heard).toEqual(['/render a fox', 'again', 'delete']));
  });

  it('says so when nothing comes of a button', async () => {
    const { open, app } = await stage.set({ answerMs: 2000 });
    const page = await open();
    await app.post('press', [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'broken', text: { type: 'plain_text', text: 'Broken' } }],
      },
    ]);
    const broken = page.getByRole('button', { name: 'Broken' });
    await broken.click();
    await eventually(async () => expect(await broken.getAttribute('aria-busy')).toBe('true'));
    await newest(page).getByRole('alert').getByText('This app did not respond.').waitFor();
    expect(await broken.getAttribute('aria-busy')).toBe('false');
  });

  it('has a menu one uses by keyboard', async () => {
    const { open, app } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await app.finish(1);
    const menu = page.getByRole('combobox', { name: 'Upscale' });
    await menu.focus();
    await page.keyboard.press('ArrowDown');
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.type('four');
    await page.keyboard.press('Enter');
    await eventually(() => expect(app.heard.at(-1)).toBe('upscale 4'));
    expect(await menu.inputValue()).toBe('Four times');
  });
});

describe('reactions', () => {
  it('are picked, in a colour of skin, counted for everyone, and taken back', async () => {
    const { open, app } = await stage.set();
    const mai = await open();
    const ravi = await open();
    await actAs(ravi, 'Ravi');
    await app.post('look');
    await newest(mai).hover();
    await newest(mai).getByRole('button', { name: 'Find another reaction' }).click();
    await mai.getByRole('radio', { name: 'Skin tone 4' }).click();
    await mai.getByRole('searchbox', { name: 'Search all emoji' }).fill('wave');
    await mai.keyboard.press('Enter');
    const own = newest(mai).getByRole('button', { name: ':wave::skin-tone-4:, 1' });
    await own.waitFor();
    expect(await own.getAttribute('aria-pressed')).toBe('true');
    expect(await own.locator('.s-emoji').textContent()).toBe('👋🏽');

    await newest(ravi).getByRole('button', { name: ':wave::skin-tone-4:, 1' }).click();
    await newest(mai).getByRole('button', { name: ':wave::skin-tone-4:, 2' }).click();
    const seen = newest(ravi).getByRole('button', { name: ':wave::skin-tone-4:, 1' });
    await seen.waitFor();
    expect(await seen.getAttribute('title')).toBe('You reacted with :wave::skin-tone-4:');
  });
});

describe('a thread', () => {
  it('is opened, answered, sent to the channel as well, and gone back from', async () => {
    const { open, app, general, slack } = await stage.set();
    const page = await open();
    await render(page, 'a fox');
    await app.fileInThread('song.wav', Buffer.from('not really a song'));
    await page.getByRole('button', { name: /1 reply/ }).click();
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByRole('link', { name: 'song.wav', exact: true }).waitFor();
    expect(page.url()).toContain('/thread/');

    await thread.getByRole('textbox', { name: 'Reply in the thread' }).fill('Lovely');
    await thread.getByRole('checkbox', { name: 'Also send to #general' }).check();
    await page.keyboard.press('Escape');
    await thread.getByRole('button', { name: 'Send the reply' }).click();
    await thread.getByRole('article').filter({ hasText: 'Lovely' }).waitFor();
    await page.locator('#message-list').getByText('replied to a thread').waitFor();
    expect(slack.mai.messages(general).at(-1)).toMatchObject({ text: 'Lovely', subtype: 'thread_broadcast' });

    await thread.getByRole('textbox', { name: 'Reply in the thread' }).fill('/render a wolf');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('/render is not supported in threads. Sorry!').waitFor();
    await page.goBack();
    await thread.waitFor({ state: 'detached' });
  });

  it('is where a shortcut of a message may answer', async () => {
    const { open, app } = await stage.set();
    const page = await open();
    await app.post('look');
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: /Describe/ }).click();
    await page.getByRole('button', { name: /1 reply/ }).click();
    await page.getByRole('region', { name: 'Thread' }).getByText('A fine picture.').waitFor();
    expect(app.heard).toEqual(['describe']);
  });
});

describe('a conversation', () => {
  it('is written with people, channels and emoji, changed and deleted', async () => {
    const { open } = await stage.set();
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('@ra');
    await page.keyboard.press('Enter');
    await page.keyboard.type('look at #gal');
    await page.keyboard.press('Tab');
    await page.keyboard.type(':tad');
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).toBe('@Ravi look at #gallery :tada: ');
    await page.keyboard.press('Enter');
    await newest(page).getByRole('button', { name: '#gallery' }).waitFor();
    expect(await newest(page).locator('.s-content').textContent()).toMatch(/@Ravi look at #gallery 🎉/);

    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Edit message' }).click();
    const field = page.getByRole('textbox', { name: 'Edit the message' });
    expect(await field.inputValue()).toBe('@Ravi look at #gallery :tada:');
    await field.fill('never mind');
    await page.keyboard.press('Enter');
    await newest(page).getByText('(edited)').waitFor();
    await newest(page).hover();
    await newest(page).getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Delete message' }).click();
    await page.getByText('never mind').waitFor({ state: 'detached' });
  });

  it('says in Slack’s words that a command failed', async () => {
    const { open } = await stage.set({ answerMs: 2000 });
    const page = await open();
    await box(page).focus();
    await page.keyboard.type('/');
    const offers = page.getByRole('listbox', { name: 'Suggestions' });
    expect(await offers.getByRole('option').allTextContents()).toEqual([
      expect.stringMatching(/\/render[\s\S]*\[prompt\] --steps …[\s\S]*Make a picture/),
      expect.stringMatching(/\/silent/),
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).toBe('/silent ');
    await page.keyboard.press('Enter');
    await newest(page).getByText('/silent failed with the error "operation_timeout"').waitFor();
    expect(await newest(page).getAttribute('aria-label')).toMatch(/^Slackbot/);
  });

  it('is never more than words', async () => {
    const { open, app } = await stage.set();
    const page = await open();
    const evil =
      '<img src=x onerror="document.title=1"> <javascript:document.title=2|a> <script>document.title=3</script>';
    await app.post(evil, [{ type: 'section', text: { type: 'mrkdwn', text: evil } }]);
    await newest(page).getByText('<script>').waitFor();
    expect(await newest(page).locator('img, script').count()).toBe(0);
    expect(await newest(page).getByRole('link').count()).toBe(0);
    expect(await page.title()).toBe('#general · Playground');
  });

  it('comes back by itself when the playground was away, with what is being written', async () => {
    const { open, slack, general, restartPage } = await stage.set();
    const page = await open();
    await box(page).fill('half a sentence');
    await restartPage();
    slack.ravi.send(general, 'meanwhile');
    await page.getByText('meanwhile').waitFor();
    expect(await box(page).inputValue()).toBe('half a sentence');
  });
});

describe('the rail', () => {
  it('leads from one chat to the other, marks what is new, and the browser goes back', async () => {
    const { open, slack, discord, general } = await stage.set();
    const page = await open();
    discord.member(String(discord.members.Noor)).send(String(discord.channels.general), 'Hello from Discord');
    const chats = page.getByRole('navigation', { name: 'Chats' });
    await chats.getByRole('link', { name: /Discord\s+\(unread\)/ }).click();
    await newest(page).getByText('Hello from Discord').waitFor();
    slack.ravi.send(general, 'Hello from Slack');
    await chats.getByRole('link', { name: /Slack\s+\(unread\)/ }).waitFor();
    expect(await chats.getByRole('link', { name: /Discord\s+\(unread\)/ }).count()).toBe(0);
    await page.goBack();
    await newest(page).getByText('Hello from Slack').waitFor();
    await eventually(async () => expect(await chats.getByText('(unread)').count()).toBe(0));
    await page.reload();
    await newest(page).getByText('Hello from Slack').waitFor();
  });
});
