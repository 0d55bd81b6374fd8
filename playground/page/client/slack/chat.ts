/** The Slack view as one of the page's chats. */
import { html } from 'lit';
import type { Chat, ChatOptions } from '../chat.ts';
import { createListScrolling } from '../list-scrolling.ts';
import { createReadMarks } from '../read-marks.ts';
import { createStore } from '../store.ts';
import { createActions } from './actions.ts';
import { createComposing, fieldId } from './composer/writing.ts';
import { isUnread } from './events.ts';
import { createForms } from './forms.ts';
import { HOME, hashOf } from './places.ts';
import { createPresence } from './presence.ts';
import { channelOf, initialState, placeName, type SlackState } from './state.ts';
import { createSuggesting } from './suggesting.ts';
import { confirmView } from './view/confirm.ts';
import { contentId, main, scrollerId } from './view/main.ts';
import { modalView } from './view/modal.ts';
import { newGroupView } from './view/new-group.ts';
import { sidebar } from './view/sidebar.ts';
import { threadContentId, threadScrollerId } from './view/thread.ts';
import type { Ui } from './view/ui.ts';

export function createSlackChat({ drawing, connection, page, actions, isInFront }: ChatOptions): Chat {
  const store = createStore<SlackState>(initialState(), drawing);
  const marks = createReadMarks(localStorage, sessionStorage, 'playground.slack');
  const presence = createPresence({ store, connection, marks, isInFront });
  const parts = {
    change: store.change,
    actions: createActions(store, connection, actions),
    forms: createForms(store, connection, actions),
    presence,
    composing: createComposing(store, connection, {
      ...actions,
      toNewest: (desk) => (desk === 'thread' ? thread : channel).toNewest(),
    }),
    suggest: createSuggesting(store, connection),
  };
  const ui = (): Ui => ({ page: page(), state: store.get(), ...parts });
  const channel = createListScrolling({
    scrollerId,
    contentId,
    away: (away) => store.change({ away }),
    nearTop: () => void actions.attempt(presence.loadOlder()),
  });
  const thread = createListScrolling({
    scrollerId: threadScrollerId,
    contentId: threadContentId,
    away: (threadAway) => store.change({ threadAway }),
  });

  return {
    name: 'Slack',
    places: () => {
      const { workspace, channelId } = store.get();
      return [
        {
          id: workspace?.id ?? '',
          title: workspace?.name ?? 'Slack',
          label: 'Slack',
          href: hashOf({ channelId }),
          current: true,
          unread: workspace?.channels.some(({ id }) => isUnread(store.get(), id, false)) ?? false,
          hasBot: true,
        },
      ];
    },
    owns: (hash) => hash.startsWith('#/slack/'),
    async greet({ slack }) {
      if (!slack) return;
      store.change({ people: slack.people, filesOrigin: slack.filesOrigin });
      await presence.greet(slack.people);
    },
    async hear(told) {
      if (told.tell === 'slack-event') await presence.hear(told.event);
    },
    followHash: presence.followHash,
    sidebar: () => sidebar(ui()),
    main: () => main(ui(), { channel: channel.toNewest, thread: thread.toNewest }),
    overlays: () => html`${newGroupView(ui())} ${modalView(ui())} ${confirmView(ui())}`,
    focusComposer: () => document.getElementById(fieldId('channel'))?.focus(),
    drawn() {
      const { me, channelId, thread: open, pointedAt } = store.get();
      const inThread = open?.messages.some(({ ts }) => ts === pointedAt);
      channel.drawn(`${me?.id}/${channelId}`, pointedAt && !inThread ? `channel-${pointedAt}` : '');
      thread.drawn(`${me?.id}/${open?.ts}`, pointedAt && inThread ? `thread-${pointedAt}` : '');
    },
    documentTitle() {
      const state = store.get();
      const shown = channelOf(state);
      if (state.channelId === HOME) return 'Home · Playground';
      return shown ? `${shown.kind === 'im' ? '@' : ''}${placeName(shown)} · Playground` : 'Playground';
    },
  };
}
