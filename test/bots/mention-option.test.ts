/** Options that choose somebody or a channel: how each platform offers them, and how what was chosen is read. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toDiscordCommands } from '../../bots/discord/command-json.ts';
import { readInteraction } from '../../bots/discord/gestures.ts';
import { modalOf } from '../../bots/discord/modal.ts';
import { filledIn, modalOptions, submittedSchema } from '../../bots/discord/modal-state.ts';
import { formOf } from '../../bots/fields.ts';
import { optionsOf } from '../../bots/options.ts';
import { referencesIn, typedText } from '../../bots/slack/escape.ts';
import { parseFlags } from '../../bots/slack/flags.ts';
import { formView } from '../../bots/slack/form.ts';
import { formOptions } from '../../bots/slack/form-state.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { defineCommand } from '../../commands/command.ts';
import type { Field } from '../../commands/form.ts';
import { channel, person } from '../../commands/options.ts';
import { explainIssue } from '../../commands/words.ts';
import { plain } from '../../core/card.ts';
import { modal } from '../../playground/discord/validate/modal.ts';

const send = defineCommand({
  name: 'send',
  summary: 'Send somebody somewhere',
  gestures: ['slash'],
  options: z.strictObject({
    who: person('Who goes'),
    where: channel('Where to').optional(),
    why: z.string().max(100).optional(),
  }),
  manner: 'private',
  run: async () => null,
});

describe('on Discord', () => {
  it('is an option of its own type, and only text channels are offered', () => {
    expect(toDiscordCommands([send])[0]?.options).toEqual([
      { type: 6, name: 'who', description: 'Who goes', required: true },
      { type: 7, name: 'where', description: 'Where to', required: false, channel_types: [0, 5] },
      { type: 3, name: 'why', description: 'why', required: false, max_length: 100 },
    ]);
  });

  it('comes with what it is called there', () => {
    const heard = readInteraction({
      id: '1',
      application_id: '2',
      token: 'secret',
      type: 2,
      channel_id: '3',
      channel: { id: '3', type: 0, nsfw: true },
      guild_id: '4',
      member: { user: { id: '5', username: 'mai' }, roles: [], permissions: '0' },
      data: {
        name: 'send',
        type: 1,
        options: [
          { name: 'who', type: 6, value: '6' },
          { name: 'where', type: 7, value: '7' },
        ],
        resolved: {
          users: { 6: { id: '6', username: 'ravi', global_name: 'Ravi' } },
          members: { 6: { nick: 'Ravi of the Hills', roles: [] } },
          channels: { 7: { id: '7', name: 'gallery', type: 0 } },
        },
      },
    });
    expect(heard).toMatchObject({
      options: { who: { id: '6', name: 'Ravi of the Hills' }, where: { id: '7', name: 'gallery' } },
      doer: { ageRestricted: true },
    });
  });
});

describe('in a form of Discord', () => {
  const asked = { ...formOf(send), command: 'send' };
  const submit = (components: unknown[], resolved?: unknown) =>
    filledIn(
      submittedSchema.parse({ custom_id: 'x', components, ...(resolved !== undefined && { resolved }) }),
    );
  const labelled = (type: number, custom_id: string, values: string[]) => ({
    type: 18,
    component: { type, custom_id, values },
  });

  it('is a list of its own, however many fields there are', () => {
    const others = Array.from({ length: 8 }, (_, n) => ({
      ...{ name: `n${n}`, label: `N${n}`, type: 'text', lines: 'one', max: 9 },
    })) as Field<string>[];
    const [who, where] = asked.fields.filter(({ type }) => type !== 'text');
    if (!who || !where) throw new Error('no fields');
    const made = modalOf({ ...asked, fields: [...others, who, where] }, '1200000000000000001');
    expect(modal.safeParse(made).error).toBeUndefined();
    expect(made.components).toMatchObject([
      { component: { custom_id: 'n0' } },
      { component: { custom_id: 'n1' } },
      { component: { type: 5, custom_id: 'who' } },
      { component: { type: 8, custom_id: 'where', channel_types: [0, 5] } },
      { component: { custom_id: '+', value: 'n2=\nn3=\nn4=\nn5=\nn6=\nn7=' } },
    ]);
  });

  it('comes back with what it is called there, and stays chosen where the form is opened once more', () => {
    const given = submit([labelled(5, 'who', ['6']), labelled(8, 'where', [])], {
      users: { 6: { id: '6', username: 'ravi', global_name: 'Ravi' } },
      members: { 6: { nick: null, roles: [] } },
    });
    expect(modalOptions(given, send)).toEqual({ who: { id: '6', name: 'Ravi' } });
    const again = modalOf({ ...asked, typed: given.typed }, '1200000000000000001');
    expect(modal.safeParse(again).error).toBeUndefined();
    expect(again.components[0]).toMatchObject({ component: { default_values: [{ id: '6', type: 'user' }] } });
  });
});

describe('on Slack', () => {
  const parse = (typed: string) =>
    parseFlags(typedText(typed), optionsOf(send), '/send', referencesIn(typed));
  const ravi = { id: 'U0PLAYRAVI', name: 'ravi' };

  it('is what was mentioned, with a flag or first among the words', () => {
    expect(parse('<@U0PLAYRAVI|ravi>')).toEqual({ who: ravi });
    expect(parse('<@U0PLAYRAVI> because of rain')).toEqual({
      who: { id: 'U0PLAYRAVI', name: 'U0PLAYRAVI' },
      why: 'because of rain',
    });
    expect(parse('--where <#C0PLAYGAL01|gallery> --who <@U0PLAYRAVI|ravi>')).toEqual({
      who: ravi,
      where: { id: 'C0PLAYGAL01', name: 'gallery' },
    });
  });
  it('is nobody by a name alone, nor a channel', () => {
    expect(() => parse('--who ravi')).toThrow(
      'who must be somebody, got "ravi". Type @ and choose them from the list.',
    );
    expect(() => parse('--who <#C0PLAYGAL01|gallery>')).toThrow('who must be somebody, got "#gallery"');
    expect(() => parse('--where <@U0PLAYRAVI|ravi>')).toThrow('where must be a channel');
    expect(parse('because')).toEqual({ why: 'because' });
  });
  it('is chosen from a list in the form', () => {
    const { blocks } = formView({ ...formOf(send), command: 'send' }, { channel: 'C1' });
    expect(blocks).toMatchObject([
      { block_id: 'who', element: { type: 'users_select' } },
      {
        block_id: 'where',
        element: { type: 'conversations_select', filter: { include: expect.anything() } },
      },
      { block_id: 'why' },
    ]);
    const state = {
      who: { who: { type: 'users_select', selected_user: 'U0PLAYRAVI' } },
      where: { where: { type: 'conversations_select', selected_conversation: null } },
    };
    expect(formOptions(state, send)).toEqual({ who: { id: 'U0PLAYRAVI', name: 'U0PLAYRAVI' } });
  });
  it('needs the ids of those who are mentioned', () => {
    const other = defineCommand({
      name: 'other',
      summary: 'Send nobody',
      gestures: ['slash'],
      options: z.strictObject({}),
      manner: 'private',
      run: async () => null,
    });
    expect(
      slackManifest([send, other]).features.slash_commands.map((one) => [one.command, one.should_escape]),
    ).toEqual([
      ['/send', true],
      ['/other', false],
      ['/rendezvous', true],
    ]);
  });
});

it('nothing else is somebody', () => {
  for (const who of ['ravi', { id: '' }, { id: 'U1' }, null]) {
    const parsed = send.options.safeParse({ who }, { reportInput: true });
    expect(parsed.error && plain(explainIssue(parsed.error))).toMatch(/^who must be somebody who is here/);
  }
});
