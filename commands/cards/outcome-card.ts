/** How a render ended, told to its owner where its post could not: in a direct message, or with their next command. */
import type { AwayReason } from '../../core/away.ts';
import { type Card, code, type Text, typed } from '../../core/card.ts';
import { shortId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { type Phrase, say } from '../../core/say.ts';
import { aboutJob, stateWords } from '../own-jobs.ts';
import { type JobView, jobCard } from './job-card.ts';

const whys: Readonly<Record<AwayReason, Phrase>> = {
  gone: say('I send you this directly: its post, or the channel it stood in, is gone.'),
  shut: say('I send you this directly: I may no longer write where you asked for it.'),
  late: say(
    'I send you this directly: I am no member where you asked for it, and can answer there for 15 minutes only.',
  ),
  left: say('I send you this directly: you no longer see the channel in which you asked for it.'),
};

/** The post of a job, and before it why it is no post. */
export function outcomeCard(view: JobView, why: AwayReason): Card {
  const card = jobCard(view);
  return { ...card, elements: [{ type: 'note', text: whys[why] }, ...card.elements] };
}

/** Of renders whose owner takes no direct messages. */
export function untoldCard(jobs: readonly Job[]): Card {
  const summary = say(
    '{n, plural, one {A render of yours has ended} other {# renders of yours have ended}}',
    {
      n: jobs.length,
    },
  );
  const lines = jobs.map(
    (job): Text => [code(shortId(job.id)), ` ${aboutJob(job, 70)} · `, stateWords[job.state]],
  );
  return {
    tone: 'plain',
    summary,
    elements: [
      { type: 'heading', text: summary },
      {
        type: 'text',
        text: say('I could not show it where you asked for it, and my direct message was not taken.'),
      },
      { type: 'list', items: lines },
      { type: 'text', text: say('{show} posts one of them, wherever you are.', { show: typed('show') }) },
    ],
  };
}
