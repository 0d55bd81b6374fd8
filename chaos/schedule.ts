/** What goes wrong when: drawn from the seed alone, so that a run can be repeated. */
import type { Random } from './random.ts';

/** How likely each kind of trouble is, against the others. */
const weights = {
  'kill-bots': 4,
  'kill-worker': 4,
  'kill-comfyui': 4,
  'kill-redis': 2,
  'cut-comfyui': 2,
  'cut-discord': 2,
  'cut-slack': 2,
  'discord-500': 2,
  'discord-429': 2,
  'discord-lost': 2,
  'discord-slow': 1,
  'slack-500': 2,
  'slack-429': 2,
  'slack-lost': 2,
  'slack-slow': 1,
  twice: 3,
  'out-of-order': 1,
} as const;

export type FaultName = keyof typeof weights;
export const faultNames = Object.keys(weights) as FaultName[];

export interface PlannedFault {
  /** Milliseconds after the members began. */
  at: number;
  name: FaultName;
  /** Which of several servers; taken modulo how many there are. */
  which: number;
  /** How long what was killed stays away, or what is slow stays slow. */
  ms: number;
  /** How many requests or events it hits. */
  count: number;
}

export function planFaults(
  random: Random,
  { forMs, everyMs, faults }: { forMs: number; everyMs: number; faults: readonly FaultName[] },
): PlannedFault[] {
  if (faults.length === 0) return [];
  const chosen = Object.fromEntries(faults.map((name) => [name, weights[name]])) as Record<FaultName, number>;
  const plan: PlannedFault[] = [];
  // The first one waits until there is something to be disturbed.
  for (let at = everyMs / 2; at < forMs; at += everyMs * (0.5 + random.next())) {
    plan.push({
      at: Math.round(at),
      name: random.weighted(chosen),
      which: random.between(0, 1000),
      ms: random.between(200, 2500),
      count: random.between(1, 8),
    });
  }
  return plan;
}
