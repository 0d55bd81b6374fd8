/**
 * Mends what no job's own way mends:
 *
 * - A job that is not final but not in the queue either is added again. That happens when a process dies between
 *   writing a record and queueing it, or when Redis loses its last second.
 * - A job that was called off while its backend is out of reach is cancelled, since nobody can ask that backend.
 */
import type { Core } from '../core/core.ts';
import { isFinal, type Job } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import { holdJob, ignoreSuperseded } from './record.ts';

interface RepairTiming {
  settleMs: number;
  callOffMs: number;
}

export async function repairQueue(core: Core, log: Log, timing: RepairTiming): Promise<void> {
  for (const job of await core.jobs.active()) {
    if (job.cancelAsked && Date.now() - job.cancelAsked.at >= timing.callOffMs) await callOff(core, log, job);
    else if (Date.now() - job.createdAt >= timing.settleMs) await addAgain(core, log, job);
  }
}

async function addAgain(core: Core, log: Log, { id, owner }: Job): Promise<void> {
  if (await core.queue.has(id)) return;
  // It may have ended since the list was read; then it is rightly not in the queue.
  const job = await core.jobs.get(id);
  if (!job || isFinal(job.state)) return;
  await core.queue.add(id, owner);
  log.warn({ jobId: id }, `job ${id} was ${job.state} but not in the queue; added it again`);
}

async function callOff(core: Core, log: Log, { id }: Job): Promise<void> {
  const free = (await core.queue.remove(id)) || !(await core.queue.has(id));
  // A worker that holds it sees to the cancel itself.
  if (!free) return;
  await holdJob(core, id).cancelled().catch(ignoreSuperseded);
  log.info({ jobId: id }, `cancelled job ${id}, which was called off while its server was out of reach`);
}
