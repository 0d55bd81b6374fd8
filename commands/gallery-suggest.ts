/** Gallery entries and tags that are offered while one types. No name is among them. */
import type { GalleryList } from '../core/gallery.ts';
import type { GalleryEntry } from '../core/gallery-entry.ts';
import type { Asker, Choice, Tools } from './command.ts';
import { aboutJob } from './own-jobs.ts';

const most = 25;

export async function suggestOwn(typed: string, tools: Tools, { person, space }: Asker): Promise<Choice[]> {
  if (space === undefined) return [];
  const { gallery } = tools.core;
  return choices(typed, await gallery.read(await gallery.entriesOf(person, space)), tools);
}

/** Those that are shown, or those of another list. */
export async function suggestShown(
  typed: string,
  tools: Tools,
  { person, space }: Asker,
  list: GalleryList = 'new',
): Promise<Choice[]> {
  if (space === undefined) return [];
  const entries = await tools.core.gallery.list({ platform: person.platform, space }, list);
  return choices(typed, entries.slice(0, 100), tools);
}

async function choices(typed: string, entries: readonly GalleryEntry[], { core }: Tools): Promise<Choice[]> {
  const jobs = new Map((await core.jobs.read(entries.map(({ id }) => id))).map((job) => [job.id, job]));
  const wanted = typed.trim().toLowerCase();
  return entries
    .toSorted((a, b) => (b.number ?? 0) - (a.number ?? 0))
    .flatMap(({ id, number }) => {
      const job = jobs.get(id);
      if (!job || job.deletedAt !== undefined || number === undefined) return [];
      return [{ name: `${number} ${aboutJob(job, 80)}`, value: String(number) }];
    })
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, most);
}

export async function suggestTags(
  typed: string,
  { core }: Tools,
  { person, space }: Asker,
): Promise<Choice[]> {
  if (space === undefined) return [];
  const wanted = typed.trim().replace(/^#/, '').toLowerCase();
  const tags = await core.gallery.tags({ platform: person.platform, space });
  return tags
    .filter(({ tag }) => tag.includes(wanted))
    .slice(0, most)
    .map(({ tag, count }) => ({ name: `${tag} (${count})`, value: tag }));
}
