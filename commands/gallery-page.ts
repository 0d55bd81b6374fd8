/** A page of the gallery: pictures on a sheet, and a line for each, without names where makers give none. */
import { z } from 'zod';
import { type Button, bold, type Card, type Element, named, notice, type Text } from '../core/card.ts';
import { type Consent, countOf, type GalleryEntry, isShown } from '../core/gallery-entry.ts';
import { personKey } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';
import { starsOf } from './cards/gallery-card.ts';
import type { Call, Tools } from './command.ts';
import type { Found } from './gallery-entry.ts';
import { aboutJob } from './own-jobs.ts';
import { sheetOf } from './sheet.ts';

export const perPage = 8;
export const mostPages = 50;

export type Here = Pick<Call<unknown>, 'gesture' | 'tools'>;

/**
 * Those of these entries that may be seen where somebody looks, in the same order. Asked anew: makers change their
 * minds, and a list is read in other channels than the gallery's.
 */
export async function visible(
  { gesture, tools: { core } }: Here,
  entries: readonly GalleryEntry[],
): Promise<Found[]> {
  const jobs = new Map((await core.jobs.read(entries.map(({ id }) => id))).map((job) => [job.id, job]));
  const consents = new Map<string, Consent | null>();
  const found: Found[] = [];
  for (const entry of entries) {
    const job = jobs.get(entry.id);
    const { space } = job?.place ?? {};
    if (!job || space === undefined || entry.audience === 'instructors') continue;
    const key = personKey(job.owner);
    if (!consents.has(key)) consents.set(key, await core.gallery.consent(job.owner, space));
    const consent = consents.get(key) ?? null;
    const deleted = job.deletedAt !== undefined;
    const nsfw = job.nsfw === true;
    if (isShown(entry, { consent, deleted, nsfw, ageRestricted: gesture.ageRestricted === true }))
      found.push({ entry, job });
  }
  return found;
}

export function line({ entry, job }: Found, { postLink }: Tools, withName = true): Text {
  const stars = countOf(entry);
  const link = entry.post && postLink(entry.post);
  const name = entry.audience === 'anonymous' ? say('no name given') : named(job.owner);
  return [
    bold(String(entry.number ?? '–')),
    ` ${aboutJob(job, 70)}`,
    ...(withName ? [' · ', name] : []),
    ...(stars > 0 ? [' · ', starsOf(stars)] : []),
    ...(entry.pinned && entry.shown !== false ? [' · ', say('in the showcase')] : []),
    ...(link ? [' · ', { type: 'link' as const, text: say('see it'), url: link }] : []),
  ];
}

interface Page {
  heading: Text & (string | Phrase);
  found: readonly Found[];
  page: number;
  /** What turns the page: a command, and what stands before the number of the page. */
  turn: { command: string; of: string };
  /** What stands below, before the pager. */
  more?: readonly Button[];
  lineOf?: (found: Found) => Text;
}

export async function pageCard(
  tools: Tools,
  { heading, found, page, turn, more = [], lineOf }: Page,
): Promise<Card> {
  const from = (page - 1) * perPage;
  const here = found.slice(from, from + perPage);
  const sheet = await sheetOf(
    here.map(({ entry, job }) => ({ number: entry.number ?? 0, job })),
    `gallery-${turn.of}${page}`,
    tools,
  );
  const to = (number: number, label: Phrase): Button => ({
    type: 'action',
    command: turn.command,
    given: { option: 'page', value: `${turn.of}${number}` },
    label,
    look: 'plain',
  });
  const buttons = [
    ...(page > 1 ? [to(page - 1, say('Back'))] : []),
    ...(found.length > from + perPage && page < mostPages ? [to(page + 1, say('More'))] : []),
    ...more,
  ];
  const elements: Element[] = [
    { type: 'heading', text: heading },
    ...(sheet ? [sheet] : []),
    { type: 'list', items: here.map(lineOf ?? ((one) => line(one, tools))) },
    ...(buttons.length > 0 ? [{ type: 'buttons' as const, buttons }] : []),
  ];
  return { tone: 'gallery', summary: heading, elements };
}

export const nothingYet = (heading: Phrase) =>
  notice(
    'gallery',
    heading,
    say('Star ⭐ a render of yours, or press Share below it, and it is shown to everybody here.'),
  );

export const pageOption = (pattern: RegExp) =>
  z.strictObject({ page: z.string().regex(pattern, 'is no page') });
/** `fox-2`: what it is a page of, and which. */
export function readPage(page: string): { of: string; page: number } {
  const at = page.lastIndexOf('-');
  return { of: page.slice(0, at), page: Number(page.slice(at + 1)) };
}
