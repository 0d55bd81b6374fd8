/** `/gallery describe`: a maker's own words and tags on what they show, and to whom it is shown. */
import { z } from 'zod';
import { notice } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import {
  type Audience,
  audiences,
  descriptionLimit,
  mostTags,
  tagLimit,
  tagSchema,
} from '../core/gallery-entry.ts';
import { say } from '../core/say.ts';
import { defineCommand } from './command.ts';
import { changeEntry, entryNumber, entryNumbered, isInGallery } from './gallery-entry.ts';
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

export const galleryDescribe = defineCommand({
  name: 'gallery describe',
  summary: 'Give a result of yours in the gallery a few words and tags, or change who sees it',
  gestures: ['slash'],
  options: z.strictObject({
    entry: entryNumber.meta({ suggests: true }),
    description: descriptionOption,
    tags: tagsOption,
    shown_to: z
      .enum(audiences, `must be one of ${audiences.join(', ')}`)
      .describe('Who sees it')
      .meta({ labels: audienceLabels })
      .optional(),
  }),
  manner: 'private',
  async run({ options, gesture, tools }) {
    const { entry: number, description, tags, shown_to: audience } = options;
    const { job } = await entryNumbered(tools, gesture, number);
    // Nothing more is said of whose it is: that may be nobody's business.
    if (!(await tools.core.links.same(job.owner, gesture.person)))
      throw new UserError(say('That gallery entry is not yours. Only its maker can describe it.'));
    if (description === undefined && tags === undefined && audience === undefined)
      throw new UserError(say('Say a description, tags, or who sees it.'));
    const words = tags === undefined ? undefined : tagsIn(tags);
    if (audience !== undefined) await mustHaveGallery(tools, job, audience);
    const { entry } = await changeEntry(tools, job, {
      type: 'describe',
      ...(description !== undefined && { description: wordsIn(description) }),
      ...(words && { tags: words }),
      ...(audience && { audience }),
    });
    const shown = await isInGallery(tools, { entry, job });
    return {
      card: notice(
        'gallery',
        say('Noted for number {number}', { number: String(number) }),
        shown
          ? say('The gallery post follows in a moment.')
          : say('It is not in the gallery now. Share shows it.'),
      ),
    };
  },
  suggest: (_option, typed, tools, _others, asker) => suggestOwn(typed, tools, asker),
});
