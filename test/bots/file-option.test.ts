/** An option that takes a file: how each platform offers it, and what is no file. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toDiscordCommands } from '../../bots/discord/command-json.ts';
import { formOf } from '../../bots/fields.ts';
import { optionsOf } from '../../bots/options.ts';
import { parseFlags } from '../../bots/slack/flags.ts';
import { formView } from '../../bots/slack/form.ts';
import { defineCommand } from '../../commands/command.ts';
import type { GivenFile } from '../../commands/given-file.ts';
import { file } from '../../commands/options.ts';
import { explainIssue } from '../../commands/words.ts';
import { plain } from '../../core/card.ts';

const add = defineCommand({
  name: 'add',
  summary: 'Add something',
  gestures: ['slash'],
  options: z.strictObject({
    graph: file('any', 'The workflow'),
    cover: file('image', 'A picture of what it makes').optional(),
  }),
  manner: 'private',
  run: async () => null,
});

describe('an option that takes a file', () => {
  it('is an attachment on Discord', () => {
    expect(toDiscordCommands([add])[0]?.options).toEqual([
      { type: 11, name: 'graph', description: 'The workflow', required: true },
      {
        type: 11,
        name: 'cover',
        description: 'A picture of what it makes',
        required: false,
        file_types: ['image'],
      },
    ]);
  });

  it('is a place to put a file in the form on Slack', () => {
    expect(formView({ ...formOf(add), command: 'add' }, { channel: 'C1' }).blocks).toMatchObject([
      {
        block_id: 'graph',
        optional: false,
        element: { type: 'file_input', action_id: 'graph', max_files: 1 },
      },
      {
        block_id: 'cover',
        optional: true,
        element: { type: 'file_input', filetypes: expect.arrayContaining(['png', 'jpg']) },
      },
    ]);
  });

  it('cannot be typed on Slack, and it says what can be done', () => {
    expect(() => parseFlags('--graph mine.json', optionsOf(add), '/add')).toThrow(
      'graph is a file. Type /add alone and choose it in the form, or mention me in a message with the file.',
    );
  });

  it('takes a file as it was given, and nothing that only names one', () => {
    const graph: GivenFile = {
      name: 'a.json',
      mediaType: 'application/json',
      bytes: 2,
      read: async () => Buffer.from('{}'),
    };
    expect(add.options.parse({ graph }).graph).toBe(graph);
    const refused = add.options.safeParse({ graph: 'a.json' }, { reportInput: true });
    expect(refused.error && plain(explainIssue(refused.error))).toBe(
      'graph must be a file that is attached, got "a.json".',
    );
  });
});
