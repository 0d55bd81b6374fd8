/** What people did on Slack, as values of ours, and what the readers of Slack's payloads share. Pure. */
import { z } from 'zod';
import type { Reaction } from '../../commands/command.ts';
import type { Pressed } from '../button-id.ts';
import type { Gone } from '../chat.ts';
import type { FileRef } from '../given-file.ts';
import type { References } from './escape.ts';
import type { Carried, Where } from './form.ts';
import type { FormState } from './form-state.ts';
import type { Shown } from './shown.ts';

/** Who did something. `name` is what the payload calls them, until somebody knows better. */
export interface Doer {
  id: string;
  name: string | null;
}

/** What a gesture can be answered with. */
export interface Ticket {
  /** Opens a form, once and within 3 seconds. */
  trigger: string | null;
  /** Answers privately, a few times within half an hour. */
  responseUrl: string | null;
}

export type Heard =
  | {
      kind: 'slash';
      slash: string;
      text: string;
      references: References;
      doer: Doer;
      where: Where;
      ticket: Ticket;
    }
  | {
      kind: 'mention';
      text: string;
      references: References;
      files: FileRef[];
      doer: Doer;
      where: Where;
      message: string;
    }
  /** `onPrivate`: the button stands on a message that only this person sees. */
  | (Pressed & { kind: 'button'; onPrivate: boolean; doer: Doer; where: Where; ticket: Ticket })
  /** A button of the app's own page. */
  | (Pressed & { kind: 'home-button'; doer: Doer; ticket: Ticket })
  | { kind: 'link' }
  /** A command of a message's menu, and the picture that the message shows. */
  | {
      kind: 'menu';
      command: string;
      picture: Shown | null;
      message: string;
      doer: Doer;
      where: Where;
      ticket: Ticket;
    }
  /** A message's menu: the command's form, in the thread of that message. */
  | { kind: 'open-form'; command: string; text: string; doer: Doer; where: Where; ticket: Ticket }
  | {
      kind: 'form';
      command: string;
      state: FormState;
      about: Carried['about'];
      /** What was kept when it was opened. */
      draft: string | null;
      doer: Doer;
      where: Where;
      /** Slack's id of the opened form: the same when it is submitted twice. */
      form: string | null;
      ticket: Ticket;
    }
  | {
      kind: 'typing';
      command: string;
      option: string;
      typed: string;
      /** What the form held so far, where Slack says so. */
      state: FormState;
      about: Carried['about'];
      doer: Doer;
      where: Where | null;
    }
  | { kind: Reaction; doer: Doer; channel: string; message: string; at: number }
  | { kind: 'home'; doer: Doer; channel: string | null }
  | { kind: 'gone'; gone: Gone }
  | { kind: 'pins-changed'; channel: string }
  /** We are in a channel in which we were not, or may write in one in which we might not. */
  | { kind: 'let-in' }
  /** The app was removed or its token revoked. */
  | { kind: 'revoked' }
  /** Nothing we answer, and why. */
  | { kind: 'unsupported'; reason: string };

export const unsupported = (reason: string): Heard => ({ kind: 'unsupported', reason });

export const userSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  username: z.string().optional(),
});
export const idSchema = z.object({ id: z.string() });

export function doerOf({ id, name, username }: z.infer<typeof userSchema>): Doer {
  return { id, name: name ?? username ?? null };
}

export const messageSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
});

/** A message with replies names itself as its thread; it stands in the channel all the same. */
export function threadOf(ts: string, threadTs: string | undefined): { thread?: string } {
  return threadTs === undefined || threadTs === ts ? {} : { thread: threadTs };
}
