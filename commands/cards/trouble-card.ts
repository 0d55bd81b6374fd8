/** How we say no, and how we say that something is our fault. */
import { type Card, code, notice } from '../../core/card.ts';

export function refusalCard(message: string): Card {
  return { ...notice('bad', 'Not like this', message), summary: message };
}

export function troubleCard(reportId: string): Card {
  return notice('bad', 'Something went wrong on our side', [
    'Nothing you did caused it. Try once more; if it happens again, give your instructor this number: ',
    code(reportId),
    '.',
  ]);
}
