/** Everything the Slack view shows. */
import type { Confirm } from '../../slack/element.ts';
import type { Channel, Command, Message, Person, Shortcut, Suggested, View } from '../../slack/payload.ts';
import type { InputValue } from '../../slack/protocol.ts';
import type { Corner } from '../view/popover.ts';
import type { SkinTone } from './emoji.ts';

export interface Workspace {
  id: string;
  name: string;
  domain: string;
  members: Person[];
  channels: Channel[];
}

/** Something that was used and has not been acknowledged. */
export interface Pending {
  interactionId: string;
  /** The message or view it stands in, and its name there. */
  where: string;
  actionId: string;
  value?: string | undefined;
  /** Why nothing came of it; until then it is under way. */
  failure?: string;
}

export interface OpenView {
  view: View;
  /** By block, what the person has put in since it opened. */
  values: Record<string, InputValue>;
  /** By block, what is wrong. */
  errors: Record<string, string>;
  /** Why the form as a whole was not taken. */
  refusal?: string | undefined;
  /** The interaction with which it was handed in. */
  sending?: string | undefined;
}

export interface Draft {
  text: string;
  files: { id: string; name: string }[];
  /** Names of files on their way. */
  uploading: string[];
}
export const emptyDraft: Draft = { text: '', files: [], uploading: [] };

/** Where something is written: below the channel, below the thread, or in place of a message that is edited. */
export type Desk = 'channel' | 'thread' | 'edit';

export interface Writing {
  desk: Desk;
  caret: number;
  /** Which line of the list is highlighted; -1 for none. */
  active: number;
  /** Put away with Escape until something is typed. */
  closed: boolean;
}

/** A menu that is open: what is typed to find a line, and what the app offers. */
export interface OpenMenu {
  key: string;
  typed: string;
  active: number;
  upwards: boolean;
  offered?: Suggested[] | undefined;
  failure?: string | undefined;
}

export interface SlackState {
  people: Person[];
  filesOrigin: string;

  me?: Person;
  workspace?: Workspace;
  commands: Command[];
  shortcuts: Shortcut[];
  /** The channel in front, or `home`. */
  channelId: string;
  /** By channel, oldest first. */
  messages: Record<string, Message[]>;
  /** Channels of which the first message is on the page. */
  whole: ReadonlySet<string>;
  /** By channel, the newest message this person has seen. */
  read: Record<string, string>;
  thread?: { ts: string; channelId: string; messages: Message[] } | undefined;
  home?: View | null | undefined;
  /** A message somebody followed a link to. */
  pointedAt?: string | undefined;
  pending: Pending[];

  /** By channel or thread. */
  drafts: Record<string, Draft>;
  broadcast: boolean;
  writing?: Writing | undefined;
  editing?: { ts: string; text: string } | undefined;

  /** Forms, from bottom to top. */
  views: OpenView[];
  /** What was chosen in menus outside of forms, by place, block and action. */
  chosen: Record<string, InputValue>;
  /** What the options are called of which only the value is known. */
  labels: Record<string, string>;

  away: boolean;
  threadAway: boolean;
  picker?: ({ ts: string; typed: string } & Corner) | undefined;
  tone?: SkinTone | undefined;
  /** The message whose further actions are listed. */
  more?: ({ ts: string } & Corner) | undefined;
  /** The overflow menu that is open. */
  overflow?: ({ key: string } & Corner) | undefined;
  /** Whether the menu of the channel in front is open, and where. */
  channelMenu?: Corner | undefined;
  /** Whom a new group message is to be with. */
  newGroup?: readonly string[] | undefined;
  menu?: OpenMenu | undefined;
  confirming?: { confirm: Confirm; then: () => void } | undefined;
  pins?: Message[] | undefined;
}

/** What another person must not inherit. */
export function nothingSeen() {
  return {
    messages: {},
    whole: new Set<string>(),
    thread: undefined,
    home: undefined,
    pointedAt: undefined,
    pending: [],
    drafts: {},
    writing: undefined,
    editing: undefined,
    views: [],
    chosen: {},
    picker: undefined,
    more: undefined,
    overflow: undefined,
    channelMenu: undefined,
    newGroup: undefined,
    menu: undefined,
    confirming: undefined,
    pins: undefined,
  } satisfies Partial<SlackState>;
}

export function initialState(): SlackState {
  return {
    ...nothingSeen(),
    people: [],
    filesOrigin: '',
    commands: [],
    shortcuts: [],
    channelId: '',
    read: {},
    broadcast: false,
    labels: {},
    away: false,
    threadAway: false,
  };
}

export const topView = ({ views }: SlackState): OpenView | undefined => views.at(-1);

export const channelOf = ({ workspace, channelId }: SlackState): Channel | undefined =>
  workspace?.channels.find(({ id }) => id === channelId);

/** Conversations that have people instead of a name. */
export const isDirect = ({ kind }: Channel): boolean => kind === 'im' || kind === 'mpim';

/** A channel as one writes it: `#general`, `Rendezvous`. */
export const placeName = (channel: Channel): string =>
  isDirect(channel) ? channel.name : `#${channel.name}`;
