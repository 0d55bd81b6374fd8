/**
 * Mends what no job's own way mends:
 *
 * - A job that is not final but not in the queue either is added again. That happens when a process dies between
 *   writing a record and queueing it.
 * - An entry of the queue whose job is final or has no record is removed.
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
  const now = Date.now();
  for (const job of await core.jobs.calledOff(now - timing.callOffMs)) await callOff(core, log, job);
  // With thousands waiting, only what is on one side and not on the other is worth a second look.
  const settled = await core.jobs.activeIds(now - timing.settleMs);
  const entries = new Set(await core.queue.entries());
  const missing = await core.queue.missing(settled.filter((id) => !entries.has(id)));
  for (const job of await core.jobs.read(missing)) await addAgain(core, log, job);
  for (const id of settled) entries.delete(id);
  for (const id of await core.jobs.notActive([...entries])) await dropEntry(core, log, id);
}

async function addAgain(core: Core, log: Log, { id, owner }: Job): Promise<void> {
  // It may have ended since the list was read; then it is rightly not in the queue.
  const job = await core.jobs.get(id);
  if (!job || isFinal(job.state)) return;
  await core.queue.add(id, owner);
  log.warn({ jobId: id }, `job ${id} was ${job.state} but not in the queue; added it again`);
}

async function dropEntry(core: Core, log: Log, id: string): Promise<void> {
  if (!(await core.queue.remove(id))) return;
  log.warn({ jobId: id }, `the queue had an entry for ${id}, which has nothing to run any more; removed it`);
}

async function callOff(core: Core, log: Log, { id }: Job): Promise<void> {
  const free = (await core.queue.remove(id)) || !(await core.queue.has(id));
  // A worker that holds it sees to the cancel itself.
  if (!free) return;
  await holdJob(core, id).cancelled().catch(ignoreSuperseded);
  log.info({ jobId: id }, `cancelled job ${id}, which was called off while its server was out of reach`);
}
