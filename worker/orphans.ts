/**
 * Prompts at a backend that nobody watches: of jobs that were cancelled or failed meanwhile, of jobs that began anew
 * elsewhere, of records that are gone. Those that wait or run are taken out. One that ended well although it had been
 * given up goes back to its job, which then need not be rendered again.
 *
 * Each prompt carries a mark with the installation and the job, so nobody else's is ever touched.
 */
import { randomUUID } from 'node:crypto';
import type { Core } from '../core/core.ts';
import { isActive, type Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Backend, Listed } from './backend.ts';
import { holdJob, ignoreSuperseded } from './record.ts';

export function markOf(installation: string, jobId: string): string {
  return `${installation}/${jobId}`;
}

/** A name for what shares this Redis, made up once. */
export async function installationOf({ redis, prefix }: Pick<Core, 'redis' | 'prefix'>): Promise<string> {
  const key = `${prefix}:installation`;
  await redis.set(key, randomUUID(), 'NX');
  const name = await redis.get(key);
  if (name === null) throw new Error(`Redis did not keep ${key}`);
  return name;
}

export interface Tending {
  core: Core;
  installation: string;
  backend: Backend;
  log: Log;
  signal: AbortSignal;
}

/** @throws PassingError when the backend does not answer. */
export async function tendPrompts(tending: Tending): Promise<void> {
  const { core, installation, backend, signal } = tending;
  const begin = markOf(installation, '');
  const ours = (await backend.marked(signal)).filter(({ mark }) => mark.startsWith(begin));
  if (ours.length === 0) return;
  // Read after the list: a prompt is in its record before it is at the backend.
  const active = new Map((await core.jobs.active()).map((job) => [job.id, job]));
  for (const prompt of ours) {
    const jobId = prompt.mark.slice(begin.length);
    const job = active.get(jobId);
    if (job?.prompt?.id === prompt.id) continue;
    if (prompt.at === 'pending' || prompt.at === 'running') await takeOut(tending, prompt, jobId);
    else if (prompt.at === 'done' && job) await giveBack(tending, prompt, job);
  }
}

async function takeOut(
  { core, backend, log, signal }: Tending,
  { id }: Listed,
  jobId: string,
): Promise<void> {
  // The list of active jobs is written after the record, which is the truth.
  const job = await core.jobs.get(jobId);
  if (job && isActive(job) && job.prompt?.id === id) return;
  await backend.takeOut(id, signal);
  log.info(
    { jobId, promptId: id },
    `took a prompt of job ${jobId} out of ${backend.name}: nobody waits for it`,
  );
}

async function giveBack({ core, backend, log }: Tending, { id }: Listed, job: Job): Promise<void> {
  if (job.state === 'running') return;
  await holdJob(core, job.id).found({ id, backend: backend.name }).catch(ignoreSuperseded);
  log.info({ jobId: job.id, promptId: id }, `${backend.name} has the result of job ${job.id} after all`);
}
