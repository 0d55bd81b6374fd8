/** One file a job made, and its place in the media store. */
import { z } from 'zod';
import { someText } from './some-text.ts';

export const outputKinds = ['image', 'animation', 'video', 'audio', 'text', 'file'] as const;

/** Bytes that every platform takes, whoever asks and wherever: what is made to be shown stays below. */
export const fitsAnywhere = 9.5 * 1024 * 1024;

/** A file that was made of an output, to be shown in its place or until it is played. */
export const standInSchema = z.object({
  key: z.string().min(1),
  name: z.string().min(1),
  mediaType: z.string().min(1),
  bytes: z.number().int().nonnegative(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
});

const previewSchema = standInSchema.extend({
  /** `form`: no chat shows the original as it is. `size`: it stands in where the original is too large. */
  because: z.enum(['form', 'size']),
});

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
  /** Which of several results of one run it is, in words: set where more than one node made files. */
  label: z.string().optional(),
  /** How long it plays. */
  seconds: z.number().nonnegative().optional(),
  preview: previewSchema.optional(),
  /** One frame of a video. */
  poster: standInSchema.optional(),
});
export type Output = z.infer<typeof outputSchema>;

/** What can be looked at: by itself, or by what was made of it to be looked at. */
export function isVisual({ kind, preview }: Output): boolean {
  return kind === 'image' || kind === 'animation' || kind === 'video' || preview !== undefined;
}

export function previewOf({ kind, preview, node, title, label, seconds }: Output): Output | null {
  if (!preview) return null;
  const { because: _because, ...file } = preview;
  // What was no picture to a chat has become one.
  const shownAs = kind === 'file' ? 'image' : kind;
  return { ...file, kind: shownAs, node, title, label, seconds };
}

export function posterOf({ poster, node, title, label }: Output): Output | null {
  return poster ? { ...poster, kind: 'image', node, title, label } : null;
}
