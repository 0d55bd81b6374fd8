/** How we say no, and how we say that something is our fault. */
import { type Card, code, notice, type Text } from '../../core/card.ts';

export function refusalCard(said: Text): Card {
  return { ...notice('bad', 'Not like this', said), summary: said };
}

export function troubleCard(reportId: string): Card {
  return notice('bad', 'Something went wrong on our side', [
    'Nothing you did caused it. Try once more; if it happens again, give your instructor this number: ',
    code(reportId),
    '.',
  ]);
}
