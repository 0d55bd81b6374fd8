/** The Discord view as one of the page's chats. */
import { html } from 'lit';
import type { Chat, ChatOptions } from '../chat.ts';
import { createListScrolling } from '../list-scrolling.ts';
import { createReadMarks } from '../read-marks.ts';
import { createStore } from '../store.ts';
import { createActions } from './actions.ts';
import { placeId } from './composer/draft.ts';
import { createWriting } from './composer/writing.ts';
import { isUnread } from './events.ts';
import { hashOf } from './places.ts';
import { createPresence } from './presence.ts';
import { channelOf, initialState, type State } from './state.ts';
import { contentId, main, scrollerId } from './view/main.ts';
import { modalView } from './view/modal.ts';
import { sidebar } from './view/sidebar.ts';
import { startThreadView } from './view/start-thread.ts';
import type { Ui } from './view/ui.ts';

export function createDiscordChat({ drawing, connection, page, actions, isInFront }: ChatOptions): Chat {
  const store = createStore<State>(initialState(), drawing);
  const marks = createReadMarks(localStorage, sessionStorage, 'playground');
  const presence = createPresence({ store, connection, marks, isInFront });
  const toNewest = () => scrolling.toNewest();
  const doing = createActions(store, connection, { ...actions, toNewest, goTo: presence.goTo });
  const writing = createWriting(store, connection, { ...actions, ...doing, toNewest });
  const scrolling = createListScrolling({
    scrollerId,
    contentId,
    away: (away) => store.change({ away }),
    nearTop: () => void actions.attempt(presence.loadOlder()),
  });
  const ui = (): Ui => ({
    page: page(),
    state: store.get(),
    change: store.change,
    actions: doing,
    presence,
    writing,
  });

  return {
    name: 'Discord',
    places: () => {
      const { guilds, guild: front, channelId } = store.get();
      return guilds.map((guild, index) => ({
        id: guild.id,
        title: guild.name,
        label: index === 0 ? 'Discord' : guild.name,
        href: hashOf({ channelId: guild === front ? channelId : (guild.channels[0]?.id ?? '') }),
        current: guild.id === front?.id,
        // A person's conversations are listed in every server; they are new in the first alone.
        unread: guild.channels.some(
          ({ id, kind }) => (kind !== 'dm' || index === 0) && isUnread(store.get(), id, false),
        ),
        hasBot: guild.hasBot,
      }));
    },
    owns: (hash) => !hash.startsWith('#/slack'),
    async greet({ discord }) {
      if (!discord) return;
      store.change({ people: discord.members, filesOrigin: discord.filesOrigin });
      await presence.greet(discord.members);
    },
    async hear(told) {
      if (told.tell === 'event') await presence.hear(told.event);
    },
    followHash: presence.followHash,
    sidebar: () => sidebar(ui()),
    main: () => main(ui(), scrolling.toNewest),
    overlays: () => html`${startThreadView(ui())} ${modalView(ui())}`,
    focusComposer() {
      for (const place of [{ in: 'text' }, { in: 'tail' }] as const)
        document.getElementById(placeId(place))?.focus();
    },
    drawn() {
      const { me, channelId, pointedAt } = store.get();
      scrolling.drawn(`${me?.id}/${channelId}`, pointedAt && `message-${pointedAt}`);
    },
    documentTitle() {
      const channel = channelOf(store.get());
      return channel ? `${channel.kind === 'dm' ? '@' : '#'}${channel.name} · Playground` : 'Playground';
    },
  };
}
