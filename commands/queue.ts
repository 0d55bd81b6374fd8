/** `/queue`: who is being served, who waits, and when your own turn comes. */
import { z } from 'zod';
import { bold, type Card, code, countdown, type Element, type Text } from '../core/card.ts';
import { shortId } from '../core/ids.ts';
import type { Job } from '../core/job.ts';
import { personKey } from '../core/people.ts';
import { defineCommand } from './command.ts';
import { forecast } from './forecast.ts';
import { counted, duration, shortened } from './words.ts';

/** Lines per list; what is left out is counted. */
const shown = 10;

export const queue = defineCommand({
  name: 'queue',
  summary: 'See what runs, what waits, and when it is your turn',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const { core, now } = tools;
    const active = await core.jobs.active();
    const order = await core.queue.waiting();
    const running = active.filter((job) => job.state !== 'queued');
    const waiting = order.flatMap(
      (id) => active.find((job) => job.id === id && job.state === 'queued') ?? [],
    );
    const accounts = await core.links.accounts(gesture.person);
    const isOwn = (job: Job) => accounts.includes(personKey(job.owner));
    const own = active.filter(isOwn);

    const elements: Element[] = [{ type: 'heading', text: 'The queue' }];
    if (active.length === 0) {
      elements.push({ type: 'text', text: 'It is empty: the next render starts at once.' });
      return { card: { tone: 'plain', summary: 'The queue is empty', elements } };
    }
    // Other people's prompts stay theirs: a line shows who and what workflow.
    const line = (job: Job): Text => {
      const mine = isOwn(job);
      const since =
        job.state === 'running' ? `, running for ${duration(now() - (job.startedAt ?? now()))}` : '';
      const text = `${mine ? 'You' : job.owner.name}: ${job.request.workflow.title}${since}`;
      return mine ? bold(text) : text;
    };
    elements.push(...list('On the GPU', running, line), ...list('Waiting', waiting, line));
    if (own.length > 0) elements.push({ type: 'text', text: bold('Yours') });
    for (const job of own.slice(0, 5)) {
      const { startsAt, endsAt } = await forecast(core, job, now());
      const what = shortened(String(job.request.values.prompt ?? job.request.workflow.title), 60);
      const text: (Text & (string | object))[] = [code(shortId(job.id)), ` ${what}`];
      if (job.state === 'running' && endsAt) text.push(', done ', countdown(endsAt));
      else if (startsAt && job.state !== 'running') text.push(', starts ', countdown(startsAt));
      elements.push({ type: 'text', text: text as Text });
    }
    const cancels = own
      .filter((job) => !job.cancelAsked)
      .slice(0, 5)
      .map((job) => ({
        type: 'action' as const,
        command: 'cancel',
        jobId: job.id,
        label: `Cancel ${shortId(job.id)}`,
        look: 'danger' as const,
      }));
    if (cancels.length > 0) elements.push({ type: 'buttons', buttons: cancels });
    const card: Card = {
      tone: 'plain',
      summary: `${counted(running.length, 'render')} on the GPU, ${waiting.length} waiting`,
      elements,
    };
    return { card };
  },
});

function list(title: string, jobs: Job[], line: (job: Job) => Text): Element[] {
  if (jobs.length === 0) return [];
  const items = jobs.slice(0, shown).map(line);
  if (jobs.length > shown) items.push(`and ${jobs.length - shown} more`);
  return [
    { type: 'text', text: bold(title) },
    { type: 'list', items },
  ];
}
