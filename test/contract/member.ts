/**
 * What a person can do and see, whatever the platform: the words in which the contract is written. Each platform has a
 * driver that does it through the playground's own door for people.
 */
import type { GestureKind } from '../../commands/command.ts';
import type { Core } from '../../core/core.ts';
import type { Person } from '../../core/people.ts';

/** How a command is set off. A gesture of `commands/command.ts`, or a way to give options; `asked` is by a form of its own. */
export type Way = GestureKind | 'mention' | 'form' | 'shortcut' | 'suggest' | 'asked';

/** What one person reads: a message of the bot, or its own page. */
export interface Seen {
  id: string;
  /** Only this person can see it. */
  private: boolean;
  /**
   * What it says, a line per line, without the platform's markup: `# heading`, `> quote`, `• item`, `~ small print`,
   * `(picture: alt)`, `[button] [button]`.
   */
  lines: readonly string[];
  /** By label; null for what only leads somewhere. */
  buttons: Readonly<Record<string, string | null>>;
}

export type Spot =
  /** Where the contract is played: a channel, or a thread. */
  'here' | 'gallery' | 'directly';

/** A form that the bot has opened. */
export interface Form {
  title: string;
  /** What is said above and between its fields. */
  notes: readonly string[];
  /** What stands in its fields, by the name of the input. */
  filled: Readonly<Record<string, string>>;
  handIn(changes: Readonly<Record<string, string>>): void;
  /** The same, where it is refused: what is said, and the form as it is then. */
  refused(changes: Readonly<Record<string, string>>): Promise<{ said: string; form: Form }>;
}

type Options = Readonly<Record<string, string | number | boolean>>;

export interface Member {
  person: Person;
  /** In a typed command, or where the platform has none, in a mention. */
  type(command: string, options?: Options): void;
  /** With the command's form. */
  fill(command: string, options: Options): Promise<void>;
  /** With a file: an option, a field of the form, or beside a mention. */
  attach(command: string, file: { name: string; bytes: Buffer }, options?: Options): Promise<void>;
  suggested(command: string, option: string, typed: string): Promise<{ label: string; value: string }[]>;
  press(seen: Seen, label: string): void;
  /** With what the message's own menu offers. */
  useOn(seen: Pick<Seen, 'id'>, label: string): void;
  /** Posts a picture of their own. */
  uploads(bytes: Buffer): Promise<Pick<Seen, 'id'>>;
  /** The form that opens when this is done, and which command it is for. */
  formFrom(command: string, act: () => unknown): Promise<Form>;
  star(seen: Seen): void;
  unstar(seen: Seen): void;
  /** With 📌. */
  pin(seen: Seen): void;
  unpin(seen: Seen): void;
  /** What the platform itself lets people do, those who may. */
  unpinByHand(seen: Seen): void;
  deletes(spot: Spot, seen: Seen): void;
  /** Ids of the messages that the platform shows as pinned. */
  pinned(spot: 'gallery'): string[];
  /** The bot's messages, oldest first. */
  sees(spot: Spot): Seen[];
  /** What the bot has notified this person of, here: its words, without their name. */
  pings(): string[];
  /** The first file that an answer offers. */
  file(seen: Seen): Promise<string>;
  /** Opens the app's own page; where there is one. */
  openHome?(): void;
  home?(): Seen | undefined;
  /** The form behind a message's menu: its words become the prompt. Resolves with what then stands in its thread. */
  fillAt?(words: string, command: string, options: Options): Promise<() => Seen[]>;
}

export interface Stage {
  /** `Slack over HTTP, in a thread` */
  name: string;
  platform: Person['platform'];
  space: string;
  core: Core;
  /** What the platform has no such thing as. */
  lacks: ReadonlySet<Way>;
  /** What was done, as `<command> <way>`. */
  did: Set<string>;
  mai: Member;
  ravi: Member;
  /** An instructor. */
  noor: Member;
  /** The bot goes away and comes back, and remembers nothing. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
