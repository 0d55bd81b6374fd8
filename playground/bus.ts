/** Tells everybody who listens what happened, in the order in which it did. */

export interface Bus<Event> {
  publish(event: Event): void;
  /** Returns the function that stops listening. */
  listen(listener: (event: Event) => void): () => void;
}

export function createBus<Event>(): Bus<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    publish(event) {
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
