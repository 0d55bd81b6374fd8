/** What could not be told to somebody in any way, told once with their next command. */
import { untoldCard } from '../commands/cards/outcome-card.ts';
import type { Card } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import type { Person } from '../core/people.ts';

/** The latest of them are named; all count as told. */
const named = 10;

/** Null when there is nothing; taking it marks it as told: of several who ask, one gets it. */
export async function untoldTo({ jobs }: Pick<Core, 'jobs'>, person: Person): Promise<Card | null> {
  const waiting = await jobs.untold(person);
  const taken = await Promise.all(
    waiting.map(async ({ id }) => {
      const updated = await jobs.update(id, (job) =>
        job.away?.waits ? { ...job, away: { ...job.away, waits: false } } : null,
      );
      return updated?.changed ? [updated.record] : [];
    }),
  );
  const latest = taken.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  return latest.length > 0 ? untoldCard(latest.slice(0, named)) : null;
}
