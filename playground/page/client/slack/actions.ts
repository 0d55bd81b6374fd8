/** What a person can do in the workspace, besides writing (`composer/`), forms (`forms.ts`) and moving about (`presence.ts`). */
import type { Button, Confirm } from '../../slack/element.ts';
import type { Message } from '../../slack/payload.ts';
import type { InputValue } from '../../slack/protocol.ts';
import type { PageActions } from '../actions.ts';
import type { Connection } from '../connection.ts';
import type { Store } from '../store.ts';
import { emojiSign } from './emoji.ts';
import { hashOf } from './places.ts';
import type { Pending, SlackState } from './state.ts';

export interface Actions {
  press(where: string, button: Pick<Button, 'action_id' | 'value' | 'confirm'>): void;
  /** `key` is under what the page remembers the choice. */
  choose(where: string, actionId: string, value: InputValue, key: string, confirm?: Confirm): void;
  toggleReaction(message: Message, name: string): void;
  runShortcut(callbackId: string, message?: Message): void;
  /** Deletes a message; one that only this person sees is dismissed. */
  remove(message: Message): void;
  togglePin(message: Message): void;
  openPins(): void;
  copyLink(message: Message): void;
  saveEdit(): void;
  inviteBot(channelId: string): void;
  removeBot(channelId: string): void;
  archive(channelId: string, on: boolean): void;
  leave(channelId: string): void;
  join(channelId: string): void;
}

export function createActions(
  store: Store<SlackState>,
  connection: Connection,
  { attempt, copy }: PageActions,
): Actions {
  /** Shows that it is under way until the app acknowledges it. */
  const follow = async (
    pending: Omit<Pending, 'interactionId'>,
    started: Promise<{ interactionId: string } | null>,
  ) => {
    const answer = await started;
    if (!answer) return;
    const others = store.get().pending.filter(({ where, failure }) => !(failure && where === pending.where));
    store.change({ pending: [...others, { ...pending, ...answer }] });
  };

  /** Asks first, where the app wants it. */
  const confirmed = (confirm: Confirm | undefined, then: () => void) => {
    if (confirm) store.change({ confirming: { confirm, then } });
    else then();
  };

  return {
    press(where, { action_id: actionId, value, confirm }) {
      const given = value === undefined ? {} : { value };
      confirmed(confirm, () => {
        const asked = connection.ask({ do: 'slack/press', where, actionId, ...given });
        void attempt(follow({ where, actionId, ...given }, asked));
      });
    },

    choose(where, actionId, value, key, confirm) {
      confirmed(confirm, () => {
        store.change({ chosen: { ...store.get().chosen, [key]: value } });
        void attempt(
          follow({ where, actionId }, connection.ask({ do: 'slack/choose', where, actionId, value })),
        );
      });
    },

    toggleReaction({ ts, reactions }, name) {
      const { me } = store.get();
      const mine = reactions.some(
        (reaction) => reaction.name === name && reaction.users.includes(me?.id ?? ''),
      );
      store.change({ picker: undefined });
      if (!mine && emojiSign(name) === undefined) return;
      void attempt(connection.ask({ do: mine ? 'slack/unreact' : 'slack/react', ts, name }));
    },

    runShortcut(callbackId, message) {
      store.change({ more: undefined });
      const where = message?.ts ?? '';
      const asked = connection.ask({ do: 'slack/shortcut', callbackId, ...(message && { ts: message.ts }) });
      void attempt(follow({ where, actionId: callbackId }, asked));
    },

    remove: ({ ts }) => void attempt(connection.ask({ do: 'slack/remove', ts })),

    togglePin({ ts, pinned_to }) {
      store.change({ more: undefined });
      void attempt(connection.ask({ do: pinned_to.length > 0 ? 'slack/unpin' : 'slack/pin', ts }));
    },

    openPins() {
      const { channelId, pins } = store.get();
      if (pins) return store.change({ pins: undefined });
      const asked = connection.ask({ do: 'slack/pins', channelId });
      void attempt(asked.then((found) => store.change({ pins: found })));
    },

    copyLink({ channel, ts, thread_ts: parent }) {
      store.change({ more: undefined });
      const url = new URL(location.href);
      const isReply = parent !== undefined && parent !== ts;
      url.hash = hashOf({ channelId: channel, ts, ...(isReply && { threadTs: parent }) });
      copy(url);
    },

    saveEdit() {
      const { editing } = store.get();
      if (!editing) return;
      const saved = connection.ask({ do: 'slack/edit', ts: editing.ts, text: editing.text });
      void attempt(saved.then(() => store.change({ editing: undefined })));
    },

    removeBot: (channelId) => void attempt(connection.ask({ do: 'slack/remove-bot', channelId })),
    archive: (channelId, on) => void attempt(connection.ask({ do: 'slack/archive', channelId, on })),
    leave: (channelId) => void attempt(connection.ask({ do: 'slack/leave', channelId })),
    join: (channelId) => void attempt(connection.ask({ do: 'slack/join', channelId })),
    inviteBot: (channelId) => void attempt(connection.ask({ do: 'slack/invite-bot', channelId })),
  };
}
