/** A platform with people on it: how they ask, how they act on what they see, and what they see. */
import type { Asked } from '../ledger.ts';
import type { SeenPost } from '../post.ts';

export interface Person {
  id: string;
  name: string;
}

export interface Place {
  channel: string;
  thread?: string;
}

export type Happening =
  | { kind: 'seen'; post: SeenPost }
  | { kind: 'gone'; id: string }
  /** The app has said that it is at it. */
  | { kind: 'answered'; interaction: string }
  /** The platform told the person that the app did not respond. */
  | { kind: 'failed'; interaction: string };

export interface Crowd {
  people: readonly Person[];
  places: readonly Place[];
  /** @returns the interaction, where the platform has one to be answered. */
  ask(asked: Asked): string | null;
  /** Somebody who wants to be told when theirs are done, and says so. */
  toldOf: Person;
  askToBeTold(): void;
  press(person: string, message: string, button: string): void;
  star(person: string, message: string, on: boolean): void;
  /** What one person is shown from now on. */
  watch(person: string, listener: (happening: Happening) => void): void;
  /** Every message of the bot that stands there now, private ones included. */
  posts(): SeenPost[];
  /** Bytes of a picture that a post shows. */
  picture(id: string): Promise<Uint8Array | undefined>;
  galleryChannel: string;
}
