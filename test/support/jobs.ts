/** Job records for tests. */
import { newJobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import type { Person } from '../../core/people.ts';

export const mai: Person = { platform: 'discord', id: '100000000000000001', name: 'Mai' };
export const ravi: Person = { platform: 'discord', id: '100000000000000002', name: 'Ravi' };
export const noor: Person = { platform: 'discord', id: '100000000000000003', name: 'Noor' };

export function testJob(changes: Partial<Job> = {}): Job {
  return {
    id: newJobId(),
    revision: 0,
    state: 'queued',
    owner: mai,
    place: { platform: 'discord', space: '200', channel: '300' },
    request: {
      workflow: { name: 'picture', title: 'Picture', version: 'v1' },
      values: { prompt: 'a lighthouse at dusk', seed: 42, steps: 20, size: 'wide' },
    },
    work: 1,
    createdAt: Date.now(),
    attempts: 0,
    outputs: [],
    ...changes,
  };
}
