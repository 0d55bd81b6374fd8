/** What can be done on the page whatever is in front: notices, enlarged pictures, the wire. */
import type { DiscordChange, SlackChange, WorldChange } from '../world.ts';
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
  /** Opens the panel of the world in front. */
  openWorld(): void;
  changeDiscord(change: DiscordChange): void;
  changeSlack(change: SlackChange): void;
  toggleWire(): void;
  /** Opens or closes one entry of it. */
  toggleWireEntry(id: number): void;
}

const NOTICE_MS = 6000;

export function createPageActions(store: Store<PageState>, connection: Connection): PageActions {
  let noticeTimer: ReturnType<typeof setTimeout> | undefined;

  /** The panel, unless it was closed meanwhile, shows the world after the change. */
  const change = (one: WorldChange, done: Promise<NonNullable<PageState['world']>>) => {
    store.change({ changing: [...store.get().changing, one] });
    const shown = done
      .then((world) => {
        if (store.get().world) store.change({ world });
      })
      .finally(() => store.change({ changing: store.get().changing.filter((other) => other !== one) }));
    void actions.attempt(shown);
  };

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

    openWorld() {
      const asked =
        store.get().front === 'Slack'
          ? connection.ask({ do: 'world/slack' }).then((sight) => ({ of: 'Slack' as const, sight }))
          : connection.ask({ do: 'world/discord' }).then((sight) => ({ of: 'Discord' as const, sight }));
      void actions.attempt(asked.then((world) => store.change({ world, sidebarOpen: false })));
    },

    changeDiscord(one) {
      const asked = connection.ask({ do: 'world/discord', change: one });
      change(
        one,
        asked.then((sight) => ({ of: 'Discord', sight })),
      );
    },

    changeSlack(one) {
      const asked = connection.ask({ do: 'world/slack', change: one });
      change(
        one,
        asked.then((sight) => ({ of: 'Slack', sight })),
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
