/** Building blocks of command options, with messages that read well behind the option's name. */
import { z } from 'zod';
import { shapeNames, shapes } from '../core/sizes.ts';
import { type GivenFile, isGivenFile, type Offered } from './given-file.ts';
import { isMentioned, type Mentioned } from './mentioned.ts';

export const promptLimit = 4000;

const hasSomething = /[^\s\p{Cf}\p{Cc}]/u;

export const prompt = z
  .string('must be text')
  .regex(hasSomething, 'must not be empty')
  .max(promptLimit, `must be at most ${promptLimit.toLocaleString('en')} characters`)
  .describe('What to make, in your own words');

export const negative = z
  .string('must be text')
  .max(promptLimit, `must be at most ${promptLimit.toLocaleString('en')} characters`)
  .describe('What to keep out of the picture');

export function whole(min: number, max: number) {
  const range = `must be ${min} to ${max}`;
  return z.number('must be a whole number').int('must be a whole number').min(min, range).max(max, range);
}

export function decimal(min: number, max: number) {
  const range = `must be ${min} to ${max}`;
  return z.number('must be a number').min(min, range).max(max, range);
}

export const sizeLabels: Readonly<Record<string, string>> = Object.fromEntries(
  shapeNames.map((name) => [name, `${name[0]?.toUpperCase()}${name.slice(1)} (${shapes[name].join(':')})`]),
);

export const size = z
  .enum(shapeNames, `must be one of ${shapeNames.join(', ')}`)
  .describe('Shape of the picture')
  .meta({ labels: sizeLabels });

/** A file that is attached. `offered` is what the platforms let people choose from; what it is, its bytes say. */
export function file(offered: Offered, description: string) {
  return z
    .custom<GivenFile>(isGivenFile, 'must be a file that is attached')
    .describe(description)
    .meta({ file: offered });
}

/** Somebody who is chosen by the platform's own means, here and now. */
export function person(description: string) {
  return z
    .custom<Mentioned>(isMentioned, 'must be somebody who is here')
    .describe(description)
    .meta({ mention: 'person' });
}

/** A channel of this server or workspace, chosen by the platform's own means. */
export function channel(description: string) {
  return z
    .custom<Mentioned>(isMentioned, 'must be a channel that is here')
    .describe(description)
    .meta({ mention: 'channel' });
}

/** What a command of a message's menu is given: the message, and the first picture that it shows. */
export const ofMessage = z.strictObject({
  picture: file('image', 'The picture').optional(),
  channel: z.string().optional(),
  message: z.string().optional(),
});
