/** Everything the page shows. */
import type { Channel, Command, Member, Message, Modal } from '../payload.ts';
import type { About, Telling } from '../protocol.ts';
import { type Draft, emptyDraft } from './composer/draft.ts';
import type { Suggesting } from './composer/suggest.ts';

export type WireEntry = Extract<Telling, { tell: 'wire' }>['entries'][number];

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

export interface Lightbox {
  pictures: { src: string; alt: string; original: string }[];
  index: number;
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
  connected: boolean;
  about?: About;
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

  sidebarOpen: boolean;
  /** The reader has scrolled up. */
  away: boolean;
  /** What is wrong, in words, until it is closed or times out. */
  notice?: string;
  modal?: OpenModal;
  lightbox?: Lightbox;
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

  wireOpen: boolean;
  wire: WireEntry[];
  /** The newest entry there has been, shown or cleared away. */
  wireSeen: number;
  wireFilter: { text: string; hidden: ReadonlySet<WireEntry['wire']> };
  wireExpanded: ReadonlySet<number>;
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
    lightbox: undefined,
    picker: undefined,
    menu: undefined,
    select: undefined,
    pins: undefined,
  } satisfies Partial<State>;
}

export function initialState(): State {
  return {
    ...nothingSeen(),
    connected: false,
    people: [],
    filesOrigin: '',
    commands: [],
    channelId: '',
    read: {},
    draft: emptyDraft,
    suggesting: { active: -1, closed: false },
    sidebarOpen: false,
    away: false,
    wireOpen: false,
    wire: [],
    wireSeen: 0,
    wireFilter: { text: '', hidden: new Set() },
    wireExpanded: new Set(),
  };
}
