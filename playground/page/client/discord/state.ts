/** Everything the Discord view shows. */
import type { Channel, Command, Member, Message, Modal } from '../../discord/payload.ts';
import type { Guild } from '../../discord/protocol.ts';
import type { Corner } from '../view/popover.ts';
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

export interface Attached {
  key: number;
  name: string;
  id?: string;
}

export interface State {
  people: Member[];
  filesOrigin: string;

  me?: Member;
  /** The servers this person is in, and the one in front. */
  guilds: Guild[];
  guild?: Guild | undefined;
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
  /** Files to go along with what is written; without an id while they are on their way. */
  attached: Attached[];
  /** The message that what is written answers. */
  replyTo?: Message | undefined;
  /** A forum post that is being written. */
  post?: { forumId: string; name: string; text: string } | undefined;
  /** The message a thread is to grow from. */
  threadFor?: { messageId: string; name: string } | undefined;
  /** Age-restricted channels this person has said yes to. */
  agreed: ReadonlySet<string>;
  suggesting: Suggesting;

  /** The reader has scrolled up. */
  away: boolean;
  modal?: OpenModal;
  /** The message the emoji picker is open for. */
  picker?: Corner & { messageId: string };
  /** The select menu that is open, and what is chosen in it so far. */
  select?: { key: string; active: number; chosen: string[]; upwards: boolean } | undefined;
  pins?: Message[];
  revealed: ReadonlySet<string>;
  /** Names of uploaded files by their ids. */
  uploads: Record<string, string>;
  /** The message whose menu is open; without `all`, only what apps put there. */
  menu?: Corner & { messageId: string; all?: boolean };
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
    attached: [],
    replyTo: undefined,
    post: undefined,
    threadFor: undefined,
    agreed: new Set<string>(),
  } satisfies Partial<State>;
}

export function initialState(): State {
  return {
    ...nothingSeen(),
    people: [],
    guilds: [],
    filesOrigin: '',
    commands: [],
    channelId: '',
    read: {},
    draft: emptyDraft,
    suggesting: { active: -1, closed: false },
    away: false,
  };
}

export const channelOf = ({ guild, channelId }: State): Channel | undefined =>
  guild?.channels.find(({ id }) => id === channelId);

/** Whether one may do this in the channel in front. */
export const mayHere = (state: State, right: Channel['may'][number]): boolean =>
  channelOf(state)?.may.includes(right) ?? false;
