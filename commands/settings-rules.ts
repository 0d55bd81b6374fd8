/** What `/settings` is given as house rules, and house rules as what would set them. */
import { UserError } from '../core/errors.ts';
import { type HouseRules, houseRulesSchema } from '../core/house-rules.ts';
import type { Scope } from '../core/library/source.ts';
import type { Place } from '../core/people.ts';
import { say } from '../core/say.ts';
import type { Tools } from './command.ts';
import { findWorkflow } from './find-workflow.ts';
import type { Mentioned } from './mentioned.ts';
import { shortened } from './words.ts';

/** The options of `/settings` that are no rules as they stand. */
export interface Given {
  workflow?: string | undefined;
  workflows?: string | undefined;
  renders?: 'on' | 'off' | undefined;
  language?: string | undefined;
  gallery?: Mentioned | undefined;
  instructors_gallery?: Mentioned | undefined;
  nsfw?: 'on' | 'off' | undefined;
}

export function rulesFrom(
  { workflow, workflows, renders, language, gallery, instructors_gallery, nsfw, ...rest }: Given,
  { library, languages }: Pick<Tools, 'library' | 'languages'>,
  scope: Scope,
): HouseRules {
  const knownName = (name: string) => findWorkflow(library, name, scope).name;
  const names = workflows?.split(',').flatMap((one) => (one.trim() ? [knownName(one)] : []));
  return houseRulesSchema.partial().parse({
    ...rest,
    ...(renders && { renders: renders === 'on' }),
    ...(nsfw && { nsfw: nsfw === 'on' }),
    ...(language !== undefined && { language: knownLanguage(language, languages) }),
    ...(gallery && { gallery: gallery.id }),
    ...(instructors_gallery && { instructors_gallery: instructors_gallery.id }),
    ...(workflow !== undefined && { workflow: knownName(workflow) }),
    ...(names && names.length > 0 && { workflows: [...new Set(names)] }),
  });
}

/** What a language calls itself. */
export const languageName = (tag: string) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;

function knownLanguage(text: string, { all }: Tools['languages']): string {
  const wanted = text.trim().toLowerCase();
  const found = all.find(({ tag }) => [tag, languageName(tag)].some((one) => one.toLowerCase() === wanted));
  if (found) return found.tag;
  const there = all.map(({ tag }) => `${tag} (${languageName(tag)})`).join(', ');
  throw new UserError(
    say('language must be one of {there}, got {text}.', { there, text: shortened(text, 35) }),
  );
}

/** A channel that posts can go to. @throws UserError */
async function postable({ findChannel }: Tools, place: Place, one: Mentioned): Promise<Mentioned> {
  const id = await findChannel(place, one.id);
  if (id !== null) return { ...one, id };
  throw new UserError(
    say(
      'I cannot post in {channel}. Let me see it, write there and attach files, or choose another channel.',
      { channel: { type: 'channel', id: one.id } },
    ),
  );
}

export async function withChannels(tools: Tools, place: Place, given: Given): Promise<Given> {
  const { gallery, instructors_gallery: inner } = given;
  return {
    ...given,
    ...(gallery && { gallery: await postable(tools, place, gallery) }),
    ...(inner && { instructors_gallery: await postable(tools, place, inner) }),
  };
}

/** Rules as the options that would set them, for a form. */
export function optionsFor({ workflows, renders, nsfw, gallery, instructors_gallery, ...rest }: HouseRules) {
  const onOff = (value: boolean) => (value ? 'on' : 'off');
  const channelOf = (id: string): Mentioned => ({ id, name: id });
  return {
    ...rest,
    ...(workflows && { workflows: workflows.join(', ') }),
    ...(renders !== undefined && { renders: onOff(renders) }),
    ...(nsfw !== undefined && { nsfw: onOff(nsfw) }),
    ...(gallery !== undefined && { gallery: channelOf(gallery) }),
    ...(instructors_gallery !== undefined && { instructors_gallery: channelOf(instructors_gallery) }),
  };
}

/** @throws UserError where the platform knows such channels itself. */
export function mustBeOurs({ platform }: Place, { nsfw }: Given): void {
  if (nsfw !== undefined && platform === 'discord')
    throw new UserError(
      say(
        'Discord knows this itself: mark the channel as age-restricted in its own settings, and it holds here.',
      ),
    );
}
