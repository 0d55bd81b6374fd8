/** Everything the Discord view shows. */
import type { Channel, Command, Member, Message, Modal } from '../../discord/payload.ts';
import { type Draft, emptyDraft } from './composer/draft.ts';
import type { Suggesting } from './composer/suggest.ts';

/** A command, button or form that was sent and has not been answered. */
export interface Pending {
  interactionId: string;
  channelId: string;
  /** What was used, as one reads it: `/render`. */
  name: string;
  /** For what hangs on a message. */
  messageId?: string;
  customId?: string;
  /** Why nothing came of it; until then it is under way. */
  failure?: string;
}

export interface OpenModal {
  interactionId: string;
  modal: Modal;
  values: Record<string, string | string[]>;
  /** By custom id, what is wrong with a value. */
  errors: Record<string, string>;
  /** Why the form as a whole was not taken. */
  refusal?: string | undefined;
}

export interface State {
  people: Member[];
  filesOrigin: string;

  me?: Member;
  guild?: { id: string; name: string; members: Member[]; channels: Channel[] };
  commands: Command[];
  channelId: string;
  /** By channel, oldest first. */
  messages: Record<string, Message[]>;
  /** Channels of which the first message is on the page. */
  whole: ReadonlySet<string>;
  /** By channel, the newest message this person has seen. */
  read: Record<string, string>;
  pending: Pending[];
  /** A message somebody followed a link to. */
  pointedAt?: string;

  draft: Draft;
  suggesting: Suggesting;

  /** The reader has scrolled up. */
  away: boolean;
  modal?: OpenModal;
  /** The message the emoji picker is open for. */
  picker?: { messageId: string; x: number; y: number };
  /** The select menu that is open, and what is chosen in it so far. */
  select?: { key: string; active: number; chosen: string[]; upwards: boolean } | undefined;
  pins?: Message[];
  revealed: ReadonlySet<string>;
  /** Names of uploaded files by their ids. */
  uploads: Record<string, string>;
  /** The message whose commands are listed. */
  menu?: { messageId: string; x: number; y: number };
}

/** What another person must not inherit. */
export function nothingSeen() {
  return {
    messages: {},
    whole: new Set<string>(),
    pending: [],
    revealed: new Set<string>(),
    uploads: {},
    pointedAt: undefined,
    modal: undefined,
    picker: undefined,
    menu: undefined,
    select: undefined,
    pins: undefined,
  } satisfies Partial<State>;
}

export function initialState(): State {
  return {
    ...nothingSeen(),
    people: [],
    filesOrigin: '',
    commands: [],
    channelId: '',
    read: {},
    draft: emptyDraft,
    suggesting: { active: -1, closed: false },
    away: false,
  };
}
