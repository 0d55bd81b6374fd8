/** How we say no, and how we say that something is our fault. */
import { type Card, code, notice, type Span, type Text } from '../../core/card.ts';
import { say } from '../../core/say.ts';

export function refusalCard(said: Text): Card {
  return { ...notice('bad', say('Not like this'), said), summary: said };
}

export function troubleCard(reportId: string): Card {
  return notice(
    'bad',
    say('Something went wrong on our side'),
    say(
      'Nothing you did caused it. Try once more; if it happens again, give your instructor this number: {number}.',
      { number: code(reportId) },
    ),
  );
}

/** A gesture of which nobody knows how far it came. */
export function restartedCard(): Card {
  return notice(
    'bad',
    say('I was restarted'),
    say('That happened while I was at this. If you see nothing of it, please send it once more.'),
  );
}

/** A form that was handed in a second time. */
export function handedInBefore(): Card {
  return notice(
    'plain',
    say('It is on its way already'),
    say('This form was handed in before; its render is in the channel.'),
  );
}

/** The private word on a render whose post is somewhere else. */
export function onItsWayCard(isPrivate: boolean, url: string | null): Card {
  const there = isPrivate
    ? say('It comes to you directly, and nobody else sees it.')
    : say('Its post is in the channel.');
  const look: Span[] = url === null ? [] : [' ', { type: 'link', text: say('Go there'), url }];
  return notice('waiting', say('On its way'), [there, ...look]);
}

/** A command that was not begun, because the store did not answer. */
export const outOfReach = say(
  'The queue is out of reach for a moment. Nothing was queued; please try again in a minute.',
);

/** A command that was not begun, because the platform failed us. */
export const platformTrouble = say(
  'The chat itself is in trouble right now. Nothing was begun; please try again in a minute.',
);

/** A command that was begun when the store went away: it is carried out, once, when that is back. */
export function waitingCard(): Card {
  return notice(
    'plain',
    say('One moment'),
    say('The queue is out of reach. This waits until it is back; you need not ask again.'),
  );
}
