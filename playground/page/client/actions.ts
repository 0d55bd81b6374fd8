/** What can be done on the page whatever is in front: notices, enlarged pictures, the wire. */
import { type Connection, RefusedError } from './connection.ts';
import type { Lightbox, PageState } from './state.ts';
import type { Store } from './store.ts';

export interface PageActions {
  /** Says what was refused, and lets everything else through to the console. */
  attempt(work: Promise<unknown>): Promise<void>;
  notify(text: string): void;
  show(lightbox: Lightbox): void;
  /** Puts a link into the clipboard. */
  copy(url: URL): void;
  toggleWire(): void;
  /** Opens or closes one entry of it. */
  toggleWireEntry(id: number): void;
}

const NOTICE_MS = 6000;

export function createPageActions(store: Store<PageState>, connection: Connection): PageActions {
  let noticeTimer: ReturnType<typeof setTimeout> | undefined;

  const actions: PageActions = {
    async attempt(work) {
      try {
        await work;
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        actions.notify(error.message);
      }
    },

    notify(text) {
      clearTimeout(noticeTimer);
      store.change({ notice: text });
      noticeTimer = setTimeout(() => store.change({ notice: undefined }), NOTICE_MS);
    },

    show: (lightbox) => store.change({ lightbox }),

    copy({ href }) {
      void navigator.clipboard.writeText(href).then(
        () => actions.notify('Link copied.'),
        () => actions.notify(`This browser does not let the page copy. The link: ${href}`),
      );
    },

    toggleWire() {
      const wireOpen = !store.get().wireOpen;
      store.change({ wireOpen });
      const since = store.get().wireSeen;
      void actions.attempt(connection.ask(wireOpen ? { do: 'watch-wire', since } : { do: 'leave-wire' }));
    },

    toggleWireEntry(id) {
      const { wireExpanded } = store.get();
      const others = [...wireExpanded].filter((other) => other !== id);
      store.change({ wireExpanded: new Set(wireExpanded.has(id) ? others : [...others, id]) });
    },
  };
  return actions;
}
