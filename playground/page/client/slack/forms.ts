/** What a person does with the forms that lie over the chat. */
import type { Input } from '../../slack/block.ts';
import type { InputValue } from '../../slack/protocol.ts';
import type { PageActions } from '../actions.ts';
import type { Connection } from '../connection.ts';
import type { Store } from '../store.ts';
import { uploadFile } from '../upload.ts';
import { checkForm } from './form.ts';
import { type OpenView, type SlackState, topView } from './state.ts';

export interface Forms {
  /** Puts a value into the form on top. */
  put(input: Input, value: InputValue): void;
  /** Uploads files for a field of it. */
  attach(input: Input, files: File[]): void;
  submit(): void;
  /** The cross; the browser's Escape does the same. */
  close(viewId: string): void;
}

export function createForms(
  store: Store<SlackState>,
  connection: Connection,
  { attempt }: Pick<PageActions, 'attempt'>,
): Forms {
  const change = (viewId: string, parts: Partial<OpenView>) =>
    store.change({
      views: store.get().views.map((open) => (open.view.id === viewId ? { ...open, ...parts } : open)),
    });

  const forms: Forms = {
    put({ block_id: blockId, element, dispatch_action: dispatches }, value) {
      const open = topView(store.get());
      if (!open) return;
      const { [blockId]: _, ...errors } = open.errors;
      change(open.view.id, { values: { ...open.values, [blockId]: value }, errors });
      if (!dispatches || element.type === 'unknown') return;
      const { action_id: actionId } = element;
      void attempt(connection.ask({ do: 'slack/choose', where: open.view.id, actionId, value }));
    },

    attach(input, files) {
      const { me } = store.get();
      if (!me) return;
      const arrived = Promise.all(files.map((file) => uploadFile(file, ['slack-uploads', me.id]))).then(
        (ids) => {
          const names = Object.fromEntries(ids.map((id, index) => [id, files[index]?.name ?? id]));
          store.change({ labels: { ...store.get().labels, ...names } });
          forms.put(input, ids);
        },
      );
      void attempt(arrived);
    },

    submit() {
      const open = topView(store.get());
      if (!open || open.sending !== undefined) return;
      const viewId = open.view.id;
      const errors = checkForm(open);
      if (Object.keys(errors).length > 0) {
        change(viewId, { errors });
        return store.afterDrawing(() => {
          const wrong = document.querySelector('dialog [aria-invalid="true"]');
          if (!(wrong instanceof HTMLElement)) return;
          wrong.focus();
          wrong.closest('.s-field')?.scrollIntoView({ block: 'nearest' });
        });
      }
      change(viewId, { errors: {}, refusal: undefined, sending: 'on its way' });
      const asked = connection.ask({ do: 'slack/submit', viewId, values: open.values }).then(
        ({ interactionId }) => {
          // An answer may have been quicker than this one.
          const now = store.get().views.find(({ view }) => view.id === viewId);
          if (now?.sending !== undefined) change(viewId, { sending: interactionId });
        },
        (error: unknown) => {
          // Said in the form: what lies under it cannot be seen now.
          const refusal = error instanceof Error ? error.message : String(error);
          change(viewId, { refusal, sending: undefined });
          throw error;
        },
      );
      void attempt(asked);
    },

    close(viewId) {
      if (topView(store.get())?.view.id !== viewId) return;
      // At once: the browser has closed its dialog already.
      store.change({ views: store.get().views.slice(0, -1) });
      void attempt(connection.ask({ do: 'slack/close', viewId, all: false }));
    },
  };
  return forms;
}
