/** Forms on Slack: made from a command's schema, and read back. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formOf } from '../../../bots/fields.ts';
import { callbackIdOf, commandOfCallback, formView, readCarried } from '../../../bots/slack/form.ts';
import { errorField, formErrors, formOptions, stateSchema } from '../../../bots/slack/form-state.ts';
import { hasShortcut } from '../../../bots/slack/manifest.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { commands } from '../../../commands/registry.ts';
import { english } from '../../../core/say.ts';

const command = (name: string): Command => {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};
const render = command('render');
const place = { channel: 'C1', thread: '17.5' };
const viewOf = (
  command: Command,
  where: Parameters<typeof formView>[1],
  initial: Record<string, unknown> = {},
) => formView({ ...formOf(command, initial), command: command.name }, where);
const fields = (view: ReturnType<typeof formView>) =>
  Object.fromEntries(
    view.blocks.map((block) => {
      if (block.type !== 'input' || !('element' in block)) throw new Error(`a ${block.type} block in a form`);
      return [block.block_id, block];
    }),
  );

describe('the form of a command', () => {
  it('has a field for every option, of its kind and within its range', () => {
    const view = viewOf(render, place);
    const all = fields(view);
    expect(Object.keys(all)).toEqual(Object.keys(render.options.shape));
    expect(all.prompt).toMatchObject({
      optional: false,
      label: { text: 'Prompt' },
      element: { type: 'plain_text_input', action_id: 'prompt', multiline: true, max_length: 3000 },
    });
    expect(all.workflow).toMatchObject({
      optional: true,
      element: { type: 'external_select', min_query_length: 0 },
    });
    expect(all.size).toMatchObject({ element: { type: 'static_select' } });
    expect(all.steps).toMatchObject({
      element: { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '150' },
    });
    expect(all.guidance).toMatchObject({ element: { is_decimal_allowed: true, max_value: '30' } });
    expect(all.seed?.element).not.toHaveProperty('max_value');
  });
  it('knows nothing but where its answer goes', () => {
    const view = viewOf(render, place, { prompt: 'a secret fox' });
    expect(readCarried(view.private_metadata ?? '')).toEqual({ ...place, about: {} });
    expect(view.private_metadata).not.toContain('fox');
    expect(readCarried('{"channel":""}')).toBeNull();
    expect(readCarried('nonsense')).toBeNull();
    expect(commandOfCallback(callbackIdOf(command('gallery allow')))).toBe('gallery allow');
    expect(commandOfCallback('something else')).toBeNull();
  });
  it('has what is known already filled in', () => {
    const all = fields(
      viewOf(render, place, { prompt: 'x'.repeat(3500), size: 'wide', seed: 42, workflow: 'plain' }),
    );
    const prompt = all.prompt?.element;
    expect(prompt?.type === 'plain_text_input' && prompt.initial_value?.length).toBe(3000);
    expect(all.size?.element).toMatchObject({ initial_option: { value: 'wide' } });
    expect(all.seed?.element).toMatchObject({ initial_value: '42' });
    expect(all.workflow?.element).toMatchObject({ initial_option: { value: 'plain' } });
  });
  it('stands behind a message’s menu where the message has the words that a command needs', () => {
    expect(hasShortcut(render)).toBe(true);
    expect(hasShortcut(command('queue'))).toBe(false);
    expect(hasShortcut(command('preset use'))).toBe(false);
  });
  it('has a short title, and a box to tick for yes or no', () => {
    const odd = defineCommand({
      name: 'something with a rather long name',
      summary: 'x',
      gestures: ['slash'],
      options: z.strictObject({ loud: z.boolean().optional() }),
      manner: 'private',
      run: async () => null,
    });
    const view = viewOf(odd, { channel: 'D1' }, { loud: true });
    expect(view.title.text.length).toBeLessThanOrEqual(24);
    expect(fields(view).loud?.element).toMatchObject({
      type: 'checkboxes',
      initial_options: [{ value: 'true' }],
    });
    const ticked = stateSchema.parse({
      loud: { loud: { type: 'checkboxes', selected_options: [{ value: 'true' }] } },
    });
    expect(formOptions(ticked, odd)).toEqual({ loud: true });
  });
});

const state = (values: Record<string, unknown>) =>
  stateSchema.parse(
    Object.fromEntries(Object.entries(values).map(([name, field]) => [name, { [name]: field }])),
  );

describe('a filled-in form', () => {
  const filled = state({
    prompt: { type: 'plain_text_input', value: 'a fox' },
    negative: { type: 'plain_text_input', value: null },
    workflow: { type: 'external_select', selected_option: { text: { text: 'Plain' }, value: 'plain' } },
    size: { type: 'static_select', selected_option: null },
    seed: { type: 'number_input', value: '42' },
    guidance: { type: 'number_input', value: '7.5' },
    steps: { type: 'number_input' },
  });

  it('becomes the options of the command', () => {
    const options = formOptions(filled, render);
    expect(options).toEqual({ prompt: 'a fox', workflow: 'plain', seed: 42, guidance: 7.5 });
    expect(formErrors(options, render, filled, english)).toBeNull();
  });
  it('says under each field what is wrong with it', () => {
    const wrong = state({ prompt: { value: ' ' }, steps: { value: '400' } });
    expect(formErrors(formOptions(wrong, render), render, wrong, english)).toEqual({
      prompt: 'This must not be empty.',
      steps: 'This must be 1 to 150.',
    });
    expect(formErrors({}, render, wrong, english)).toEqual({ prompt: 'This is missing.' });
  });
  it('shows a refusal under the field it speaks of', () => {
    expect(errorField('Plain has no negative. Leave it out.', filled)).toBe('negative');
    expect(errorField('The queue is full.', filled)).toBe('prompt');
    expect(errorField('No.', {})).toBeNull();
  });
});
