/** `/gallery describe` and *Describe*: a maker's own words and tags on what they show, and to whom it is shown. */
import { z } from 'zod';
import { notice } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import {
  type Audience,
  audiences,
  descriptionLimit,
  type GalleryEntry,
  mostTags,
  tagLimit,
  tagSchema,
} from '../core/gallery-entry.ts';
import { say } from '../core/say.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { changedIn, inputs } from './form.ts';
import { changeEntry, entryNumber, entryNumbered, type Found, isInGallery } from './gallery-entry.ts';
import { mustHaveGallery } from './gallery-share.ts';
import { suggestOwn } from './gallery-suggest.ts';

/** What takes words away again. */
const nothing = '-';

const audienceLabels = {
  public: 'Everybody, with your name',
  anonymous: 'Everybody, without your name',
  instructors: 'Instructors alone',
} as const satisfies Record<Audience, string>;

export const descriptionOption = z
  .string('must be text')
  .max(descriptionLimit, `must be at most ${descriptionLimit} characters`)
  .describe('A few words of your own; - takes them away')
  .optional();
export const tagsOption = z
  .string('must be text')
  .max(200, 'must be at most 200 characters')
  .describe('Up to five, with commas between; - takes them away')
  .optional();

export const wordsIn = (description: string): string =>
  description.trim() === nothing ? '' : description.trim();

/** Tags as people type them: `#Fox, deep_sea`. @throws UserError for what is none. */
export function tagsIn(typed: string): string[] {
  if (typed.trim() === nothing) return [];
  const words = typed
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s,;#]+/)
    .map((word) => word.replaceAll('_', '-'))
    .filter((word) => word !== '');
  const wrong = words.find((word) => [...word].length > tagLimit || !tagSchema.safeParse(word).success);
  if (wrong !== undefined)
    throw new UserError(
      say('"{tag}" is no tag. A tag is one word of letters, digits and hyphens, of up to {n} characters.', {
        tag: wrong,
        n: tagLimit,
      }),
    );
  const tags = [...new Set(words)];
  if (tags.length > mostTags)
    throw new UserError(
      say('{n} tags are too many: {most} is the most.', { n: tags.length, most: mostTags }),
    );
  return tags;
}

/** @throws UserError for everybody else. Nothing more is said of whose it is: that may be nobody's business. */
async function ownEntry(tools: Tools, gesture: Gesture, number: number): Promise<Found> {
  const found = await entryNumbered(tools, gesture, number);
  if (await tools.core.links.same(found.job.owner, gesture.person)) return found;
  throw new UserError(say('That gallery entry is not yours. Only its maker can describe it.'));
}

const words = z.strictObject({
  description: descriptionOption,
  tags: tagsOption,
  shown_to: z
    .enum(audiences, `must be one of ${audiences.join(', ')}`)
    .describe('Who sees it')
    .meta({ labels: audienceLabels })
    .optional(),
});

const unsaid = { description: nothing, tags: nothing, shown_to: 'public' } as const;

const wordsOf = ({ description, tags, audience = 'public' }: GalleryEntry) => ({
  ...(description && { description }),
  ...(tags && { tags: tags.join(', ') }),
  shown_to: audience,
});

export const galleryDescribe = defineCommand({
  name: 'gallery describe',
  summary: 'Give a result of yours in the gallery a few words and tags, or change who sees it',
  gestures: ['slash', 'button'],
  options: z.strictObject({
    entry: entryNumber.meta({ suggests: true }),
    ...words.shape,
    inputs: inputs.optional(),
  }),
  manner: 'private',
  async filled({ options: { entry: number, ...said }, gesture, tools }) {
    if (Object.keys(said).length > 0) return null;
    return wordsOf((await ownEntry(tools, gesture, number)).entry);
  },
  async run({ options: { entry: number, inputs: typedIn, ...typedHere }, gesture, tools }) {
    const { entry: before, job } = await ownEntry(tools, gesture, number);
    const inForm = typedIn && changedIn(words, wordsOf(before), typedIn);
    const emptied = Object.fromEntries((inForm?.emptied ?? []).map((name) => [name, unsaid[name]]));
    const said: z.infer<typeof words> = { ...typedHere, ...inForm?.given, ...emptied };
    const { description, tags, shown_to: audience } = said;
    if (!inForm && description === undefined && tags === undefined && audience === undefined)
      throw new UserError(say('Say a description, tags, or who sees it.'));
    const tagged = tags === undefined ? undefined : tagsIn(tags);
    if (audience !== undefined) await mustHaveGallery(tools, job, audience);
    const { entry, changed } = await changeEntry(tools, job, {
      type: 'describe',
      ...(description !== undefined && { description: wordsIn(description) }),
      ...(tagged && { tags: tagged }),
      ...(audience && { audience }),
    });
    const heading = changed
      ? say('Noted for number {number}', { number: String(number) })
      : say('Number {number} stays as it is', { number: String(number) });
    const isShown = await isInGallery(tools, { entry, job });
    const follows = changed ? [say('The gallery post follows in a moment.')] : [];
    return {
      card: notice(
        'gallery',
        heading,
        ...(isShown ? follows : [say('It is not in the gallery now. Share shows it.')]),
      ),
    };
  },
  suggest: (_option, typed, tools, _others, asker) => suggestOwn(typed, tools, asker),
});
