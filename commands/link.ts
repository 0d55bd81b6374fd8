/** `/link` and `/unlink`: one person, one history, on every platform. */

import { z } from 'zod';
import { bold, code, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { say } from '../core/say.ts';
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
          say('Link your accounts'),
          say('Within ten minutes, type this on {platform}: {code}', {
            platform: platformNames[other],
            code: code(`/link ${offer}`),
          }),
          say('Your renders on both then belong to the same you. Give the code to nobody else.'),
        ),
      };
    }
    const offered = await links.offeredBy(options.code);
    if (!offered)
      throw new UserError(
        say(
          'That code is unknown or older than ten minutes. Get a new one with {command} on your other account.',
          { command: typed('link') },
        ),
      );
    if (offered.platform === person.platform) {
      throw new UserError(
        say('That code is from {platform} too. Type it on your other platform.', {
          platform: platformNames[person.platform],
        }),
      );
    }
    await links.link(options.code, offered, person);
    return {
      card: notice(
        'good',
        say('Linked'),
        say('You are {there} on {platform} and {here} on {this}. {command} undoes it.', {
          there: bold(offered.name),
          platform: platformNames[offered.platform],
          here: bold(person.name),
          this: platformNames[person.platform],
          command: typed('unlink'),
        }),
      ),
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
      throw new UserError(say('This account is not linked to another.'));
    await links.unlink(person);
    return {
      card: notice('plain', say('Not linked any more'), say('Each account has its own history again.')),
    };
  },
});
