/** blocks.validate: needs no scope and changes nothing. https://docs.slack.dev/reference/methods/blocks.validate */
import { z } from 'zod';
import { type Problem, refuse } from '../../errors.ts';
import { readBlocks } from '../../validate/blocks.ts';
import { parseJsonArgument } from '../../validate/message.ts';
import { readView } from '../../validate/view.ts';
import { isRecord } from '../../validate/walk.ts';
import { type Methods, method } from '../method.ts';

export const blocks: Methods = {
  'blocks.validate': method({
    tier: 'special',
    args: z.object({
      blocks: z.unknown().optional(),
      message: z.unknown().optional(),
      view: z.unknown().optional(),
    }),
    run(_web, args) {
      const [given, ...more] = Object.entries(args).filter(([, value]) => value !== undefined);
      if (!given || more.length > 0) throw refuse('invalid_arguments');
      const [kind, sent] = given;
      const value = parseJsonArgument(sent, () => refuse('invalid_arguments'));
      const problems = problemsOf(kind, value);
      if (problems.length > 0) throw refuse(`invalid_${kind}`, { errors: problems.map(described) });
      return {};
    },
  }),
};

function problemsOf(kind: string, value: unknown): Problem[] {
  const read =
    kind === 'view'
      ? readView(value, '')
      : kind === 'message'
        ? readBlocks('message', isRecord(value) ? value.blocks : value, '/blocks')
        : readBlocks('message', value, '');
  return read.ok ? [] : read.problems;
}

function described({ pointer, message, constraint }: Problem) {
  return { pointer, code: 'failed_constraint', message, ...(constraint ? { constraint } : {}) };
}
