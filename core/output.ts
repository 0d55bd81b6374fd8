/** One file a job made, and its place in the media store. */
import { z } from 'zod';
import { someText } from './some-text.ts';

export const outputKinds = ['image', 'animation', 'video', 'audio', 'text', 'file'] as const;

export const outputSchema = z.object({
  /** The file's place in the media store. */
  key: someText,
  /** A file name that is safe to show and to attach. */
  name: someText,
  kind: z.enum(outputKinds),
  mediaType: someText,
  bytes: z.number().int().nonnegative(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** Id and title of the node that made it. */
  node: z.string().optional(),
  title: z.string().optional(),
  /** The beginning of a text output, so that a card can show it without reading the file. */
  text: z.string().optional(),
});
export type Output = z.infer<typeof outputSchema>;
