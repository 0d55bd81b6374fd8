/**
 * A command: something a person can do, whatever the platform and the gesture.
 *
 * One zod schema per command feeds Discord's options, Slack's `--flag` parser, the forms and the help. The platforms
 * turn what they receive into a `Call`; a command answers with a card or with the job whose post is the answer.
 * It says no by throwing a `UserError`; it holds no try/catch of its own.
 */
import type { z } from 'zod';
import type { Card } from '../core/card.ts';
import type { Core } from '../core/core.ts';
import type { FirstPost } from '../core/deliveries.ts';
import type { DrawingRoom } from '../core/diagram/drawing-room.ts';
import type { Wildcards } from '../core/dynamic/wildcards.ts';
import type { Audience } from '../core/gallery-entry.ts';
import type { Library } from '../core/library.ts';
import type { Log } from '../core/log.ts';
import type { Person, Place, PostRef } from '../core/people.ts';
import type { Words } from '../core/say.ts';
import type { Form } from './form.ts';
import type { Languages } from './languages.ts';

/** Reactions on a job's post or gallery post, ⭐ and 📌: given, and taken away. Nobody waits for an answer to them. */
export const reactions = ['star', 'unstar', 'pin', 'unpin'] as const;
export type Reaction = (typeof reactions)[number];

/**
 * How a person can set a command off. `home` is opening the app's own page; `menu` is a message's own menu; `form` is
 * handing in a form that another gesture opened.
 */
export type GestureKind = 'slash' | 'button' | 'home' | 'menu' | 'form' | Reaction;

export interface Gesture {
  kind: GestureKind;
  /** The platform's own id of it, the same when the platform reports it twice; absent where it has none. */
  id?: string;
  person: Person;
  place: Place;
  /** Their language, as the platform names it (BCP 47), where it says so. */
  language?: string;
  /** May act for others in this space: holds the instructor role or manages the server. */
  instructor: boolean;
  /** It happened in a channel that children are kept out of. A private conversation is none. */
  ageRestricted: boolean;
  /** What comes of it is for this person alone (see wants-alone.ts). Absent while nobody has asked the store. */
  private?: boolean;
}

/** Who is typing, and where: what is offered may depend on it. Their name need not be known for that. */
export interface Asker {
  person: Pick<Person, 'platform' | 'id'>;
  /** As a gesture's. */
  language?: string;
  /** Absent in a private conversation, and where the platform does not tell. */
  space?: string;
  /** Absent where the platform does not tell. */
  channel?: string;
  /** As with a gesture. */
  ageRestricted?: boolean;
}

/** What only the platform itself knows of posts, and what only it can do with them. */
export interface Posts {
  /**
   * Pins a post to its channel; one that is pinned already stays so.
   * @throws UserError that says what stands in the way: a right we lack, a channel full of pins, no post any more.
   */
  pin(post: PostRef): Promise<void>;
  /** Unpinning what is not pinned, or gone, is no error. */
  unpin(post: PostRef): Promise<void>;
  /** Ids of the people whose star stands on a post, without our own; null when the post is gone. */
  starredBy(post: PostRef): Promise<string[] | null>;
}

/** What commands work with. */
export interface Tools {
  core: Core;
  library: Library;
  drawing: Pick<DrawingRoom, 'draw'>;
  languages: Languages;
  wildcards: Pick<Wildcards, 'values' | 'closest'>;
  log: Log;
  now: () => number;
  /** 0 to 1, for seeds. */
  random: () => number;
  /** The gallery channel of a place, for an audience; null when it has none, or none we may post in. */
  galleryChannel: (place: Place, audience?: Audience) => Promise<string | null>;
  /** The channel of a space with this id or name; null when there is none, or none we may post in. */
  findChannel: (place: Place, idOrName: string) => Promise<string | null>;
  posts: Posts;
  /** Whether children are kept out of a channel (or the one a thread stands in). */
  ageRestricted: (place: Place) => Promise<boolean>;
  /** A post in the conversation with one person alone, made once; `refused` when they take none. */
  give: (person: Person, card: Card, first: FirstPost) => Promise<PostRef | 'refused'>;
  /** An address at which people find a post; null for one on another platform. */
  postLink: (post: PostRef) => string | null;
}

export interface Call<Options> {
  options: Options;
  gesture: Gesture;
  /** Where the public answer will stand, when the platform made its place while acknowledging. */
  post?: PostRef;
  tools: Tools;
}

/**
 * A card, or the job whose post is the answer (it is brought up to date by deliveries), or nothing to say. `aside` is
 * said besides, to the person alone. A card that everybody sees and that `shows` a job is a copy of its post.
 */
export type Answer =
  | { card: Card; shows?: { job: string; picture?: number } }
  | { job: string; aside?: Card }
  | null;

/**
 * How the platform acknowledges before the command runs: a public answer everybody sees, a private one, or none
 * (the pressed button's post changes, or a reaction needs no answer).
 */
export type Manner = 'public' | 'private' | 'none';

export interface Choice {
  name: Words;
  value: string;
}

export interface Command<Shape extends z.ZodObject = z.ZodObject> {
  /** As typed: `render`, or `gallery allow` for a subcommand. */
  name: string;
  /** One sentence for pickers and the help, at most 100 characters. */
  summary: string;
  gestures: readonly GestureKind[];
  /** What a message's menu calls it. It is then given the message's picture: see `ofMessage` in options.ts. */
  menu?: string;
  /**
   * An option's `.meta()` may say `labels` (of an enum's values, where they differ from the value), `suggests`
   * (the command's `suggest` answers while it is typed), `free` (anything else may be typed as well) and `file` (a
   * file is attached; see `file` in options.ts).
   */
  options: Shape;
  manner: Manner;
  /** A public answer is meant for everybody, whatever the person prefers for what they make. */
  announces?: boolean;
  /** Without any option it does nothing: where a platform has forms, it then opens one. */
  asks?: boolean;
  /**
   * The form behind a gesture of this command, filled in. Asked for before anything is acknowledged, while a platform
   * waits: no more than a look into the store. Null: there is nothing to ask. The command runs then, as it does where
   * a gesture can open no form, and for what is handed in.
   * @throws UserError when there is nothing to fill in a form for: it is said in private.
   */
  form?(call: Omit<Call<z.infer<Shape>>, 'post'>): Promise<Form | null>;
  /**
   * Instead of a form of its own: what stands already in the form that follows from the options. What is handed in
   * then comes as `inputs` (see form.ts), what was emptied included. Asked for when nothing that must be given is
   * missing, like `form`, and null means the same.
   */
  filled?(call: Omit<Call<z.infer<Shape>>, 'post'>): Promise<Readonly<Record<string, unknown>> | null>;
  /** Refuses bad input before anything is acknowledged, so that the answer can be private. Quick, no I/O. */
  check?(call: Omit<Call<z.infer<Shape>>, 'post'>): void;
  run(call: Call<z.infer<Shape>>): Promise<Answer>;
  /**
   * Choices while an option is being typed, for options marked `suggests` in their meta, the best ones first; a
   * platform shows as many as it can. Asked at every key, so no more than a look into the store.
   * `others` are the options given so far, as far as the platform tells.
   */
  suggest?(
    option: string,
    typed: string,
    tools: Tools,
    others: Readonly<Record<string, unknown>>,
    asker: Asker,
  ): Choice[] | Promise<Choice[]>;
}

/** Keeps the type of the options while a command is written down. */
export function defineCommand<Shape extends z.ZodObject>(command: Command<Shape>): Command<Shape> {
  return command;
}
