/** The jobs API: queue and history once more, as one list. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { describeJob, type Job, type JobStatus, listJobs, STATUSES } from '../engine/jobs.ts';
import { parseJson } from '../json.ts';
import type { Life } from '../life.ts';
import { type Ctx, type Env, json, wholeNumber } from './answers.ts';

const UUID = z.guid();

export function addJobRoutes(routes: Hono<Env>, { queue, runner }: Life): void {
  routes.get('/jobs', (context) => {
    const query = readQuery(context);
    if (typeof query === 'string') return json(context, { error: query }, 400);
    const { statuses, workflowId, byDuration, ascending, limit, offset } = query;
    const duration = (job: Job) => (job.execution_end_time ?? 0) - (job.execution_start_time ?? 0);
    const rank = byDuration ? duration : (job: Job) => job.create_time ?? 0;
    const wanted = listJobs(queue)
      .filter(({ status }) => statuses === null || statuses.includes(status))
      .filter((job) => workflowId === undefined || job.workflow_id === workflowId)
      .sort((a, b) => (ascending ? rank(a) - rank(b) : rank(b) - rank(a)));
    const jobs = wanted.slice(offset, limit === null ? undefined : offset + limit);
    const has_more = offset + jobs.length < wanted.length;
    return json(context, { jobs, pagination: { offset, limit, total: wanted.length, has_more } });
  });

  routes.get('/jobs/:id', (context) => {
    const job = describeJob(queue, context.req.param('id'));
    return job === null ? json(context, { error: 'Job not found' }, 404) : json(context, job);
  });

  routes.post('/jobs/cancel', (context) => {
    const body = readJson(context);
    if (body === undefined) return json(context, { error: 'Request body must be valid JSON' }, 400);
    const ids = z.object({ job_ids: z.array(z.unknown()) }).safeParse(body);
    if (!ids.success) return json(context, { error: 'job_ids must be a list' }, 400);
    const invalid = ids.data.job_ids.filter((id) => !UUID.safeParse(id).success);
    if (invalid.length > 0) {
      return json(context, { error: 'job_ids contains invalid id(s)', invalid_ids: invalid }, 400);
    }
    const cancelled = ids.data.job_ids.map((id) => cancel(String(id)));
    return json(context, { cancelled: cancelled.includes(true) });
  });

  routes.post('/jobs/:id/cancel', (context) => json(context, { cancelled: cancel(context.req.param('id')) }));

  /** A running job is interrupted and ends in history; a pending one is gone without a trace. */
  function cancel(id: string): boolean {
    if (queue.running()?.id !== id) return queue.remove(id);
    runner.interrupt();
    return true;
  }
}

function readJson(context: Ctx): unknown {
  try {
    return parseJson(new TextDecoder().decode(context.get('body')));
  } catch {
    return undefined;
  }
}

/** What is asked for, or what is wrong with it. */
function readQuery(context: Ctx) {
  const {
    status,
    workflow_id,
    sort_by = 'created_at',
    sort_order = 'desc',
    limit,
    offset,
  } = context.req.query();
  const asked =
    status
      ?.split(',')
      .map((one) => one.trim().toLowerCase())
      .filter((one) => one !== '') ?? [];
  const unknown = asked.filter((one) => !(STATUSES as readonly string[]).includes(one));
  if (unknown.length > 0) {
    return `Invalid status value(s): ${unknown.join(', ')}. Valid values: ${STATUSES.join(', ')}`;
  }
  if (!['created_at', 'execution_duration'].includes(sort_by)) {
    return "sort_by must be 'created_at' or 'execution_duration'";
  }
  if (!['asc', 'desc'].includes(sort_order)) return "sort_order must be 'asc' or 'desc'";
  const [most, first] = [readWhole(limit), readWhole(offset)];
  if (most === 'no number') return 'limit must be an integer';
  if (most !== null && most <= 0) return 'limit must be a positive integer';
  if (first === 'no number') return 'offset must be an integer';
  return {
    statuses: asked.length === 0 ? null : (asked as JobStatus[]),
    workflowId: workflow_id,
    byDuration: sort_by === 'execution_duration',
    ascending: sort_order === 'asc',
    limit: most,
    offset: Math.max(0, first ?? 0),
  };
}

function readWhole(text: string | undefined): number | 'no number' | null {
  if (text === undefined || text === '') return null;
  try {
    return wholeNumber(text);
  } catch {
    return 'no number';
  }
}
