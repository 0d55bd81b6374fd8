/** `/queue`: who is being served, who waits, and when your own turn comes. */
import { z } from 'zod';
import { bold, type Card, code, countdown, type Element, named, type Text } from '../core/card.ts';
import { shortId } from '../core/ids.ts';
import { isActive, type Job } from '../core/job.ts';
import { personKey } from '../core/people.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { forecast } from './forecast.ts';
import { counted, duration, shortened } from './words.ts';

/** Lines per list; what is left out is counted. */
const shown = 10;
/** Renders of a person that are looked through for those on their way. */
const lookedAt = 100;

export const queue = defineCommand({
  name: 'queue',
  summary: 'See what runs, what waits, and when it is your turn',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const { core, now } = tools;
    const held = await core.jobs.held();
    const next = (await core.jobs.read(await core.queue.waiting(shown))).filter(isActive);
    const waitingCount = await core.queue.waitingCount();
    const accounts = await core.links.accounts(gesture.person);
    const isOwn = (job: Job) => accounts.includes(personKey(job.owner));
    const own = (await core.jobs.ofPerson(gesture.person, lookedAt)).filter(isActive).reverse();

    const elements: Element[] = [{ type: 'heading', text: 'The queue' }];
    const pausedBy = await core.pauses.by(gesture.place);
    if (pausedBy)
      elements.push({
        type: 'text',
        text: [named(pausedBy), ' has paused renders here: what waits keeps its turn.'],
      });
    if (held.length + waitingCount + own.length === 0) {
      elements.push({ type: 'text', text: 'It is empty: the next render starts at once.' });
      return { card: { tone: 'plain', summary: 'The queue is empty', elements } };
    }
    // Other people's prompts stay theirs: a line shows who and what workflow.
    const line = (job: Job): Text => {
      const mine = isOwn(job);
      const who = mine ? say('You') : job.owner.name;
      const what = job.request.workflow.title;
      const text =
        job.state === 'running'
          ? say('{who}: {what}, running for {time}', {
              who,
              what,
              time: duration(now() - (job.startedAt ?? now())),
            })
          : say('{who}: {what}', { who, what });
      return mine ? bold(text) : text;
    };
    elements.push(
      ...list('On the GPU', held, held.length, line),
      ...list('Waiting', next, waitingCount, line),
    );
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
      summary: `${counted(held.length, 'render')} on the GPU, ${waitingCount} waiting`,
      elements,
    };
    return { card };
  },
});

/** The first of so many. */
function list(title: string, jobs: Job[], count: number, line: (job: Job) => Text): Element[] {
  if (jobs.length === 0) return [];
  const items = jobs.slice(0, shown).map(line);
  if (count > items.length) items.push(`and ${count - items.length} more`);
  return [
    { type: 'text', text: bold(title) },
    { type: 'list', items },
  ];
}
