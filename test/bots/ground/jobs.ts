/** What a worker would write into the records. */
import type { Core } from '../../../core/core.ts';
import type { Job } from '../../../core/job.ts';
import type { Platform } from '../../../core/people.ts';
import { until } from '../../support/until.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

export function jobsOf(core: Core, now: () => number) {
  async function update(job: Job, changes: Partial<Job>): Promise<Job> {
    const updated = await core.jobs.update(job.id, (one) => ({ ...one, ...changes }));
    return updated?.record ?? job;
  }
  return {
    /** The latest job there is, once it is recorded. */
    newest: (): Promise<Job> =>
      until(async () => (await core.jobs.active()).at(-1), { what: 'a job on its way' }),
    record: async (job: Job): Promise<Job> => (await core.jobs.get(job.id)) ?? job,
    async runs(job: Job): Promise<Job> {
      await core.queue.remove(job.id);
      return update(job, { state: 'running', startedAt: now() });
    },
    /** With so many pictures. */
    async ends(job: Job, pictures = 1): Promise<Job> {
      await core.queue.remove(job.id);
      const outputs = await Promise.all(
        Array.from({ length: pictures }, async (_, index) => {
          const name = `picture-${index + 1}.png`;
          const key = await core.media.put(job.id, name, png);
          const about = { kind: 'image' as const, mediaType: 'image/png', bytes: png.length };
          return { key, name, ...about, width: 1, height: 1 };
        }),
      );
      return update(job, { state: 'done', startedAt: now() - 1000, finishedAt: now(), outputs });
    },
    rested: (platform: Platform) =>
      until(async () => (await core.deliveries.owed(platform)).length === 0, { what: 'nothing owed' }),
  };
}
