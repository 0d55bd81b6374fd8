/** One side of a browser's session: what it asks on a platform, done as one of its people at a time. */
export interface Acting<Asked> {
  answer(ask: Asked): unknown;
  /** Stops hearing for whoever is acted as. */
  leave(): void;
}
