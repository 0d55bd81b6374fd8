/**
 * A source: a workflow as somebody gave it, whatever its form (ComfyUI's API format, the editor's own, a picture, video
 * or sound that carries one), with the side file that says more about it.
 */
import { z } from 'zod';
import { personSchema, platformSchema } from '../people.ts';

/** Whose workflows somebody sees besides those of the folder: a Discord server's, a Slack team's. */
export interface Scope {
  platform: 'discord' | 'slack';
  /** Absent in a private conversation. */
  space?: string | undefined;
}

export function scopeKey({ platform, space = '' }: Scope): string {
  return `${platform}:${space}`;
}

export const workflowNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and hyphens');

/** A file that is kept for workers to read. Its id is the hash of its bytes. */
export const workflowFileSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** As it was given; its ending says nothing that is relied on. */
  name: z.string().min(1),
  bytes: z.number().int().nonnegative(),
});
export type WorkflowFile = z.infer<typeof workflowFileSchema>;

export const chatSourceSchema = z.object({
  name: workflowNameSchema,
  platform: platformSchema,
  space: z.string().min(1),
  file: workflowFileSchema,
  /** A side file's text, checked when it was added. */
  side: z.string().nullable(),
  addedBy: personSchema,
  addedAt: z.number(),
});
export type ChatSource = z.infer<typeof chatSourceSchema>;

/** A name people can type, from a file's name: `My Flow (v2).json` is `my-flow-v2`. */
export function nameFrom(fileName: string): string {
  const name = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[a-z0-9]{1,8}$/i, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '');
  return name || 'workflow';
}

/** What to call one that has no title: `my_flow-v2.json` is `My flow v2`. */
export function titleFrom(fileName: string): string {
  const words = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[a-z0-9]{1,8}$/i, '')
    .replace(/[_\-\s]+/g, ' ')
    .trim()
    .slice(0, 80);
  return words === '' ? 'Workflow' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
