/**
 * What a person's own Slack client can see and do: the other door of the stand-in.
 * The bot comes in by Web API, Socket Mode and HTTP; the page and the tests act as people through this.
 *
 * Payloads are Slack's own, so a page that can draw them can draw the real thing. A message is named by its `ts`
 * alone: no two of a playground's workspace are the same.
 */

export interface MemberInfo {
  id: string;
  name: string;
  /** CSS colour of the avatar that stands for a missing picture. */
  color: string;
  bot: boolean;
  /** Owners and admins may archive channels and delete what others wrote. */
  admin: boolean;
  /** Names of the groups this person is in. */
  groups: string[];
  /** Of this person's Slack; absent: `en-US`. */
  locale?: string;
}

export interface ChannelInfo {
  id: string;
  /** Of direct messages: the other side's name; of group messages: all the others'. */
  name: string;
  topic: string;
  /** `im` and `mpim` (several people) are listed only for those who are in them. */
  kind: 'public' | 'private' | 'im' | 'mpim';
  archived: boolean;
  /** Whether the bot is in it. */
  hasBot: boolean;
  /** Whether this person is. */
  joined: boolean;
}

export interface WorkspaceInfo {
  id: string;
  name: string;
  domain: string;
  members: MemberInfo[];
  /** What this person can open. */
  channels: ChannelInfo[];
}

/** What stands in the composer's list after a slash. */
export interface CommandInfo {
  command: string;
  description: string;
  usageHint: string;
}

export interface ShortcutInfo {
  callbackId: string;
  name: string;
  /** `message` ones hang on a message's menu. */
  kind: 'global' | 'message';
}

/** Slack's message object as this person sees it. */
export interface SeenMessage extends Record<string, unknown> {
  ts: string;
  channel: string;
  user: string;
  text: string;
  /** True for a message only this person can see. */
  ephemeral: boolean;
}

/** Slack's view object. */
export interface SeenView extends Record<string, unknown> {
  id: string;
  type: 'modal' | 'home';
}

export type MemberEvent =
  /** A message is new or has changed. */
  | { type: 'message'; message: SeenMessage }
  | { type: 'message-deleted'; channelId: string; ts: string }
  | { type: 'channels-changed' }
  | { type: 'view-opened'; view: SeenView }
  | { type: 'view-changed'; view: SeenView }
  | { type: 'view-closed'; viewId: string }
  /** The app found fault with a form; texts by `block_id`. */
  | { type: 'view-refused'; viewId: string; errors: Record<string, string> }
  /** The app acknowledged; the page stops showing its spinner. */
  | { type: 'interaction-answered'; interactionId: string; afterMs: number }
  /** `reason` is Slack's word (`operation_timeout`), `text` what a person reads. */
  | { type: 'interaction-failed'; interactionId: string; reason: string; text: string };

/** Texts, chosen values, ids of people, channels or files; null takes a choice back. */
export type InputValue = string | readonly string[] | null;

export interface Suggested {
  label: string;
  value: string;
  /** The heading it stands under. */
  group?: string;
}

export interface Place {
  /** In the thread of this message. */
  threadTs?: string;
}

/**
 * Every method refuses what Slack's client or server would refuse, by throwing a {@link MemberError} with the words a
 * person would read. `where` is the `ts` of a message or the id of a view.
 */
export interface SlackMember {
  readonly info: MemberInfo;
  workspace(): WorkspaceInfo;
  commands(): CommandInfo[];
  shortcuts(): ShortcutInfo[];

  /** What the channel shows, oldest first: no replies, but for those sent to the channel as well. */
  messages(channelId: string, page?: { before?: string; limit?: number }): SeenMessage[];
  /** The parent, then its replies. */
  thread(ts: string): SeenMessage[];
  pins(channelId: string): SeenMessage[];
  /** Bytes of a file in something this person can see. */
  file(id: string): Promise<{ name: string; mimetype: string; bytes: Uint8Array }>;

  /** `@Mai`, `#gallery` and `:star:` become what Slack's composer makes of them. */
  send(
    channelId: string,
    text: string,
    options?: Place & { broadcast?: boolean; fileIds?: string[] },
  ): SeenMessage;
  /** Sends `@bot text`. */
  mention(channelId: string, text: string, options?: Place): SeenMessage;
  edit(ts: string, text: string): SeenMessage;
  /** One's own message, or a private one that is dismissed. */
  remove(ts: string): void;
  /** Resolves with the file's id once Slack has processed it. */
  upload(file: { name: string; bytes: Uint8Array }): Promise<string>;
  react(ts: string, name: string): void;
  unreact(ts: string, name: string): void;
  pin(ts: string): void;
  unpin(ts: string): void;

  runCommand(channelId: string, command: string, text: string, options?: Place): { interactionId: string };
  runShortcut(callbackId: string): { interactionId: string };
  runMessageShortcut(ts: string, callbackId: string): { interactionId: string };
  /** `value` says which one, where several buttons share an `action_id`. */
  press(where: string, actionId: string, value?: string): { interactionId: string };
  /** Null where the form keeps the choice for itself until it is handed in. */
  choose(where: string, actionId: string, value: InputValue): { interactionId: string } | null;
  /** Options of a menu that asks the app; nothing while too little is typed. */
  suggest(where: string, actionId: string, typed: string): Promise<Suggested[]>;

  /** Open forms, from bottom to top. */
  views(): SeenView[];
  /** Values by `block_id`, on top of what was put in before. */
  submitView(viewId: string, values?: Record<string, InputValue>): { interactionId: string };
  /** The cross; `all` closes the whole stack. */
  closeView(viewId: string, options?: { all?: boolean }): void;
  /** The app's Home tab; undefined while the app has published none. */
  openHome(): SeenView | undefined;
  /** The direct messages with the app. */
  openDm(): ChannelInfo;
  /** Group messages with two others or more, the app among them or not. */
  openGroup(userIds: readonly string[]): ChannelInfo;

  /** Public channels one can see into without being in them. */
  join(channelId: string): void;
  leave(channelId: string): void;
  inviteBot(channelId: string): void;
  removeBot(channelId: string): void;
  archive(channelId: string): void;
  unarchive(channelId: string): void;
  /** Returns the function that stops listening. */
  listen(listener: (event: MemberEvent) => void): () => void;
}

export class MemberError extends Error {
  override name = 'MemberError';
}
