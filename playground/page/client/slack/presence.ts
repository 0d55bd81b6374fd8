/** Who the page acts as in the workspace and what it shows of it; loads what that person sees. */
import type { Person } from '../../slack/payload.ts';
import type { SlackEvent, SlackSurroundings } from '../../slack/protocol.ts';
import type { Connection } from '../connection.ts';
import type { ReadMarks } from '../read-marks.ts';
import type { Store } from '../store.ts';
import { afterEvent, opened } from './events.ts';
import { HOME, hashOf, type Place, placeFromHash } from './places.ts';
import { nothingSeen, type SlackState } from './state.ts';

export interface Presence {
  /** Called when the server says hello, at first and after a break. */
  greet(people: Person[]): Promise<void>;
  actAs(personId: string): Promise<void>;
  goTo(place: Place): Promise<void>;
  /** The same, with a place in the browser's history, so that one can go back. */
  visit(place: Place): void;
  followHash(): Promise<void>;
  loadOlder(): Promise<void>;
  closeThread(): void;
  openHome(): void;
  /** Opens this person's conversation with the app. */
  openDm(): Promise<void>;
  /** Opens the conversation with those who are chosen for it. */
  openGroup(): Promise<void>;
  hear(event: SlackEvent): Promise<void>;
}

interface PresenceOptions {
  store: Store<SlackState>;
  connection: Connection;
  marks: ReadMarks;
  /** Nothing is read behind another chat. */
  isInFront: () => boolean;
}

/** As many as the server sends at once; fewer means there are no older ones. */
const PAGE = 50;

export function createPresence({ store, connection, marks, isInFront }: PresenceOptions): Presence {
  /** One page at a time, whoever asks for it. */
  let older: Promise<void> | undefined;

  const markRead = () => {
    const { channelId, messages, me } = store.get();
    const newest = messages[channelId]?.at(-1);
    if (!me || !newest || document.hidden || !isInFront()) return;
    const read = { ...store.get().read, [channelId]: newest.ts };
    store.change({ read });
    marks.write(me.id, read);
  };

  const load = async (channelId: string) => {
    const list = await connection.ask({ do: 'slack/messages', channelId });
    const { messages, whole } = store.get();
    store.change({
      messages: { ...messages, [channelId]: list },
      whole: list.length < PAGE ? new Set([...whole, channelId]) : whole,
    });
  };

  const loadThread = async ({ channelId, threadTs }: Place) => {
    if (threadTs === undefined) return store.change({ thread: undefined });
    if (store.get().thread?.ts === threadTs) return;
    store.change({ editing: undefined, broadcast: false });
    const messages = await connection.ask({ do: 'slack/thread', ts: threadTs });
    store.change({ thread: { ts: threadTs, channelId, messages } });
  };

  const openHome = async () => {
    store.change({ home: undefined });
    const home = await connection.ask({ do: 'slack/open-home' });
    // The app may have answered before this reply: then the newer one stays.
    if (store.get().home === undefined) store.change({ home });
  };

  const enter = async ({ views, ...around }: SlackSurroundings) => {
    const before = store.get();
    const wanted = placeFromHash(location.hash) ?? { channelId: before.channelId };
    const isThere = (id: string) => around.workspace.channels.some((channel) => channel.id === id);
    const [first] = around.workspace.channels;
    const place =
      wanted.channelId === HOME || isThere(wanted.channelId) ? wanted : { channelId: first?.id ?? '' };
    const samePerson = before.me?.id === around.me.id;
    store.change({
      ...nothingSeen(),
      ...around,
      views: views.map(opened),
      channelId: place.channelId,
      read: marks.read(around.me.id),
      drafts: samePerson ? before.drafts : {},
    });
    await Promise.all(around.workspace.channels.map(({ id }) => load(id)));
    markRead();
    await loadThread(place);
    if (place.channelId === HOME) await openHome();
  };

  const lookAround = async () => {
    const known = new Set(store.get().workspace?.channels.map(({ id }) => id));
    const { views: _, ...around } = await connection.ask({ do: 'slack/look-around' });
    const { channelId } = store.get();
    const isThere = channelId === HOME || around.workspace.channels.some(({ id }) => id === channelId);
    // The channel in front may have gone, and its thread with it.
    const elsewhere = { channelId: around.workspace.channels[0]?.id ?? '', thread: undefined };
    store.change({ ...around, ...(isThere ? {} : elsewhere) });
    await Promise.all(around.workspace.channels.filter(({ id }) => !known.has(id)).map(({ id }) => load(id)));
  };

  const loadOlder = async (channelId: string) => {
    const { messages, whole } = store.get();
    const oldest = messages[channelId]?.[0];
    if (!oldest || whole.has(channelId)) return;
    const page = await connection.ask({ do: 'slack/messages', channelId, before: oldest.ts });
    const now = store.get();
    store.change({
      messages: { ...now.messages, [channelId]: [...page, ...(now.messages[channelId] ?? [])] },
      whole: page.length < PAGE ? new Set([...now.whole, channelId]) : now.whole,
    });
  };

  /** A message somebody points at may lie above what is loaded: goes back until it is there, or there is no more. */
  const loadUntil = async (channelId: string, ts: string) => {
    const oldest = () => store.get().messages[channelId]?.[0]?.ts;
    for (let before = oldest(); before && ts < before; before = oldest()) {
      await presence.loadOlder();
      if (oldest() === before || store.get().channelId !== channelId) return;
    }
  };

  const presence: Presence = {
    async greet(people) {
      const before = store.get().me?.id ?? marks.lastPerson();
      const person = people.find(({ id }) => id === before) ?? people[0];
      if (person) await presence.actAs(person.id);
    },

    async actAs(personId) {
      const around = await connection.ask({ do: 'slack/act-as', personId });
      marks.writeLastPerson(personId);
      await enter(around);
    },

    async goTo(place) {
      const { channelId, ts, threadTs } = place;
      const isThere = store.get().workspace?.channels.some(({ id }) => id === channelId);
      if (!isThere && channelId !== HOME) return;
      if (isInFront()) history.replaceState(null, '', hashOf(place));
      const entersHome =
        channelId === HOME && (store.get().channelId !== HOME || store.get().home === undefined);
      store.change({ channelId, pointedAt: ts, pins: undefined, more: undefined, picker: undefined });
      markRead();
      await loadThread(place);
      if (entersHome) await openHome();
      if (ts && !threadTs) await loadUntil(channelId, ts);
    },

    visit(place) {
      if (location.hash === hashOf(place)) return void presence.goTo(place);
      location.hash = hashOf(place);
    },

    async followHash() {
      const place = placeFromHash(location.hash);
      if (place) await presence.goTo(place);
    },

    loadOlder() {
      older ??= loadOlder(store.get().channelId).finally(() => {
        older = undefined;
      });
      return older;
    },

    closeThread: () => presence.visit({ channelId: store.get().channelId }),
    openHome: () => presence.visit({ channelId: HOME }),

    async openDm() {
      const { id } = await connection.ask({ do: 'slack/open-dm' });
      await lookAround();
      presence.visit({ channelId: id });
    },

    async openGroup() {
      const { newGroup = [] } = store.get();
      const { id } = await connection.ask({ do: 'slack/open-group', userIds: [...newGroup] });
      store.change({ newGroup: undefined });
      await lookAround();
      presence.visit({ channelId: id });
    },

    async hear(event) {
      store.change(afterEvent(store.get(), event));
      if (event.type === 'channels-changed') return lookAround();
      if (event.type !== 'message') return;
      const { channel } = event.message;
      if (!store.get().workspace?.channels.some(({ id }) => id === channel)) await lookAround();
      if (channel === store.get().channelId) markRead();
    },
  };
  return presence;
}
