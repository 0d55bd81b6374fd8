/** What the composer does: changes the draft, asks the app for proposals, sends. */
import type { Message } from '../../../discord/payload.ts';
import type { PageActions } from '../../actions.ts';
import type { Connection } from '../../connection.ts';
import type { Store } from '../../store.ts';
import type { Actions } from '../actions.ts';
import type { State } from '../state.ts';
import { uploadTo } from '../uploads.ts';
import { aroundOf, checkDraft } from './check.ts';
import {
  attach,
  backToText,
  type Change,
  chooseCommand,
  closeField,
  type Draft,
  emptyDraft,
  openField,
  type Place,
  pick,
  placeId,
  readText,
  typeField,
  typeTail,
} from './draft.ts';
import { invocationsOf } from './invocation.ts';
import { createProposals } from './proposals.ts';
import { highlightsFirst, type Suggestion, suggestionsFor } from './suggest.ts';

export interface Writing {
  /** Types into the place the cursor is in. */
  type(place: Place, text: string): void;
  /** Puts a whole line into the composer, as if it had been typed. */
  fill(text: string): void;
  enter(place: Place): void;
  leave(): void;
  take(suggestion: Suggestion): void;
  highlight(index: number): void;
  putAway(): void;
  /** Backspace at the very start of a place. */
  back(place: Place): void;
  drop(name: string): void;
  /** Uploads a file for an attachment option. */
  attach(name: string, file: File): void;
  /** Files to go along with the message. */
  attachFiles(files: File[]): void;
  detachFile(key: number): void;
  /** What is written next answers this message, or none. */
  reply(message: Message | undefined): void;
  send(): void;
}

export function offered(state: State): Suggestion[] {
  return suggestionsFor(state.draft, state.suggesting, invocationsOf(state.commands), aroundOf(state));
}

export function createWriting(
  store: Store<State>,
  connection: Connection,
  actions: Pick<PageActions, 'attempt'> & Pick<Actions, 'pending'> & { toNewest: () => void },
): Writing {
  let lastKey = 0;
  const highlightAnew = () => {
    const state = store.get();
    const active = highlightsFirst(offered(state), state.draft) ? 0 : -1;
    store.change({ suggesting: { ...state.suggesting, active } });
  };

  const apply = ({ draft, place }: Change, focus: boolean) => {
    store.change({ draft, suggesting: { ...store.get().suggesting, place, active: -1, closed: false } });
    highlightAnew();
    if (focus) store.afterDrawing(() => focusOn(place));
    proposals.wish(place);
  };

  const proposals = createProposals(store, connection, highlightAnew);

  /** Clears the composer at once, so that nothing is sent twice; what is refused comes back, unless more was written. */
  const orBack = <Answer>(draft: Draft, sent: Promise<Answer>): Promise<Answer> => {
    apply({ draft: emptyDraft, place: { in: 'text' } }, true);
    sent.catch(() => {
      const now = store.get().draft;
      if (now.kind === 'text' && now.text === '') store.change({ draft });
    });
    return sent;
  };

  const writing: Writing = {
    type(place, text) {
      const { draft, commands } = store.get();
      if (draft.kind === 'text') {
        const change = readText(text, invocationsOf(commands));
        return apply(change, change.place.in !== 'text');
      }
      const change = place.in === 'field' ? typeField(draft, place.name, text) : typeTail(draft, text);
      apply(change, placeId(change.place) !== placeId(place));
    },

    fill(text) {
      store.change({ draft: emptyDraft });
      apply(readText(text, invocationsOf(store.get().commands)), true);
    },

    enter(place) {
      const { suggesting } = store.get();
      if (suggesting.place && placeId(suggesting.place) === placeId(place)) return;
      store.change({ suggesting: { place, active: -1, closed: false } });
      highlightAnew();
      proposals.wish(place);
    },

    leave: () => store.change({ suggesting: { active: -1, closed: false } }),

    take(suggestion) {
      const { draft } = store.get();
      if (suggestion.kind === 'command') return apply(chooseCommand(suggestion.invocation), true);
      if (draft.kind !== 'command') return;
      if (suggestion.kind === 'option') return apply(openField(draft, suggestion.option), true);
      apply(pick(draft, suggestion.option.name, suggestion.value, suggestion.label), true);
    },

    highlight: (active) => store.change({ suggesting: { ...store.get().suggesting, active } }),
    putAway: () => store.change({ suggesting: { ...store.get().suggesting, closed: true, active: -1 } }),

    back(place) {
      const { draft } = store.get();
      if (draft.kind !== 'command') return;
      if (place.in === 'field') return apply(closeField(draft, place.name), true);
      const last = draft.fields.at(-1);
      if (!last) return apply(backToText(draft), true);
      apply({ draft, place: { in: 'field', name: last.option.name } }, true);
    },

    drop(name) {
      const { draft } = store.get();
      if (draft.kind === 'command') apply(closeField(draft, name), true);
    },

    attach(name, file) {
      const { draft, me, channelId } = store.get();
      if (draft.kind !== 'command' || !me) return;
      store.change({ draft: attach(draft, name, file.name) });
      const arrived = uploadTo(me.id, channelId, file).then(
        (id) => {
          const now = store.get().draft;
          if (now.kind === 'command') store.change({ draft: attach(now, name, file.name, id) });
        },
        (error: unknown) => {
          const now = store.get().draft;
          if (now.kind === 'command') store.change({ draft: typeField(now, name, '').draft });
          throw error;
        },
      );
      void actions.attempt(arrived);
    },

    attachFiles(files) {
      const { me, channelId } = store.get();
      if (!me) return;
      for (const file of files) {
        lastKey += 1;
        const key = lastKey;
        store.change({ attached: [...store.get().attached, { key, name: file.name }] });
        const arrived = uploadTo(me.id, channelId, file).then(
          (id) => {
            const { attached } = store.get();
            store.change({ attached: attached.map((one) => (one.key === key ? { ...one, id } : one)) });
          },
          (error: unknown) => {
            writing.detachFile(key);
            throw error;
          },
        );
        void actions.attempt(arrived);
      }
    },

    detachFile: (key) => store.change({ attached: store.get().attached.filter((file) => file.key !== key) }),

    reply(replyTo) {
      store.change({ replyTo });
      store.afterDrawing(() => focusOn({ in: 'text' }));
    },

    send() {
      const { draft, channelId, attached, replyTo } = store.get();
      if (draft.kind === 'text') {
        const content = draft.text.trim();
        if (content === '' && attached.length === 0) return;
        if (attached.some(({ id }) => id === undefined)) return;
        const uploadIds = attached.flatMap(({ id }) => id ?? []);
        const sent = orBack(
          draft,
          connection.ask({ do: 'send', channelId, content, uploadIds, replyTo: replyTo?.id }),
        );
        store.change({ attached: [], replyTo: undefined });
        sent.catch(() => store.change({ attached, replyTo }));
        void actions.attempt(sent);
        actions.toNewest();
        return;
      }
      const checked = checkDraft(draft, aroundOf(store.get()));
      if ('draft' in checked) {
        const place: Place = checked.wrong ? { in: 'field', name: checked.wrong } : { in: 'tail' };
        store.change({ draft: checked.draft });
        return store.afterDrawing(() => focusOn(place));
      }
      const { name, subcommand, typed } = draft.invocation;
      const call = { channelId, name, ...(subcommand && { subcommand }), options: checked.options };
      const started = orBack(draft, connection.ask({ do: 'run', call }));
      void actions.attempt(actions.pending({ channelId, name: `/${typed}` }, started));
      actions.toNewest();
    },
  };
  return writing;
}

function focusOn(place: Place): void {
  const element = document.getElementById(placeId(place));
  element?.focus();
  const isText =
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type === 'text');
  if (isText) {
    element.setSelectionRange(element.value.length, element.value.length);
  }
}
