/** What the stand-in keeps. Everything in here is plain data, so that it can be written to a file and read again. */

/** A block or an attachment that has been found in order; what else is in it depends on its type. */
export type Block = { type: string; block_id: string } & Record<string, unknown>;
export type Attachment = { id: number } & Record<string, unknown>;

export interface Pin {
  ts: string;
  userId: string;
  /** Seconds since the epoch. */
  at: number;
}

export interface Channel {
  id: string;
  /** `mpim`: several people writing to each other, the bot among them or not. */
  kind: 'public' | 'private' | 'im' | 'mpim';
  name: string;
  topic: string;
  /** Seconds since the epoch. */
  created: number;
  archived: boolean;
  /** In a direct message: the person and the bot. */
  memberIds: string[];
  pins: Pin[];
}

export interface Reaction {
  name: string;
  /** In the order they reacted. */
  userIds: string[];
}

export interface Metadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface Message {
  ts: string;
  channelId: string;
  userId: string;
  text: string;
  blocks: Block[];
  attachments: Attachment[];
  fileIds: string[];
  reactions: Reaction[];
  subtype?:
    | 'channel_join'
    | 'channel_leave'
    | 'channel_archive'
    | 'channel_unarchive'
    | 'slackbot'
    | 'tombstone';
  clientMsgId?: string;
  threadTs?: string;
  broadcast?: boolean;
  edited?: { userId: string; ts: string };
  metadata?: Metadata;
  /** Only this person sees it. */
  ephemeralFor?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  /** Slack's word for the kind: the ending, mostly. */
  filetype: string;
  size: number;
  userId: string;
  created: number;
  altText?: string;
  width?: number;
  height?: number;
  /** `uploading` until completed, `processing` until it may be named in a block. */
  state: 'uploading' | 'processing' | 'ready';
  /** Part of its URLs, so that they cannot be guessed. */
  secret: string;
  shares: { channelId: string; ts: string; threadTs?: string }[];
  /** Put into a form of the app by its owner. */
  handedToApp?: boolean;
  deleted?: boolean;
}

/** What stands in the inputs and selects of a view, by block and action. */
export type StateValues = Record<string, Record<string, { type: string } & Record<string, unknown>>>;

export interface View {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  title: Record<string, unknown> | null;
  submit: Record<string, unknown> | null;
  close: Record<string, unknown> | null;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: Block[];
  state: StateValues;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
}
