/** The page's entry: connects, draws, and lets the browser do what it does best (dialogs, popovers, scrolling). */
import './no-eval.ts';
import { render } from 'lit';
import type { Hello } from '../protocol.ts';
import { createPageActions } from './actions.ts';
import type { Chat } from './chat.ts';
import { connect } from './connection.ts';
import { createDiscordChat } from './discord/chat.ts';
import { keepScrolled } from './scrolling.ts';
import { createSlackChat } from './slack/chat.ts';
import { initialPage, type PageState } from './state.ts';
import { createDrawing, createStore } from './store.ts';
import { listenAnywhere } from './typing-anywhere.ts';
import type { PageUi } from './ui.ts';
import { page as pageView } from './view/page.ts';

const MOST_WIRE_ENTRIES = 500;
const LAST_FRONT = 'playground.front';

const drawing = createDrawing(draw);
const store = createStore<PageState>(initialPage(), drawing);
const connection = connect({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`,
  heard(told) {
    switch (told.tell) {
      case 'hello':
        void actions.attempt(greet(told));
        return;
      case 'event':
      case 'slack-event':
        for (const chat of chats) void actions.attempt(chat.hear(told));
        return;
      case 'wire':
        store.change({
          wire: [...store.get().wire, ...told.entries].slice(-MOST_WIRE_ENTRIES),
          wireSeen: told.entries.at(-1)?.id ?? store.get().wireSeen,
        });
        return;
      default:
        return told satisfies never;
    }
  },
  lost: () => store.change({ connected: false }),
});
const actions = createPageActions(store, connection);
const page = (): PageUi => ({ state: store.get(), change: store.change, actions });
const every = [createDiscordChat, createSlackChat].map((create) => {
  const chat: Chat = create({
    drawing,
    connection,
    page,
    actions,
    isInFront: () => store.get().front === chat.name,
  });
  return chat;
});
/** Those of which there is a stand-in. */
let chats: Chat[] = [];
const followed = new WeakSet<HTMLElement>();

async function greet(hello: Hello): Promise<void> {
  const [discord, slack] = every;
  chats = [...(hello.discord && discord ? [discord] : []), ...(hello.slack && slack ? [slack] : [])];
  store.change({ connected: true, about: hello.about, wire: [], wireSeen: 0 });
  bringToFront(sessionStorage.getItem(LAST_FRONT) ?? '');
  const greeted = chats.map((chat) => chat.greet(hello));
  if (store.get().wireOpen) await connection.ask({ do: 'watch-wire', since: 0 });
  await Promise.all(greeted);
}

/** The address says which chat it is; without one, the one that was in front last. */
function bringToFront(last: string): void {
  const addressed = location.hash ? chats.find((chat) => chat.owns(location.hash)) : undefined;
  const front = addressed ?? chats.find(({ name }) => name === last) ?? chats[0];
  if (!front) return;
  store.change({ front: front.name });
  sessionStorage.setItem(LAST_FRONT, front.name);
}

const inFront = () => chats.find(({ name }) => name === store.get().front);

function draw(): void {
  document.body.dataset.chat = store.get().front;
  render(pageView(chats, page()), document.body);
  for (const dialog of document.querySelectorAll('dialog:not([open])')) {
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  for (const popover of document.querySelectorAll('[popover]:not(:popover-open)')) {
    if (popover instanceof HTMLElement) popover.showPopover();
  }
  inFront()?.drawn();
  followWire();
  document.title = inFront()?.documentTitle() ?? 'Playground';
}

/** The wire's list is a new one each time it is opened. */
function followWire(): void {
  const scroller = document.getElementById('wire-list');
  const content = document.getElementById('wire-entries');
  if (!scroller || !content || followed.has(scroller)) return;
  followed.add(scroller);
  keepScrolled({ scroller, content }).toNewest();
}

listenAnywhere(() => inFront()?.focusComposer());
addEventListener('hashchange', () => {
  bringToFront(store.get().front);
  const chat = inFront();
  if (chat) void actions.attempt(chat.followHash());
});
store.change({});
