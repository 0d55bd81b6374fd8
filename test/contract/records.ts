/** What a worker would do to the records, and what the records say in the end, the same for every platform. */
import sharp from 'sharp';
import type { Job } from '../../core/job.ts';
import { createLog } from '../../core/log.ts';
import type { Output } from '../../core/output.ts';
import { personKey } from '../../core/people.ts';
import { makeGrids } from '../../worker/grid.ts';
import type { Member, Stage } from './member.ts';
import { eventually } from './stage.ts';

/** The person's latest job, once it has a post. */
export async function newest(
  { core }: Pick<Stage, 'core'>,
  { person }: Member,
  known: readonly Job[] = [],
): Promise<Job> {
  return eventually(async () => {
    const [job] = await core.jobs.ofPerson(person, 1);
    return job?.post && !known.some(({ id }) => id === job.id) ? job : null;
  }, 'a new job with a post');
}

export async function run({ core }: Pick<Stage, 'core'>, job: Job): Promise<void> {
  await core.queue.remove(job.id);
  await core.jobs.update(job.id, (one) => ({ ...one, state: 'running', startedAt: Date.now() }));
  const progress = { fraction: 0.4, node: 'Sampling', step: 8, steps: 20, previewCount: 0, at: Date.now() };
  await core.progress.set(job.id, progress);
}

export async function finish({ core }: Pick<Stage, 'core'>, job: Job, count = 1): Promise<void> {
  const outputs = await Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Output> => {
      const background = colours[index % colours.length] ?? '#a53';
      const bytes = await sharp({ create: { width: 16, height: 12, channels: 3, background } })
        .png()
        .toBuffer();
      const name = count > 1 ? `fox-${index + 1}.png` : 'fox.png';
      const key = await core.media.put(job.id, name, bytes);
      return { key, name, kind: 'image', mediaType: 'image/png', bytes: bytes.length, width: 16, height: 12 };
    }),
  );
  const grids = await makeGrids({ jobId: job.id, outputs, name: 'foxes', media: core.media, log: silent });
  await core.queue.remove(job.id);
  await core.jobs.saveGraph(job.id, { '1': { class_type: 'Fox', inputs: {} } });
  await core.jobs.update(job.id, (one) => ({
    ...one,
    state: 'done',
    startedAt: 1_700_000_000_000,
    finishedAt: 1_700_000_002_000,
    outputs,
    ...grids,
  }));
  await core.deliveries.wake(job.place.platform, { subject: 'job', jobId: job.id });
}

const colours = ['#a53', '#3a5', '#53a', '#aa3'];
const silent = createLog('test', 'silent');

/** Files are named after the job that made them, or whose they are. */
function comparableValues({ request: { values } }: Job) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).replace(/^(job|in)-[^/]*/, '‹id›')]),
  );
}

/** Everything that is recorded about three people, without what differs by nature: ids and times. */
export async function recorded({ core, space, mai, ravi, noor }: Stage) {
  const people = [mai, ravi, noor].map(({ person }) => person);
  const named = (key: string) => people.find((one) => personKey(one) === key)?.name ?? 'somebody';
  const jobs = (await Promise.all(people.map((person) => core.jobs.ofPerson(person, 100)))).flat();
  return {
    jobs: await Promise.all(
      jobs.map(async (job) => {
        const entry = await core.gallery.entry(job.id);
        return {
          by: job.owner.name,
          state: job.state,
          request: { ...job.request, values: comparableValues(job), preset: job.request.preset?.name },
          from: job.from,
          cancelledBy: job.cancelAsked?.by.name,
          deleted: job.deletedAt !== undefined,
          inSpace: job.place.space === space,
          shared: entry?.shared,
          starredBy: entry?.stars.map(named),
        };
      }),
    ),
    consents: await Promise.all(people.map((person) => core.gallery.consent(person, space))),
    accounts: await Promise.all(people.map(async (person) => (await core.links.accounts(person)).length)),
  };
}

/** Words in which only what differs by nature was made the same: ids, codes, durations and the platforms' names. */
export async function comparable({ core, platform, mai, ravi }: Stage, lines: readonly string[]) {
  const jobs = [
    ...(await core.jobs.ofPerson(mai.person, 100)),
    ...(await core.jobs.ofPerson(ravi.person, 100)),
  ];
  const here = platform === 'discord' ? 'Discord' : 'Slack';
  // What was typed into a form can be mended in it; what was typed as a command is typed again.
  const said = lines.filter((line) => line !== '[Open the form again]');
  return said.map((line) =>
    jobs
      .reduce((text, { id }) => text.replaceAll(id, '‹id›').replaceAll(id.slice(-6), '‹id›'), line)
      .replace(/(?<!^• .*)\b(Discord|Slack)\b/g, (name) => (name === here ? '‹here›' : '‹there›'))
      .replace(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, '‹code›')
      .replace(/\b\d+(\.\d+)? s\b/g, '‹time›'),
  );
}
