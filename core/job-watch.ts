/** Hears of every step of a record that this process makes; for metrics, traces and what logs must not say. */
import type { Job } from './job.ts';
import type { Records } from './records.ts';

/** None of it may throw. */
export interface JobWatch {
  /** Before a new record is written; may add to it. */
  starting?(job: Job): Job;
  /** Whenever one was read. */
  read?(job: Job): void;
  /** After a record was written; `before` is null for a new one. */
  moved?(job: Job, before: Job | null): void;
}

export function watchRecords(records: Records<Job>, watch: JobWatch): Records<Job> {
  return {
    async create(given, also) {
      const job = watch.starting?.(given) ?? given;
      const created = await records.create(job, also);
      if (created) watch.moved?.(job, null);
      return created;
    },
    async get(id) {
      const job = await records.get(id);
      if (job) watch.read?.(job);
      return job;
    },
    async read(ids) {
      const jobs = await records.read(ids);
      for (const job of jobs) watch.read?.(job);
      return jobs;
    },
    async update(id, change, also) {
      let before: Job | null = null;
      const result = await records.update(
        id,
        (job) => {
          before = job;
          watch.read?.(job);
          return change(job);
        },
        also,
      );
      if (result?.changed) watch.moved?.(result.record, before);
      return result;
    },
  };
}
