/** Whose turn it is to be edited for progress' sake: one budget per channel and way of reaching a message. */
import { type Budget, createBudget } from '../budget.ts';
import { rates } from './limits.ts';

/** Budgets that are remembered although nothing was taken from them lately. */
const remembered = 200;
const oldMs = 60 * 60_000;
/** The first second of 2015, from which Discord's ids count. */
const epoch = 1_420_070_400_000;

/** When a message was made, as its id says. */
export const madeAt = (message: string) => Number(BigInt(message) >> 22n) + epoch;
/** The smallest id a message made at this moment could have. */
export const idAt = (at: number) => String(BigInt(Math.max(0, Math.floor(at) - epoch)) << 22n);

export function createEdits(now: () => number) {
  const budgets = new Map<string, Budget>();

  /** The budget of a post's channel. `byToken`: through the interaction that it answers. */
  return function budgetOf(
    { channel, message }: { channel: string; message: string },
    byToken: boolean,
  ): Budget {
    const kind = byToken ? 'answers' : now() - madeAt(message) >= oldMs ? 'old' : 'messages';
    const key = `${kind} ${channel}`;
    const known = budgets.get(key);
    if (known) return known;
    if (budgets.size >= remembered)
      for (const [other, budget] of budgets) if (budget.isFull()) budgets.delete(other);
    const budget = createBudget({ ...rates[kind], now });
    budgets.set(key, budget);
    return budget;
  };
}
