/** `/queue`: who is being served, who waits, and when your own turn comes. */
import { z } from 'zod';
import { bold, type Card, code, countdown, type Element, named, type Span, type Text } from '../core/card.ts';
import { shortId } from '../core/ids.ts';
import { isActive, type Job } from '../core/job.ts';
import { personKey } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { forecast } from './forecast.ts';
import { duration, shortened } from './words.ts';

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

    const elements: Element[] = [{ type: 'heading', text: say('The queue') }];
    const pausedBy = await core.pauses.by(gesture.place);
    if (pausedBy)
      elements.push({
        type: 'text',
        text: say('{who} has paused renders here: what waits keeps its turn.', { who: named(pausedBy) }),
      });
    if (held.length + waitingCount + own.length === 0) {
      elements.push({ type: 'text', text: say('It is empty: the next render starts at once.') });
      return { card: { tone: 'plain', summary: say('The queue is empty'), elements } };
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
      ...list(say('On the GPU'), held, held.length, line),
      ...list(say('Waiting'), next, waitingCount, line),
    );
    if (own.length > 0) elements.push({ type: 'text', text: bold(say('Yours')) });
    for (const job of own.slice(0, 5)) {
      const { startsAt, endsAt } = await forecast(core, job, now());
      const what = shortened(String(job.request.values.prompt ?? job.request.workflow.title), 60);
      const text: Span[] = [code(shortId(job.id)), ` ${what}`];
      if (job.state === 'running' && endsAt) text.push(say(', done {when}', { when: countdown(endsAt) }));
      else if (startsAt && job.state !== 'running')
        text.push(say(', starts {when}', { when: countdown(startsAt) }));
      elements.push({ type: 'text', text });
    }
    const cancels = own
      .filter((job) => !job.cancelAsked)
      .slice(0, 5)
      .map((job) => ({
        type: 'action' as const,
        command: 'cancel',
        jobId: job.id,
        label: say('Cancel {job}', { job: shortId(job.id) }),
        look: 'danger' as const,
      }));
    if (cancels.length > 0) elements.push({ type: 'buttons', buttons: cancels });
    const card: Card = {
      tone: 'plain',
      summary: say('{n, plural, one {# render} other {# renders}} on the GPU, {waiting} waiting', {
        n: held.length,
        waiting: waitingCount,
      }),
      elements,
    };
    return { card };
  },
});

/** The first of so many. */
function list(title: Phrase, jobs: Job[], count: number, line: (job: Job) => Text): Element[] {
  if (jobs.length === 0) return [];
  const items = jobs.slice(0, shown).map(line);
  if (count > items.length) items.push(say('and {n} more', { n: count - items.length }));
  return [
    { type: 'text', text: bold(title) },
    { type: 'list', items },
  ];
}
