/** What Discord tells us people did, as values of ours. */
import type { Reaction } from '../../commands/command.ts';
import type { Pressed } from '../button-id.ts';
import type { FileRef } from '../given-file.ts';
import type { Carried } from './modal.ts';
import type { FilledIn } from './modal-state.ts';

/** Who did something, as far as the payload says. */
export interface Doer {
  id: string;
  /** Null when the payload does not tell; removed reactions come with an id only. */
  name: string | null;
  /** Reactions do not tell. */
  language?: string;
  space: string | null;
  channel: string;
  roles: readonly string[];
  /** Null when the payload does not tell. */
  permissions: bigint | null;
  /** Of the channel. Null when the payload does not tell. */
  ageRestricted: boolean | null;
  /** The person brought us along to where we are no member. */
  guest: boolean;
}

/** What an interaction is answered with. */
export interface Ticket {
  id: string;
  token: string;
  application: string;
  /** Bytes a file in the answer may have, the person's own subscription counted in. */
  fileBytes: number | null;
}

export type Heard =
  | {
      kind: 'slash';
      command: string;
      options: Record<string, unknown>;
      /** Those of the options that are files. */
      files: Record<string, FileRef>;
      doer: Doer;
      ticket: Ticket;
    }
  /** A command of a message's menu, by what the menu calls it; the picture is the first that the message shows. */
  | { kind: 'menu'; label: string; picture: FileRef | null; message: string; doer: Doer; ticket: Ticket }
  /** A form that was handed in. */
  | (Carried & FilledIn & { kind: 'form'; doer: Doer; ticket: Ticket })
  /** `onPrivate`: the button stands on an answer that only this person sees. */
  | (Pressed & { kind: 'button'; onPrivate: boolean; doer: Doer; ticket: Ticket })
  | {
      kind: 'typing';
      command: string;
      option: string;
      typed: string;
      numeric: boolean;
      /** The options given so far. */
      others: Record<string, unknown>;
      doer: Doer;
      ticket: Ticket;
    }
  | { kind: Reaction; message: string; doer: Doer }
  /** Nothing we answer, and why. */
  | { kind: 'unsupported'; reason: string };
