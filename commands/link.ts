/** `/link` and `/unlink`: one person, one history, on every platform. */
import { z } from 'zod';
import { bold, code, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { defineCommand } from './command.ts';
import { platformNames } from './words.ts';

export const link = defineCommand({
  name: 'link',
  summary: 'Use one history on Discord and Slack: get a code here, type it there',
  gestures: ['slash'],
  options: z.strictObject({
    code: z
      .string('must be text')
      .max(20, 'is longer than a code')
      .describe('The code from your other account')
      .optional(),
  }),
  manner: 'private',
  async run({ options, gesture: { person }, tools }) {
    const { links } = tools.core;
    if (options.code === undefined) {
      const offer = await links.offer(person);
      const other = person.platform === 'discord' ? 'slack' : 'discord';
      return {
        card: notice(
          'plain',
          'Link your accounts',
          ['Within ten minutes, type this on ', platformNames[other], ': ', code(`/link ${offer}`)],
          'Your renders on both then belong to the same you. Give the code to nobody else.',
        ),
      };
    }
    const offered = await links.offeredBy(options.code);
    if (!offered)
      throw new UserError([
        'That code is unknown or older than ten minutes. Get a new one with ',
        typed('link'),
        ' on your other account.',
      ]);
    if (offered.platform === person.platform) {
      throw new UserError(
        `That code is from ${platformNames[person.platform]} too. Type it on your other platform.`,
      );
    }
    await links.link(options.code, offered, person);
    return {
      card: notice('good', 'Linked', [
        'You are ',
        bold(offered.name),
        ` on ${platformNames[offered.platform]} and `,
        bold(person.name),
        ` on ${platformNames[person.platform]}. `,
        typed('unlink'),
        ' undoes it.',
      ]),
    };
  },
});

export const unlink = defineCommand({
  name: 'unlink',
  summary: 'Make your linked accounts separate again',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture: { person }, tools }) {
    const { links } = tools.core;
    if ((await links.accounts(person)).length < 2)
      throw new UserError('This account is not linked to another.');
    await links.unlink(person);
    return { card: notice('plain', 'Not linked any more', 'Each account has its own history again.') };
  },
});
