/**
 * Live previews. Slack shows a picture only as an uploaded file, so each preview is a new file and the one before is
 * deleted. That is too much for every edit: previews have a budget of their own, and between two of them the last one
 * stays.
 */
import type { Card } from '../../core/card.ts';
import { type Budget, createBudget } from '../budget.ts';
import { contentName, mediaTypeOf } from '../card-file.ts';
import { filesOf } from './files.ts';
import { rates } from './limits.ts';
import { showable } from './pictures.ts';
import type { Place } from './render-card.ts';
import { untilReady, upload } from './uploads.ts';
import type { Wire } from './wire.ts';

/** Beyond this the edit goes out without: it must not keep the result waiting. */
const readyMs = 2500;
const waitedMs = 3000;

interface Shown {
  name: string;
  id: string;
}

interface PreviewsOptions {
  wire: Wire;
  discard: (ids: readonly string[]) => Promise<void>;
  now: () => number;
}

export function createPreviews({ wire, discard, now }: PreviewsOptions) {
  const budget: Budget = createBudget({ ...rates.previews, now });
  /** The file each post shows at the moment. */
  const shown = new Map<string, Shown>();

  async function fresh(card: Card): Promise<Shown | null> {
    const [preview] = filesOf(card).filter(({ as, file }) => as === 'picture' && file.from === 'bytes');
    if (preview?.file.from !== 'bytes') return null;
    const picture = await showable(preview.file.bytes, mediaTypeOf(preview.file));
    if (!picture) return null;
    const name = `preview.${picture.extension}`;
    const id = await upload(wire.progress, {
      name,
      title: name,
      bytes: picture.bytes,
      alt: preview.alt,
      picture: picture.extension,
    });
    const ready = await untilReady(wire.progress, id, { within: readyMs, pause: wire.pause });
    if (ready) return { name: preview.name, id };
    void discard([id]);
    return null;
  }

  /** A preview in time, or null. One that comes late is of no use to anybody. */
  async function inTime(card: Card): Promise<Shown | null> {
    // A preview that cannot be had is not worth a word.
    const work = fresh(card).catch(() => null);
    const late = wire.pause(waitedMs).then(
      () => 'late' as const,
      () => 'late' as const,
    );
    const first = await Promise.race([work, late]);
    if (first !== 'late') return first;
    void work.then((preview) => preview && discard([preview.id]));
    return null;
  }

  return {
    /**
     * The place of the preview in a post's next edit. Once that is made, or not, `settle` deletes the file that is not
     * seen: the one before, or the new one.
     */
    async next(post: string, card: Card): Promise<{ place: Place; settle: (edited: boolean) => void }> {
      const before = shown.get(post);
      const wanted = filesOf(card).find(({ file }) => file.from === 'bytes');
      const isNew = wanted !== undefined && wanted.name !== before?.name;
      const next = isNew && budget.offerTo(post) ? await inTime(card) : null;
      const current = next ?? before;
      const place: Place = (file) =>
        current && wanted && contentName(file) === wanted.name
          ? { as: 'picture', id: current.id }
          : { as: 'nothing' };
      return {
        place,
        settle(edited) {
          if (!next) return;
          if (edited) shown.set(post, next);
          const unseen = edited ? before : next;
          // Not waited for: nobody sees it any more.
          if (unseen) void discard([unseen.id]);
        },
      };
    },
    /** The preview a post showed last; it shows none from now on. */
    end(post: string): string | null {
      budget.forget(post);
      const last = shown.get(post);
      shown.delete(post);
      return last?.id ?? null;
    },
  };
}
