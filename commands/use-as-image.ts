/** *Use as image*, in a message's own menu: its picture is what the person's next render starts from. */

import { z } from 'zod';
import { type Card, type Element, notice, type Span, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import { checkClaims, keepFile, takesAll } from './attach.ts';
import { type Call, defineCommand } from './command.ts';
import type { GivenFile } from './given-file.ts';
import { mustSee } from './job-of.ts';
import { ofMessage } from './options.ts';
import { fileOf, madePicture, noPicture } from './shown-picture.ts';

const forget: Element = {
  type: 'buttons',
  buttons: [{ type: 'action', command: 'forget image', label: say('Forget it'), look: 'plain' }],
};

export const useAsImage = defineCommand({
  name: 'use image',
  summary: 'Start your next render from this picture',
  gestures: ['menu'],
  menu: 'Use as image',
  options: ofMessage,
  manner: 'private',
  check({ options: { picture } }) {
    if (!picture) throw new UserError(noPicture());
    checkClaims([{ kind: 'image', file: picture }]);
  },
  async run({ options, gesture, tools }) {
    // Of what was made here the chat may show less than there is.
    const made = await madePicture(tools, gesture, options);
    if (made) await mustSee(tools, made.job, gesture);
    const picture = made ? fileOf(made.first.output, tools) : options.picture;
    const nsfw = made?.job.nsfw === true;
    return picture ? { card: await startNextFrom(picture, { gesture, tools }, nsfw) } : null;
  },
});

/**
 * What the person's next render starts from, and the word about it.
 * @param nsfw it is known not to be for everybody's eyes; what an age-restricted channel shows never is
 * @throws UserError
 */
export async function startNextFrom(
  picture: GivenFile,
  {
    gesture: { person, place, ageRestricted },
    tools: { core, library },
  }: Pick<Call<unknown>, 'gesture' | 'tools'>,
  nsfw: boolean,
): Promise<Card> {
  const { attachments } = core;
  const kept = await keepFile('image', picture, { attachments, person });
  await attachments.takeNext(person, kept, nsfw || ageRestricted);
  const card = notice(
    'good',
    say('Your next render starts from this picture'),
    [say('Type {render} with a prompt.', { render: typed('render') }), ' ', whoStarts(library.all(place))],
    [...sizeOf(kept), say('It is kept for you alone, for a day or until a render has used it.')],
  );
  return { ...card, elements: [...card.elements, forget] };
}

function whoStarts(all: readonly Workflow[]): Phrase {
  const names = all.filter((workflow) => takesAll(workflow, ['image'])).map(({ name }) => name);
  if (names.length === 0) return say('No workflow here takes a picture yet; an instructor can add one.');
  return say('{n, plural, one {The workflow {names} takes it.} other {These workflows take it: {names}.}}', {
    n: names.length,
    names: names.join(', '),
  });
}

function sizeOf({ width, height }: { width?: number | undefined; height?: number | undefined }): Span[] {
  return width && height
    ? [say('It has {width} × {height} pixels.', { width: String(width), height: String(height) }), ' ']
    : [];
}

export const forgetImage = defineCommand({
  name: 'forget image',
  summary: 'Do not start the next render from the chosen picture',
  gestures: ['button'],
  options: z.strictObject({}),
  manner: 'none',
  async run({ gesture: { person }, tools: { core } }) {
    const was = await core.attachments.forgetNext(person);
    return {
      card: was
        ? notice('plain', say('Forgotten'), say('Your next render starts from your words alone.'))
        : notice('plain', say('Nothing to forget'), say('That picture was used already, or a day went by.')),
    };
  },
});
