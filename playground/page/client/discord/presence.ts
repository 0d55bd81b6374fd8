/** Who the page acts as and which channel it shows; loads what that person sees. */
import type { Member } from '../../discord/payload.ts';
import type { Guild, SeenEvent, Surroundings } from '../../discord/protocol.ts';
import type { Connection } from '../connection.ts';
import type { ReadMarks } from '../read-marks.ts';
import type { Store } from '../store.ts';
import { emptyDraft } from './composer/draft.ts';
import { afterEvent } from './events.ts';
import { hashOf, type Place, placeFromHash } from './places.ts';
import { channelOf, nothingSeen, type State } from './state.ts';

export interface Presence {
  /** Called when the server says hello, at first and after a break. */
  greet(people: Member[]): Promise<void>;
  actAs(memberId: string): Promise<void>;
  goTo(place: Place): Promise<void>;
  followHash(): Promise<void>;
  loadOlder(): Promise<void>;
  /** Opens this person's conversation with the bot. */
  openDm(): Promise<void>;
  hear(event: SeenEvent): Promise<void>;
}

interface PresenceOptions {
  store: Store<State>;
  connection: Connection;
  marks: ReadMarks;
  /** Nothing is read behind another chat. */
  isInFront: () => boolean;
}

/** Where a channel is: in the server in front, if it is there; where it is gone, the first channel. */
function placeIn(guilds: readonly Guild[], channelId: string, guildId: string | undefined) {
  const has = ({ channels }: Guild) => channels.some(({ id }) => id === channelId);
  const front = guilds.find(({ id }) => id === guildId);
  const guild = (front && has(front) ? front : guilds.find(has)) ?? front ?? guilds[0];
  return { guild, channelId: guild && has(guild) ? channelId : (guild?.channels[0]?.id ?? '') };
}

const isKnown = (guilds: readonly Guild[], channelId: string) =>
  guilds.some(({ channels }) => channels.some(({ id }) => id === channelId));

/** Channels whose messages are kept at hand, of all servers; a person's conversations are in each. */
function talkIn(guilds: readonly Guild[]): string[] {
  const ids = guilds.flatMap(({ channels }) =>
    channels.filter(({ kind }) => kind === 'text' || kind === 'dm').map(({ id }) => id),
  );
  return [...new Set(ids)];
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
    const read = { ...store.get().read, [channelId]: newest.id };
    store.change({ read });
    marks.write(me.id, read);
  };

  const load = async (channelId: string) => {
    const list = await connection.ask({ do: 'messages', channelId });
    const { messages, whole } = store.get();
    store.change({
      messages: { ...messages, [channelId]: list },
      whole: list.length < PAGE ? new Set([...whole, channelId]) : whole,
    });
  };

  const enter = async (around: Surroundings) => {
    const before = store.get();
    const wanted = placeFromHash(location.hash)?.channelId ?? before.channelId;
    store.change({
      ...nothingSeen(),
      ...around,
      ...placeIn(around.guilds, wanted, before.guild?.id),
      read: marks.read(around.me.id),
      draft: before.me?.id === around.me.id ? before.draft : emptyDraft,
    });
    await Promise.all(talkIn(around.guilds).map(load));
    await loadThread();
    markRead();
    await lookAround();
  };

  const lookAround = async () => {
    const known = new Set(talkIn(store.get().guilds));
    const { channelId } = store.get();
    const around = await connection.ask({ do: 'look-around', ...(channelId && { channelId }) });
    const now = store.get();
    // The channel in front may have gone.
    store.change({ ...around, ...placeIn(around.guilds, now.channelId, now.guild?.id) });
    await Promise.all(
      talkIn(around.guilds)
        .filter((id) => !known.has(id))
        .map(load),
    );
  };

  /** What is said in a thread is loaded when one goes there. */
  const loadThread = async () => {
    const channel = channelOf(store.get());
    if (channel?.kind === 'thread') await load(channel.id);
  };

  const loadOlder = async (channelId: string) => {
    const { messages, whole } = store.get();
    const oldest = messages[channelId]?.[0];
    if (!oldest || whole.has(channelId)) return;
    const page = await connection.ask({ do: 'messages', channelId, before: oldest.id });
    const now = store.get();
    store.change({
      messages: { ...now.messages, [channelId]: [...page, ...(now.messages[channelId] ?? [])] },
      whole: page.length < PAGE ? new Set([...now.whole, channelId]) : now.whole,
    });
  };

  /** A message somebody points at may lie above what is loaded: goes back until it is there, or there is no more. */
  const loadUntil = async (channelId: string, messageId: string) => {
    const oldestId = () => store.get().messages[channelId]?.[0]?.id;
    const isThere = () => store.get().messages[channelId]?.some(({ id }) => id === messageId);
    for (let before = oldestId(); before && !isThere(); before = oldestId()) {
      await presence.loadOlder();
      if (oldestId() === before || store.get().channelId !== channelId) return;
    }
  };

  const presence: Presence = {
    async greet(people) {
      const before = store.get().me?.id ?? marks.lastPerson();
      const person = people.find(({ id }) => id === before) ?? people[0];
      if (person) await presence.actAs(person.id);
      await presence.followHash();
    },

    async actAs(memberId) {
      const around = await connection.ask({ do: 'act-as', memberId });
      marks.writeLastPerson(memberId);
      await enter(around);
    },

    async goTo({ channelId, messageId }) {
      const changes = channelId !== store.get().channelId;
      const { guilds, guild } = store.get();
      const place = placeIn(guilds, channelId, guild?.id);
      if (place.channelId !== channelId) return;
      if (isInFront()) {
        history.replaceState(null, '', hashOf(messageId ? { channelId, messageId } : { channelId }));
      }
      store.change({
        ...place,
        pointedAt: messageId,
        pins: undefined,
        ...(changes && { attached: [], replyTo: undefined }),
      });
      if (changes) await loadThread();
      markRead();
      // What one may use differs from channel to channel.
      if (changes) await lookAround();
      if (messageId) await loadUntil(channelId, messageId);
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

    async openDm() {
      const { id } = await connection.ask({ do: 'open-dm' });
      await lookAround();
      await presence.goTo({ channelId: id });
    },

    async hear(event) {
      store.change(afterEvent(store.get(), event));
      if (event.type === 'commands-changed' || event.type === 'surroundings-changed') return lookAround();
      if (event.type !== 'message') return;
      const { channel_id: channelId } = event.message;
      if (!isKnown(store.get().guilds, channelId)) await lookAround();
      if (channelId === store.get().channelId) markRead();
    },
  };
  return presence;
}
