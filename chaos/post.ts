/** A message as a person reads it, whichever platform it stands on: its words, its buttons, its pictures. */
import { z } from 'zod';
import type { Platform } from '../core/people.ts';

export interface SeenPost {
  platform: Platform;
  channel: string;
  /** The message whose thread it stands in. */
  thread?: string;
  id: string;
  /** Only its reader sees it. */
  private: boolean;
  /** Nothing is there yet but "… is thinking". */
  thinking: boolean;
  text: string;
  /** `press` is what the platform calls the button; with command and job as our bots write them there. */
  buttons: { command: string; job: string; press: string }[];
  /** Ids of the files it shows. */
  pictures: string[];
}

/** A message that tells somebody that a render of theirs has ended. */
export const isPing = ({ text, buttons }: Pick<SeenPost, 'text' | 'buttons'>): boolean =>
  buttons.length === 0 && /^(<@\w+>)?\s*Your render (is done|did not work|was cancelled): /m.test(text);

export type PostState = 'waiting' | 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled' | 'unknown';

/** By what a person sees, not by what the record says. */
export function stateOf({ text, buttons }: Pick<SeenPost, 'text' | 'buttons'>): PostState {
  const has = (command: string) => buttons.some((button) => button.command === command);
  if (has('workflow')) return 'done';
  if (/^Being cancelled/m.test(text)) return 'cancelling';
  if (/^(### )?That did not work/m.test(text)) return 'failed';
  if (/^(### )?Cancelled/m.test(text)) return 'cancelled';
  if (/^(### )?Rendering/m.test(text)) return 'running';
  if (/^(### )?In the queue/m.test(text)) return 'waiting';
  return 'unknown';
}

/** `cancel:job-…`, on both platforms. */
const buttonPattern = /^([a-z ]+):(job-[0-9a-z]{26})$/;

export function buttonOf(press: string): SeenPost['buttons'] {
  const [, command, job] = buttonPattern.exec(press) ?? [];
  return command && job ? [{ command, job, press }] : [];
}

const nodeSchema = z.record(z.string(), z.unknown());

/** Every object inside a message's components or blocks, in order. */
export function* nodesIn(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const one of value) yield* nodesIn(one);
  const node = nodeSchema.safeParse(value);
  if (Array.isArray(value) || !node.success) return;
  yield node.data;
  for (const inner of Object.values(node.data)) if (typeof inner === 'object') yield* nodesIn(inner);
}
