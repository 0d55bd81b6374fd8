/** What the composers do: change drafts, offer lines, send. */
import type { PageActions } from '../../actions.ts';
import type { Connection } from '../../connection.ts';
import type { Store } from '../../store.ts';
import { uploadFile } from '../../upload.ts';
import { type Desk, type Draft, emptyDraft, type SlackState } from '../state.ts';
import { type Suggestion, type Suggestions, suggestionsFor, written } from './suggest.ts';

export interface Composing {
  type(desk: Desk, text: string, caret: number): void;
  leave(): void;
  take(desk: Desk, suggestion: Suggestion): void;
  highlight(active: number): void;
  putAway(): void;
  /** Puts a whole line into the channel's composer, as if it had been typed. */
  fill(text: string): void;
  /** Adds something at the cursor. */
  insert(desk: Desk, text: string): void;
  attach(desk: Desk, files: File[]): void;
  detach(desk: Desk, fileId: string): void;
  send(desk: Desk): void;
}

/** The id of the text field of a desk. */
export const fieldId = (desk: Desk) => `slack-write-${desk}`;

const keyOf = ({ channelId, thread }: SlackState, desk: Desk) =>
  desk === 'thread' && thread ? `${thread.channelId}/${thread.ts}` : channelId;

export function draftOf(state: SlackState, desk: Desk): Draft {
  if (desk === 'edit') return { ...emptyDraft, text: state.editing?.text ?? '' };
  return state.drafts[keyOf(state, desk)] ?? emptyDraft;
}

const nothingOffered: Suggestions = { from: 0, to: 0, lines: [] };

/** What is offered at a desk; nothing where the cursor is not. */
export function offered(state: SlackState, desk: Desk): Suggestions {
  const { writing, commands, workspace } = state;
  if (writing?.desk !== desk || writing.closed) return nothingOffered;
  return suggestionsFor(draftOf(state, desk).text, writing.caret, {
    commands: desk === 'channel' ? commands : [],
    people: workspace?.members ?? [],
    channels: workspace?.channels ?? [],
  });
}

export function createComposing(
  store: Store<SlackState>,
  connection: Connection,
  { attempt, toNewest }: Pick<PageActions, 'attempt'> & { toNewest: (desk: Desk) => void },
): Composing {
  const put = (desk: Desk, parts: Partial<Draft>, key = keyOf(store.get(), desk)) => {
    const state = store.get();
    if (desk !== 'edit') {
      const draft = { ...(state.drafts[key] ?? emptyDraft), ...parts };
      store.change({ drafts: { ...state.drafts, [key]: draft } });
    } else if (state.editing && parts.text !== undefined) {
      store.change({ editing: { ...state.editing, text: parts.text } });
    }
  };

  /** Enter takes the first line of a list as soon as there is one. */
  const place = (desk: Desk, caret: number) => {
    store.change({ writing: { desk, caret, active: -1, closed: false } });
    const active = offered(store.get(), desk).lines.length > 0 ? 0 : -1;
    store.change({ writing: { desk, caret, active, closed: false } });
  };

  const replace = (desk: Desk, from: number, to: number, words: string) => {
    const { text } = draftOf(store.get(), desk);
    put(desk, { text: text.slice(0, from) + words + text.slice(to) });
    const caret = from + words.length;
    place(desk, caret);
    store.afterDrawing(() => {
      const field = document.getElementById(fieldId(desk));
      if (!(field instanceof HTMLTextAreaElement)) return;
      field.focus();
      field.setSelectionRange(caret, caret);
    });
  };

  const composing: Composing = {
    type(desk, text, caret) {
      put(desk, { text });
      place(desk, caret);
    },

    leave: () => store.change({ writing: undefined }),

    take(desk, suggestion) {
      const { from, to } = offered(store.get(), desk);
      replace(desk, from, to, written(suggestion));
    },

    highlight(active) {
      const { writing } = store.get();
      if (writing) store.change({ writing: { ...writing, active } });
    },

    putAway() {
      const { writing } = store.get();
      if (writing) store.change({ writing: { ...writing, closed: true, active: -1 } });
    },

    fill: (text) => replace('channel', 0, draftOf(store.get(), 'channel').text.length, text),

    insert(desk, words) {
      const { writing } = store.get();
      const caret = writing?.desk === desk ? writing.caret : draftOf(store.get(), desk).text.length;
      replace(desk, caret, caret, words);
    },

    attach(desk, files) {
      const { me } = store.get();
      if (!me) return;
      const key = keyOf(store.get(), desk);
      const draft = () => store.get().drafts[key] ?? emptyDraft;
      for (const file of files) {
        const { name } = file;
        put(desk, { uploading: [...draft().uploading, name] }, key);
        const rest = () => draft().uploading.toSpliced(draft().uploading.indexOf(name), 1);
        const arrived = uploadFile(file, ['slack-uploads', me.id]).then(
          (id) => put(desk, { uploading: rest(), files: [...draft().files, { id, name }] }, key),
          (error: unknown) => {
            put(desk, { uploading: rest() }, key);
            throw error;
          },
        );
        void attempt(arrived);
      }
    },

    detach(desk, fileId) {
      const files = draftOf(store.get(), desk).files.filter(({ id }) => id !== fileId);
      put(desk, { files });
    },

    send(desk) {
      const state = store.get();
      const { channelId, thread, broadcast } = state;
      const draft = draftOf(state, desk);
      const text = draft.text.trim();
      if ((text === '' && draft.files.length === 0) || draft.uploading.length > 0) return;
      const key = keyOf(state, desk);
      const threadTs = desk === 'thread' ? thread?.ts : undefined;
      const place = {
        channelId: threadTs ? (thread?.channelId ?? channelId) : channelId,
        ...(threadTs && { threadTs }),
      };
      // Cleared at once, so that nothing is sent twice; what is refused comes back, unless more was written.
      put(desk, emptyDraft);
      store.change({ writing: undefined, ...(desk === 'thread' && { broadcast: false }) });
      const [, command, rest = ''] = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
      const sent = command
        ? connection.ask({ do: 'slack/run', ...place, command, text: rest })
        : connection.ask({
            do: 'slack/send',
            ...place,
            text,
            broadcast: threadTs !== undefined && broadcast,
            fileIds: draft.files.map(({ id }) => id),
          });
      sent.catch(() => {
        if ((store.get().drafts[key]?.text ?? '') === '') put(desk, draft, key);
      });
      void attempt(sent);
      toNewest(desk);
    },
  };
  return composing;
}
