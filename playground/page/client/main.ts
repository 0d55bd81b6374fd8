/** The page's entry: connects, draws, and lets the browser do what it does best (dialogs, popovers, scrolling). */
import './no-eval.ts';
import { render } from 'lit';
import { createActions } from './actions.ts';
import { createWriting } from './composer/writing.ts';
import { connect } from './connection.ts';
import { createPresence } from './presence.ts';
import { createReadMarks } from './read-marks.ts';
import { keepScrolled, type Scrolling } from './scrolling.ts';
import { initialState, type State } from './state.ts';
import { createStore } from './store.ts';
import { listenAnywhere } from './typing-anywhere.ts';
import { page } from './view/page.ts';

const MOST_WIRE_ENTRIES = 500;

const store = createStore<State>(initialState(), draw);
const connection = connect({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`,
  heard(told) {
    switch (told.tell) {
      case 'hello': {
        const { about, members, filesOrigin } = told;
        store.change({ connected: true, about, people: members, filesOrigin, wire: [], wireSeen: 0 });
        void actions.attempt(presence.greet(members));
        if (store.get().wireOpen) void actions.attempt(connection.ask({ do: 'watch-wire', since: 0 }));
        return;
      }
      case 'event':
        void actions.attempt(presence.hear(told.event));
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
const actions = createActions(store, connection);
const marks = createReadMarks(localStorage, sessionStorage);
const presence = createPresence({ store, connection, marks });
const writing = createWriting(store, connection, actions);

let scrolling: Scrolling | undefined;
const followed = new WeakSet<HTMLElement>();
let shown = { view: '', pointedAt: '' };

function draw(state: State): void {
  const ui = { state, change: store.change, actions, presence, writing };
  render(
    page(ui, () => scrolling?.toNewest()),
    document.body,
  );
  for (const dialog of document.querySelectorAll('dialog:not([open])')) {
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  for (const popover of document.querySelectorAll('[popover]:not(:popover-open)')) {
    if (popover instanceof HTMLElement) popover.showPopover();
  }
  scroll(state);
  followWire();
  document.title = titleOf(state);
}

function scroll({ me, channelId, pointedAt, messages }: State): void {
  const scroller = document.getElementById('scroller');
  const content = document.getElementById('message-list');
  if (!scroller || !content) return;
  scrolling ??= keepScrolled({
    scroller,
    content,
    away: (away) => store.change({ away }),
    nearTop: () => void actions.attempt(presence.loadOlder()),
  });
  const view = `${me?.id}/${channelId}`;
  if (shown.view !== view) scrolling.toNewest();
  const target = pointedAt && messages[channelId]?.some(({ id }) => id === pointedAt) ? pointedAt : '';
  if (target && (shown.view !== view || shown.pointedAt !== target)) scrolling.to(`message-${target}`);
  shown = { view, pointedAt: target };
}

/** The wire's list is a new one each time it is opened. */
function followWire(): void {
  const scroller = document.getElementById('wire-list');
  const content = document.getElementById('wire-entries');
  if (!scroller || !content || followed.has(scroller)) return;
  followed.add(scroller);
  keepScrolled({ scroller, content }).toNewest();
}

function titleOf({ guild, channelId }: State): string {
  const channel = guild?.channels.find(({ id }) => id === channelId);
  return channel ? `${channel.kind === 'dm' ? '@' : '#'}${channel.name} · Playground` : 'Playground';
}

listenAnywhere();
addEventListener('hashchange', () => void actions.attempt(presence.followHash()));
store.change({});
