/** From a result onward, on the page: Edit and Remix, as a person uses them, with the real bot behind. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useRealStage } from './support/real-stage.ts';
import { newest } from './support/window.ts';

const stage = useRealStage();

const handIn = { discord: 'Submit', slack: 'Make it' } as const;

/** The command of the newest message's own menu. */
async function useMenu(page: Page, label: string): Promise<void> {
  await newest(page).hover();
  await newest(page).getByRole('button', { name: /^More/ }).click();
  await page
    .getByRole('menuitem', { name: label })
    .or(page.getByRole('button', { name: label }))
    .last()
    .click();
}

describe.each(['discord', 'slack'] as const)('on %s', (platform) => {
  it('Edit shows what a render was made with, and makes what is handed in', async () => {
    const { page, render, newer } = await stage.set(platform);
    const job = await render('a fox in snow');
    await page.getByRole('button', { name: /Edit/ }).last().click();
    const form = page.getByRole('dialog', { name: 'Edit' });
    const prompt = form.getByRole('textbox', { name: /^Prompt/ });
    await prompt.waitFor();
    expect(await prompt.inputValue()).toBe('a fox in snow');
    await prompt.fill('a fox in rain');
    await form.getByRole('textbox', { name: /^Seed/ }).fill('77');
    await form.getByRole('button', { name: handIn[platform] }).click();
    await form.waitFor({ state: 'detached' });
    const child = await newer([job]);
    expect(child).toMatchObject({ parent: job.id, from: { by: 'edit' } });
    expect(child.request.values).toMatchObject({ prompt: 'a fox in rain', seed: 77, steps: 20 });
    await newest(page).getByText('Edited from').waitFor();
    await newest(page).getByText('a fox in rain').first().waitFor();
  });

  it('Remix this, in the message’s menu, starts from its picture', async () => {
    const { page, render, newer } = await stage.set(platform);
    const job = await render('a fox in snow');
    await useMenu(page, 'Remix this');
    const form = page.getByRole('dialog', { name: 'Remix this' });
    const prompt = form.getByRole('textbox', { name: /^Prompt/ });
    await prompt.waitFor();
    expect(await prompt.inputValue()).toBe('a fox in snow');
    await prompt.fill('a fox of glass');
    await form.getByRole('textbox', { name: /^Strength/ }).fill('0.5');
    await form.getByRole('button', { name: handIn[platform] }).click();
    await form.waitFor({ state: 'detached' });
    const child = await newer([job]);
    expect(child).toMatchObject({ parent: job.id, from: { by: 'remix', output: 0 } });
    expect(child.request.values).toMatchObject({ image: job.outputs[0]?.key, strength: 0.5 });
    await newest(page).getByText('Remixed from').waitFor();
  });
});
