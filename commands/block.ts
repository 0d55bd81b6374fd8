/** `/block`, `/unblock` and `/blocked`: instructors say who may make nothing here for now, and see who that is. */
import { z } from 'zod';
import { type Card, type Element, named, notice, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { isActive } from '../core/job.ts';
import type { Person } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';
import { cancelJob } from './cancel.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { mustInstruct, spaceOf } from './instructors.ts';
import type { Mentioned } from './mentioned.ts';
import { person } from './options.ts';

/** Renders of theirs that are looked through for those on their way. */
const lookedAt = 200;
const listed = 25;

/** Where an instructor says so. @throws UserError for everybody else, and in a private conversation. */
function ruled(gesture: Gesture, verb: Phrase) {
  const space = spaceOf(gesture, say('members to block'));
  mustInstruct(gesture, verb);
  return { platform: gesture.place.platform, space };
}

const personOf = ({ id, name }: Mentioned, { place }: Gesture): Person => ({
  platform: place.platform,
  id,
  name,
});

/** @returns how many there were. */
async function cancelAll(tools: Tools, who: Person, gesture: Gesture): Promise<number> {
  const all = await tools.core.jobs.ofPerson(who, lookedAt);
  const here = all.filter((job) => isActive(job) && job.place.space === gesture.place.space);
  for (const job of here) await cancelJob(tools, job, gesture);
  return here.length;
}

export const block = defineCommand({
  name: 'block',
  summary: 'Let somebody make nothing here until you unblock them',
  gestures: ['slash'],
  options: z.strictObject({
    person: person('Who'),
    reason: z.string('must be text').max(200).describe('Why; they are told').optional(),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { core, now } = tools;
    const space = ruled(gesture, say('block somebody'));
    const who = personOf(options.person, gesture);
    if (await core.links.same(who, gesture.person)) throw new UserError(say('You cannot block yourself.'));
    const reason = options.reason?.trim();
    await core.blocks.set(space, { who, by: gesture.person, at: now(), ...(reason && { reason }) });
    const n = await cancelAll(tools, who, gesture);
    tools.log.info({ person: who.id, by: gesture.person.id, ...space }, 'somebody was blocked');
    const elements = [
      say('{who} can make nothing here any more, and is told so when they try.', { who: named(who) }),
      ...(n > 0
        ? [
            say(
              '{n, plural, one {# render of theirs that was on its way is cancelled.} other {# renders of theirs that were on their way are cancelled.}}',
              { n },
            ),
          ]
        : []),
    ];
    return {
      card: notice('good', say('Blocked'), ...elements, [
        say('{unblock} lifts it; {blocked} lists everybody.', {
          unblock: typed('unblock'),
          blocked: typed('blocked'),
        }),
      ]),
    };
  },
});

export const unblock = defineCommand({
  name: 'unblock',
  summary: 'Let somebody make things here again',
  gestures: ['slash'],
  options: z.strictObject({ person: person('Who') }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { core, log } = tools;
    const space = ruled(gesture, say('unblock somebody'));
    const who = personOf(options.person, gesture);
    if (!(await core.blocks.of(space, who)))
      throw new UserError(say('{who} is not blocked here.', { who: named(who) }));
    await core.blocks.lift(space, who);
    log.info({ person: who.id, by: gesture.person.id, ...space }, 'somebody was unblocked');
    return {
      card: notice('good', say('Unblocked'), say('{who} can make things here again.', { who: named(who) })),
    };
  },
});

export const blocked = defineCommand({
  name: 'blocked',
  summary: 'See who is blocked here, since when, by whom and why',
  gestures: ['slash'],
  options: z.strictObject({}),
  manner: 'private',
  async run({ gesture, tools }) {
    const all = await tools.core.blocks.all(ruled(gesture, say('see who is blocked')));
    if (all.length === 0) return { card: notice('plain', say('Nobody is blocked here')) };
    const elements: Element[] = [
      { type: 'heading', text: say('Blocked here') },
      {
        type: 'list',
        items: all.slice(0, listed).map(({ who, by, at, reason }) => {
          const values = {
            who: named(who),
            by: named(by),
            when: { type: 'time', at, style: 'date' },
          } as const;
          return reason === undefined
            ? say('{who}, by {by}, {when}', values)
            : say('{who}, by {by}, {when}: {reason}', { ...values, reason });
        }),
      },
    ];
    const left = all.length - listed;
    if (left > 0) elements.push({ type: 'note', text: say('and {n} more', { n: left }) });
    return { card: { tone: 'plain', summary: say('Blocked here'), elements } satisfies Card };
  },
});
