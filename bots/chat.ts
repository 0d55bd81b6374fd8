/**
 * What a chat platform can do for us, and what it hands us: the port that `discord/` (and `slack/`) fill in.
 */
import type { Asker, Choice, Gesture, Manner, Posts } from '../commands/command.ts';
import type { Form, SpokenForm } from '../commands/form.ts';
import type { GivenFile } from '../commands/given-file.ts';
import type { Card } from '../core/card.ts';
import type { FirstPost } from '../core/deliveries.ts';
import type { Person, Place, Platform, PostRef } from '../core/people.ts';

/**
 * What became of an edit: the post as it now stands; `gone` when it was deleted, with its channel or by itself, or
 * nothing of ours reaches it any more; `fixed` when it stands there and can be edited never again; `shut` when we may
 * not write there; null when a progress edit was dropped.
 */
export type Edited = PostRef | 'gone' | 'fixed' | 'shut' | null;

/** The post, where it stands. */
export const standing = (edited: Edited): PostRef | null => (typeof edited === 'string' ? null : edited);

export interface Chat extends Posts {
  readonly platform: Platform;
  /**
   * Posts a card, once per nonce (at most 25 characters). `since` is when an earlier try began that nobody knows the
   * end of: its post is looked for in the channel before another is made.
   */
  create(place: Place, card: Card, first: FirstPost): Promise<PostRef>;
  /** The post of an earlier try, if it made one. */
  find(place: Place, first: FirstPost): Promise<PostRef | null>;
  /**
   * Asks for a progress edit of a post within what the platform allows, shared fairly. Null: not now. Else whoever
   * asked makes the edit, or says with the function that there was nothing to edit.
   */
  turn(post: PostRef): (() => void) | null;
  /**
   * Makes a post show a card. `progress` edits may be dropped when the platform asks us to slow down (they then
   * resolve to null); `final` ones wait their turn.
   */
  edit(post: PostRef, card: Card, urgency: 'progress' | 'final'): Promise<Edited>;
  /** A card with more files than one post holds, as several; the first is the job's own post. */
  spread(card: Card, post: Place | PostRef): [Card, ...Card[]];
  /** Where the others go, one after the other. */
  below(post: PostRef): Place;
  /** Deleting what is gone already is no error. */
  remove(post: PostRef): Promise<void>;
  /** A direct message; `refused` when the person takes none. With `first` it is sent once, as a post is. */
  tell(person: Person, card: Card, first?: FirstPost): Promise<'told' | 'refused'>;
  /** A direct message that is made once and edited later, as a post is. */
  give(person: Person, card: Card, first: FirstPost): Promise<PostRef | 'refused'>;
  /** A card's summary, right beside a post: names this person, and notifies them and nobody else. Made once, as a post is. */
  ping(person: Person, post: PostRef, card: Card, first: FirstPost): Promise<PostRef>;
  /** Whether somebody can see what stands there; true where nobody can tell. */
  sees(person: Person, where: Place | PostRef): Promise<boolean>;
  /** The channel with this id or name in a space; null when there is none or we may not post there. */
  findChannel(space: string, idOrName: string): Promise<string | null>;
  /** Whether the platform itself keeps children out of a channel; where it cannot, instructors say so of a channel. */
  ageRestricted?(place: Place): Promise<boolean>;
  /** An address at which people find the post. */
  link(post: PostRef): string;
  /** Ids of the messages that are pinned to a channel; null when we cannot see them. */
  pins(channel: string): Promise<string[] | null>;
  /** Milliseconds to leave between two progress edits of one post. */
  readonly editPace: number;
  /** Hears nothing any more and lets go of what was heard when it is answered; posts can still be made and edited. */
  stopHearing(): Promise<void>;
  /** Null while what people do reaches us; otherwise what is wrong, in words. */
  trouble(): string | null;
  /**
   * Answers a gesture that an earlier process heard and left, by its ticket (see {@link Handlers.noted}).
   * @returns false when there was nothing left to answer.
   */
  sayLeft?(ticket: unknown, card: Card): Promise<boolean>;
  close(): Promise<void>;
}

/** One thing a person did, as a platform reports it. `options` is unknown until the command's schema parsed it. */
export interface Incoming {
  command: string;
  options: unknown;
  gesture: Gesture;
  reply: Reply;
  /** What a form held, when the gesture is that it was handed in. */
  form?: HandedIn;
  /** Files among the options, as {@link fileOf} reads them again when a form that keeps them is handed in. */
  files?: Readonly<Record<string, unknown>>;
  /** Null for what is none. */
  fileOf?: (kept: unknown) => GivenFile | null;
}

export interface HandedIn {
  about: NonNullable<Form['about']>;
  /** By field, as it was typed. */
  typed: Readonly<Record<string, string>>;
  /** What was kept when it was opened. */
  draft?: string;
}

/** A form to be opened. `about`, the command and the draft travel with it; nothing else does. */
export interface AskedForm extends SpokenForm {
  command: string;
  /** What stood in it before, by field: it goes before the fields' own values. */
  typed?: Readonly<Record<string, string>>;
  draft?: string;
}

export interface Reply {
  /**
   * Opens a form instead of an answer; absent where this gesture cannot. Once, before anything is acknowledged.
   * @throws UserError when the platform does not take it any more
   */
  ask?(form: AskedForm): Promise<void>;
  /** Tells the platform that we are at it. Once, before anything slow. A `public` one gives the place of the answer. */
  acknowledge(manner: Manner): Promise<PostRef | null>;
  /** The answer, in the manner that was acknowledged. @returns where it stands, if for all to see */
  show(card: Card): Promise<PostRef | null>;
  /** A private answer, whatever was acknowledged; the place held for a public answer disappears. */
  showPrivately(card: Card): Promise<void>;
  /** One more private message, after the answer. Where the gesture allows none, nothing happens. */
  followUp(card: Card): Promise<void>;
}

/** An option that is being typed. */
export interface Typing {
  command: string;
  option: string;
  typed: string;
  /** The options given so far, as far as the platform tells. */
  others: Readonly<Record<string, unknown>>;
  asker: Asker;
}

/** What somebody took away on the platform itself. What we delete ourselves is reported too. */
export interface Gone {
  platform: Platform;
  /** A channel, or on Discord a thread: there they are channels. */
  channel: string;
  /** Absent when it is the channel itself, with everything in it. */
  messages?: readonly string[];
  /** The channel is archived: everything stands there still, and nothing in it can be changed. */
  archived?: boolean;
}

/** A choice in the language of whoever is typing. */
export type SpokenChoice = Choice & { name: string };

/** What a platform calls when something happened. */
export interface Handlers {
  /**
   * Keeps a note of a gesture that waits for an answer, with what it is answered with, should this process die.
   * @returns what takes the note away again.
   */
  noted?(gesture: { platform: Platform; id: string; person: string; ticket: unknown }): () => void;
  handle(incoming: Incoming): Promise<void>;
  /** Never rejects. */
  gone?(gone: Gone): Promise<void>;
  /** Something was pinned to a channel or unpinned, by whomever. Never rejects. */
  pinsChanged?(where: { platform: Platform; channel: string }): Promise<void>;
  /** We are let in somewhere, or may do more there: what could not be shown is tried again. */
  letIn?(platform: Platform): void;
  /** Choices for what is being typed, the best ones first. Never rejects, and never takes as long as a platform waits. */
  suggest(typing: Typing): Promise<SpokenChoice[]>;
}
