/** What Discord's gateway sends: interactions and reactions, as far as the options of the command they name. */

import { readInteraction, readReaction } from '../../bots/discord/gestures.ts';
import { commands } from '../../commands/registry.ts';
import { explainIssue } from '../../commands/words.ts';
import { plain } from '../../core/card.ts';
import { mutateJson } from '../mutate.ts';
import { insist, type Json, type Target } from '../target.ts';

const user = {
  id: '1100000000000000030',
  username: 'mai',
  global_name: 'Mai',
  discriminator: '0',
  bot: false,
};
const member = { user, nick: null, roles: ['1100000000000000010'], permissions: '2248473465835073' };
const base = {
  id: '1200000000000000001',
  application_id: '1100000000000000100',
  token: 'aW50ZXJhY3Rpb24',
  version: 1,
  guild_id: '1100000000000000001',
  channel_id: '1100000000000000020',
  channel: { id: '1100000000000000020', type: 0 },
  member,
  locale: 'en-US',
  attachment_size_limit: 10_485_760,
};
const option = (name: string, type: number, value: Json) => ({ name, type, value });

export const discordPayloads: Json[] = [
  {
    ...base,
    type: 2,
    data: {
      id: '1',
      name: 'render',
      type: 1,
      options: [option('prompt', 3, 'a fox in snow'), option('seed', 4, 42), option('guidance', 10, 6.5)],
    },
  },
  {
    ...base,
    type: 2,
    data: { id: '2', name: 'gallery', type: 1, options: [{ name: 'allow', type: 1, options: [] }] },
  },
  { ...base, type: 2, data: { id: '3', name: 'cancel', type: 1, options: [option('job', 3, 'job-1')] } },
  {
    ...base,
    type: 3,
    message: { id: '9', flags: 64 },
    data: { custom_id: 'again:job-01m7yahjhysmnpn8wkhwx7pcrt', component_type: 2 },
  },
  {
    ...base,
    type: 4,
    data: { id: '1', name: 'render', type: 1, options: [{ ...option('workflow', 3, 'sd'), focused: true }] },
  },
];
export const discordReactions: Json[] = [
  {
    user_id: user.id,
    channel_id: base.channel_id,
    message_id: '1300000000000000001',
    guild_id: base.guild_id,
    member,
    message_author_id: base.application_id,
    emoji: { id: null, name: '⭐' },
    burst: false,
    type: 0,
  },
];
const samples = [...discordPayloads, ...discordReactions];
const kinds = ['slash', 'button', 'typing', 'star', 'unstar', 'pin', 'unpin', 'unsupported'];

export const discord: Target = {
  name: 'discord',
  share: 220,
  open: () => ({
    make: (random) => mutateJson(random, random.pick(samples)),
    check(input) {
      const heard = readInteraction(input);
      insist(kinds.includes(heard.kind), `heard ${heard.kind}`);
      if (heard.kind === 'slash') {
        const command = commands.find(({ name }) => name === heard.command);
        const parsed = command?.options.safeParse(heard.options, { reportInput: true });
        if (parsed?.error) insist(plain(explainIssue(parsed.error)) !== '', 'a refusal without words');
      }
      for (const what of ['given', 'taken'] as const) {
        insist(kinds.includes(readReaction(input, what, base.application_id).kind), 'a reaction of no kind');
      }
    },
  }),
};
