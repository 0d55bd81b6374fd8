/** What a member can do, besides writing (see `composer/`) and moving about (see `presence.ts`). */
import type { Button } from '../../discord/component.ts';
import type { Message } from '../../discord/payload.ts';
import type { Reply } from '../../protocol.ts';
import type { PageActions } from '../actions.ts';
import type { Connection } from '../connection.ts';
import type { Store } from '../store.ts';
import { hashOf, type Place } from './places.ts';
import type { Pending, State } from './state.ts';
import { uploadTo } from './uploads.ts';
import { checkValues } from './values.ts';

export interface Actions {
  press(message: Message, button: Button): void;
  choose(message: Message, customId: string, values: string[], name: string): void;
  toggleReaction(message: Message, emoji: string): void;
  /** Uses a command of the message's context menu. */
  runOnMessage(message: Message, name: string): void;
  /** Deletes a message; one that only this person sees is dismissed. */
  remove(message: Pick<Message, 'id'>): void;
  /** Forgets a command that failed. */
  forget(interactionId: string): void;
  /** The thread, or the forum post, that is being begun. */
  startThread(): void;
  startPost(): void;
  /** Closes a thread, or opens it again. */
  setArchived(threadId: string, on: boolean): void;
  togglePin(message: Message): void;
  openPins(): void;
  copyLink(message: Message): void;
  changeField(customId: string, value: string | string[]): void;
  /** Uploads files for a form's field. */
  attachToField(customId: string, files: File[]): void;
  submitModal(): void;
  reveal(key: string): void;
  pending(pending: Omit<Pending, 'interactionId'>, started: Promise<Reply<'run'>>): Promise<void>;
}

export function createActions(
  store: Store<State>,
  connection: Connection,
  {
    attempt,
    copy,
    toNewest,
    goTo,
  }: Pick<PageActions, 'attempt' | 'copy'> & {
    toNewest: () => void;
    goTo: (place: Place) => Promise<void>;
  },
): Actions {
  const actions: Actions = {
    async pending(pending, started) {
      const { interactionId } = await started;
      store.change({ pending: [...store.get().pending, { ...pending, interactionId }] });
    },

    press(message, { custom_id: customId, label, emoji }) {
      if (!customId) return;
      const name = label ?? emoji?.name ?? 'button';
      const about = { channelId: message.channel_id, messageId: message.id, customId, name };
      clearFailure(message.id);
      void attempt(actions.pending(about, connection.ask({ do: 'press', messageId: message.id, customId })));
    },

    choose(message, customId, values, name) {
      const about = { channelId: message.channel_id, messageId: message.id, customId, name };
      clearFailure(message.id);
      void attempt(
        actions.pending(about, connection.ask({ do: 'choose', messageId: message.id, customId, values })),
      );
    },

    toggleReaction(message, emoji) {
      const mine = message.reactions?.some((reaction) => reaction.emoji.name === emoji && reaction.me);
      store.change({ picker: undefined });
      void attempt(connection.ask({ do: mine ? 'unreact' : 'react', messageId: message.id, emoji }));
    },

    runOnMessage(message, name) {
      const { channel_id: channelId, id: targetId } = message;
      const call = { channelId, name, targetId, options: [] };
      void attempt(actions.pending({ channelId, name }, connection.ask({ do: 'run', call })));
    },

    remove: (message) => void attempt(connection.ask({ do: 'remove', messageId: message.id })),

    forget(interactionId) {
      store.change({
        pending: store.get().pending.filter((pending) => pending.interactionId !== interactionId),
      });
    },

    startThread() {
      const { threadFor } = store.get();
      if (!threadFor) return;
      const started = connection.ask({ do: 'start-thread', ...threadFor });
      void attempt(
        started.then(async ({ id }) => {
          store.change({ threadFor: undefined });
          await arrive(id);
        }),
      );
    },

    startPost() {
      const { post, attached } = store.get();
      if (!post || attached.some(({ id }) => id === undefined)) return;
      const { forumId, name, text: content } = post;
      const uploadIds = attached.flatMap(({ id }) => id ?? []);
      const started = connection.ask({ do: 'start-post', forumId, name, content, uploadIds });
      void attempt(
        started.then(async ({ id }) => {
          store.change({ post: undefined, attached: [] });
          await arrive(id);
        }),
      );
    },

    setArchived: (threadId, on) => void attempt(connection.ask({ do: 'set-archived', threadId, on })),

    togglePin(message) {
      void attempt(connection.ask({ do: message.pinned ? 'unpin' : 'pin', messageId: message.id }));
    },

    openPins() {
      const { channelId, pins } = store.get();
      if (pins) return store.change({ pins: undefined });
      const asked = connection.ask({ do: 'pins', channelId });
      void attempt(asked.then((found) => store.change({ pins: found })));
    },

    copyLink(message) {
      const url = new URL(location.href);
      url.hash = hashOf({ channelId: message.channel_id, messageId: message.id });
      copy(url);
    },

    changeField(customId, value) {
      const { modal } = store.get();
      if (!modal) return;
      const { [customId]: _, ...errors } = modal.errors;
      store.change({ modal: { ...modal, values: { ...modal.values, [customId]: value }, errors } });
    },

    attachToField(customId, files) {
      const { me, channelId } = store.get();
      if (!me) return;
      const arrived = Promise.all(files.map((file) => uploadTo(me.id, channelId, file))).then((ids) => {
        const names = Object.fromEntries(ids.map((id, index) => [id, files[index]?.name ?? id]));
        store.change({ uploads: { ...store.get().uploads, ...names } });
        actions.changeField(customId, ids);
      });
      void attempt(arrived);
    },

    submitModal() {
      const { modal, channelId } = store.get();
      if (!modal) return;
      const errors = checkValues(modal.modal, modal.values);
      if (Object.keys(errors).length > 0) return store.change({ modal: { ...modal, errors } });
      const { interactionId, values } = modal;
      const sent = connection.ask({ do: 'submit-modal', interactionId, values }).then(
        (started) => {
          store.change({ modal: undefined });
          return started;
        },
        (error: unknown) => {
          // Said in the form: what lies under it cannot be seen now.
          store.change({
            modal: { ...modal, refusal: error instanceof Error ? error.message : String(error) },
          });
          throw error;
        },
      );
      void attempt(actions.pending({ channelId, name: modal.modal.title }, sent));
      toNewest();
    },

    reveal: (key) => store.change({ revealed: new Set([...store.get().revealed, key]) }),
  };

  /** The server tells of what was begun by itself; one goes there as soon as it is known. */
  async function arrive(channelId: string): Promise<void> {
    const around = await connection.ask({ do: 'look-around', channelId });
    store.change({ guilds: around.guilds });
    await goTo({ channelId });
  }

  /** A failure under a message is old news once the person tries again. */
  function clearFailure(messageId: string): void {
    store.change({
      pending: store.get().pending.filter((pending) => !(pending.failure && pending.messageId === messageId)),
    });
  }

  return actions;
}
