/** LoRAs named in a prompt: `<lora:name>`, `<lora:name:0.8>`, `<lora:name:0.8:0.6>` (strength on the model, on its text encoder). */

import { z } from 'zod';
import { UserError } from './errors.ts';
import { say } from './say.ts';

/** Further than this a LoRA only breaks the picture. */
const strongest = 10;
const strengthSchema = z.number().min(-strongest).max(strongest);

export const loraTagSchema = z.object({
  /** As it was typed: a file's name, with or without folder and ending. */
  name: z.string().min(1).max(200),
  model: strengthSchema,
  /** On the text encoder, where it differs from that on the model. */
  clip: strengthSchema.optional(),
});
export type LoraTag = z.infer<typeof loraTagSchema>;

/** Each is a file to load. */
export const mostLoras = 8;

const tag = /<lora:([^<>]*)>/gi;

/**
 * The text without its tags, and what they name. One that is there twice counts once, as it stands last.
 * @throws UserError for a tag that cannot be read
 */
export function takeLoras(text: string): { text: string; loras: LoraTag[] } {
  const found = new Map<string, LoraTag>();
  const without = text.replace(tag, (whole, inside: string) => {
    const one = readTag(whole, inside);
    found.set(one.name.toLowerCase(), one);
    return '';
  });
  if (found.size === 0) return { text, loras: [] };
  // One within another.
  for (const [whole] of without.matchAll(tag)) throw unreadable(whole);
  return { text: tidy(without), loras: [...found.values()] };
}

function readTag(whole: string, inside: string): LoraTag {
  const [name = '', model, clip, ...more] = inside.split(':').map((part) => part.trim());
  const strengths = [model, clip].map((part) => (part === undefined ? undefined : readStrength(part)));
  const read = loraTagSchema.safeParse({
    name,
    model: strengths[0] ?? (model === undefined ? 1 : null),
    ...(clip !== undefined && { clip: strengths[1] ?? null }),
  });
  if (read.success && more.length === 0) return read.data;
  throw unreadable(whole);
}

function unreadable(whole: string): UserError {
  return new UserError(
    say('{tag} cannot be read. Write <lora:name:0.8>, with a strength from -{most} to {most}.', {
      tag: whole.length > 80 ? `${whole.slice(0, 79)}…` : whole,
      most: strongest,
    }),
  );
}

function readStrength(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** A tag leaves the commas and spaces around it behind; one of each is enough. */
function tidy(text: string): string {
  const single = text
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/ ?,(?: ?,)+/g, ',')
    .trim();
  return single.replace(/^,\s*/, '').replace(/,$/, '').trimEnd();
}

/**
 * The files that a typed name stands for: the one that is called so in full, else by its name without folder or ending,
 * else by the end of its path. More than one: nobody can tell which is meant.
 */
export function matchLora(wanted: string, files: readonly string[]): string[] {
  const plain = (path: string) => path.replaceAll('\\', '/').toLowerCase();
  const stem = (path: string) => path.replace(/\.[a-z]{2,12}$/, '');
  const asked = plain(wanted).replace(/^\/+/, '');
  const ways: ((file: string) => boolean)[] = [
    (file) => file === asked,
    (file) => stem(file) === asked,
    (file) => file.endsWith(`/${asked}`),
    (file) => stem(file).endsWith(`/${asked}`),
  ];
  for (const fits of ways) {
    const found = files.filter((file) => fits(plain(file)));
    if (found.length > 0) return found;
  }
  return [];
}
