/** Forms as Discord's modals: within its limits, with nothing anybody wrote in their ids, and read back. */
import { describe, expect, it } from 'vitest';
import { modalIdOf, modalOf, readModalId, sharedField } from '../../../bots/discord/modal.ts';
import { filledIn, modalOptions, submittedSchema } from '../../../bots/discord/modal-state.ts';
import { edit } from '../../../commands/edit.ts';
import { formIn } from '../../../commands/form.ts';
import { inputFields } from '../../../commands/input-fields.ts';
import { settingsEverywhere } from '../../../commands/settings.ts';
import { english } from '../../../core/say.ts';
import { modal } from '../../../playground/discord/validate/modal.ts';
import { picture } from '../../support/workflows.ts';

const job = 'job-01m7yahjhysmnpn8wkhwx7pcrt';
const opening = '1200000000000000001';
const values = {
  prompt: 'a secret fox',
  negative: '',
  size: 'wide',
  seed: 42,
  steps: 12,
  guidance: 7,
  count: 1,
};
const form = formIn(
  { title: 'Edit', submit: 'Make it', about: { job }, fields: inputFields(picture, values) },
  english,
);
const asked = { ...form, command: 'edit' };

const filled = (fields: Record<string, string>) =>
  filledIn(
    submittedSchema.parse({
      custom_id: 'x',
      components: Object.entries(fields).map(([custom_id, value]) => ({
        type: 18,
        component: { type: 4, custom_id, value },
      })),
    }),
  );

describe('a modal', () => {
  it('is one that Discord takes, with five fields at most', () => {
    const made = modalOf(asked, opening);
    expect(modal.safeParse(made).error).toBeUndefined();
    expect(made.components).toHaveLength(5);
    expect(made.components.at(-1)).toMatchObject({
      component: { custom_id: sharedField, value: 'steps=12\nguidance=7\ncount=1' },
    });
    expect(made.custom_id).not.toContain('fox');
  });
  it('shows what was typed before in place of what is known', () => {
    const typed = { 'inputs.prompt': 'a hare', [sharedField]: 'steps=99' };
    const made = JSON.stringify(modalOf({ ...asked, typed }, opening));
    expect(made).toContain('a hare');
    expect(made).toContain('steps=99');
    expect(made).not.toContain('secret');
  });
  it('carries what it is about, and nothing that is too long', () => {
    const carried = { command: 'edit', opening, about: { job, picture: 2 }, draft: 'abc_-D' };
    expect(readModalId(modalIdOf(carried))).toEqual(carried);
    for (const id of ['', 'edit', 'edit:', 'somebody-elses', 'edit:job=1'])
      expect(readModalId(id)).toBeNull();
    expect(() => modalIdOf({ ...carried, about: { job: 'x'.repeat(90) } })).toThrow('carries too much');
  });
});

describe('what is handed in', () => {
  it('is the command’s options, the lines among them', () => {
    const given = filled({ 'inputs.prompt': 'a hare', 'inputs.seed': '', [sharedField]: 'steps=9\ncount=' });
    expect(modalOptions(given, edit)).toEqual({
      inputs: { prompt: 'a hare', seed: '', steps: '9', count: '' },
    });
  });
  it('is of what was set, where a form held it, though an option has the same name', () => {
    const set = filled({ 'inputs.workflow': '', [sharedField]: 'steps=\nmax_steps=40' });
    expect(modalOptions(set, settingsEverywhere)).toEqual({
      inputs: { workflow: '', steps: '', max_steps: '40' },
    });
    const typed = filled({ workflow: 'picture', [sharedField]: 'steps=\nmax_steps=40' });
    expect(modalOptions(typed, settingsEverywhere)).toEqual({ workflow: 'picture', max_steps: 40 });
  });
  it('is read from whatever else a modal holds', () => {
    const odd = submittedSchema.parse({ custom_id: 'x', components: [{ type: 10 }, 7, null] });
    expect(filledIn(odd)).toEqual({ typed: {}, files: {}, chosen: {} });
  });
});
