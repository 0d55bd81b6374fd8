/** The private question to a maker whose render was starred, when it could not be put by direct message. */
import { questionCard } from '../commands/cards/gallery-card.ts';
import type { Card } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import type { Person } from '../core/people.ts';
import type { Chat } from './chat.ts';

/** The question, when one is open for this person here; taking it marks it as put. */
export async function questionOf(
  core: Core,
  chat: Chat,
  person: Person,
  space: string,
): Promise<Card | null> {
  if ((await core.gallery.consent(person, space)) !== 'ask-next-time') return null;
  for (const id of await core.gallery.entriesOf(person, space)) {
    const job = await core.jobs.get(id);
    const entry = await core.gallery.entry(id);
    if (!job || job.deletedAt !== undefined || !entry || entry.stars.length === 0) continue;
    await core.gallery.setConsent(person, space, 'asked');
    return questionCard(job, job.post ? chat.link(job.post) : null);
  }
  return null;
}
