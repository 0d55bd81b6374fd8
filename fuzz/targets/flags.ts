/** What people type behind a slash command or a mention in Slack, down to what the command makes of it. */

import { optionsOf } from '../../bots/options.ts';
import { parseFlags } from '../../bots/slack/flags.ts';
import { understandMention, understandSlash } from '../../bots/slack/register.ts';
import { commands } from '../../commands/registry.ts';
import { explainIssue } from '../../commands/words.ts';
import { plain } from '../../core/card.ts';
import { UserError } from '../../core/errors.ts';
import { anyText, mutateText } from '../mutate.ts';
import { insist, mayThrow, type Target } from '../target.ts';

const samples = [
  'a fox in snow --seed 42 --size=wide --negative "blurry, dark"',
  'a fox — steps 20 —seed 1',
  '"a -- b" --count 3 --guidance 6,5',
  'render a fox --no-such 1',
  'gallery allow',
  'cancel job-01m7yahjhysmnpn8wkhwx7pcrt',
  'link ABC-DEF',
  '--prompt x --prompt y',
  '“a fox” --workflow sdxl -- --seed',
];

export const flags: Target = {
  name: 'flags',
  share: 120,
  open: () => {
    const optionsByCommand = new Map(commands.map((command) => [command.name, optionsOf(command)]));
    return {
      make(random) {
        let text = random.chance(0.05) ? anyText(random) : random.pick(samples);
        for (let n = random.between(0, 4); n > 0; n -= 1) text = mutateText(random, text);
        return text;
      },
      check(input) {
        const text = String(input);
        for (const understand of [understandMention, understandOwn]) {
          const understood = mayThrow([UserError], () => understand(text, commands));
          if (!understood) continue;
          const { command, rest, shown } = understood;
          const given = mayThrow([UserError], () =>
            parseFlags(rest, optionsByCommand.get(command.name) ?? [], shown),
          );
          if (!given) continue;
          insist(Object.getPrototypeOf(given) === Object.prototype, 'the options are no plain object');
          const parsed = command.options.safeParse(given, { reportInput: true });
          if (parsed.error) insist(plain(explainIssue(parsed.error)) !== '', 'a refusal without words');
        }
      },
    };
  },
};

const understandOwn: typeof understandMention = (text, all) => understandSlash('/rendezvous', text, all);
